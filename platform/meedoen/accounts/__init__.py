"""People who sign in, their roles, and how they prove who they are."""
