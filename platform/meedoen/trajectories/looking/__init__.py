"""Who looked at the file of a newcomer: written down in one place, shown to the newcomer."""
