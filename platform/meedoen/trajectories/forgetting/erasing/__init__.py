"""The erasing itself: one person, whole, in one transaction."""
