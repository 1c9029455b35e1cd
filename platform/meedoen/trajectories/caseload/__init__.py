"""The people of one counsellor: who needs something first and why, filters, saved views."""
