"""A newcomer tells that they move; the counsellor finds it in the inbox and writes it down."""
