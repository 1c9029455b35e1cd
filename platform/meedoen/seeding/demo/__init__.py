"""The demonstration: invented people and offers, made by the same actions as a person's work."""
