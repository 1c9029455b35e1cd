"""After a move: what lies too far, and equal offers near the new home."""
