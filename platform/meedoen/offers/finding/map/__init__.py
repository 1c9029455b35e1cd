"""What was found as marks on a map, drawn from our own data."""
