"""The dated meetings of an offer."""
