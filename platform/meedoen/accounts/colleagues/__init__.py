"""Colleagues: whom an agency administrator invites, and whose access ends."""
