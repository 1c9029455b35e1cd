"""The public API: the same queries in other clothes."""
