"""Meedoen: what newcomers can join near home, and the forty hours that grow from it."""
