"""Hours of a whole group in one act, by the organisation or a counsellor."""
