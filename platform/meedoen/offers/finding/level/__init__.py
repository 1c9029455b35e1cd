"""One's own level of Dutch, found by questions of every day instead of a number."""
