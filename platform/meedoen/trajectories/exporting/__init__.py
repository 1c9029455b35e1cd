"""What the agencies type over in their register: a file of trajectories, and what changed since."""
