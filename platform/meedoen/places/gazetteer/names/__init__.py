"""The names of all places, and which of them a text can be."""
