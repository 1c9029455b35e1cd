"""The board of trajectories that ended, also of those that were erased since."""
