"""Hours that are unlikely: not refused, but a counsellor must say that they are right."""
