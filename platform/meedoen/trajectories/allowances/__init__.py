"""What volunteers may get in lump sums: the caps per day and year, over all organisations."""
