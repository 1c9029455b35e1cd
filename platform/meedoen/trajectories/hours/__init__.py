"""Hours: planned, logged, changed, sent back, accepted, corrected."""
