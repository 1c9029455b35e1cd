"""Data protocols: under which a municipality sees names of its residents, and until when."""
