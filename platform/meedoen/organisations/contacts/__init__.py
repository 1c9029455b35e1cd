"""Contact persons: they meet newcomers at the activity and may confirm their hours."""
