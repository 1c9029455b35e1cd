"""What stays of an erased trajectory for statistics: a row that nobody can trace to a person."""
