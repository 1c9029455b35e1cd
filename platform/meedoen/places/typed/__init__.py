"""What a typed text says, before anybody looks whether such a place exists."""
