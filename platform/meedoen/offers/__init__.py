"""What organisations publish and newcomers find: offers, sessions, review."""
