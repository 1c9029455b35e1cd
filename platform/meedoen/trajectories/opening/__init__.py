"""Opening a trajectory, and linking it to an account that was there before."""
