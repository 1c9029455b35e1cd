"""Reminders of the deadline: a mail to the newcomer, a line for the counsellor, once each."""
