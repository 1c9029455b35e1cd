"""The reference files of places: what a row says and what makes a folder of them fit to load."""
