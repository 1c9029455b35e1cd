"""The specification of the API, made from the questions that are read."""
