"""The outbox: what is sent to whom, in which language, and whether it left."""
