"""What an organisation does with those who want to join: see them, call them, answer."""
