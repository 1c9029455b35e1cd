"""Disputes: the newcomer says that hours are not right, and the counsellor answers."""
