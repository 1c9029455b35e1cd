"""The dated rule sets: what the law may change, from when, with the source of each value."""
