"""The page of one trajectory, as its own acts and those of its parts show it."""
