"""Roles: what somebody may do here, each within its one scope."""
