"""What every page shares: access, sessions, languages, paging, error pages."""
