"""Short messages to a newcomer in their own language, sent with one press and kept on the file."""
