"""Members: people who sign in and work for an organisation, and whom it invites."""
