"""The page of a plan: what is planned, and the sets of sessions that would fill the rest."""
