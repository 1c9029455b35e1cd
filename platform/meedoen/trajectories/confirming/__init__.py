"""Confirmation of hours by the contact person, through a signed link or on paper."""
