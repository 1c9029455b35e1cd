"""Pages for those who guide and administer: what will be erased, and what was."""
