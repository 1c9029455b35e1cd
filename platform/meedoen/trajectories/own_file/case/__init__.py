"""What is kept of one trajectory, for the file of its newcomer."""
