"""Finding offers: what newcomers search, see and share."""
