"""A trajectory goes to a colleague at once, or is offered to another agency, which assigns it."""
