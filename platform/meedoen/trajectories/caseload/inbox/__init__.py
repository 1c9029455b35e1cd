"""All that needs a press of one counsellor, on one page, and many hours accepted at once."""
