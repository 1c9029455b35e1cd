"""What colleagues note about a trajectory; part of what its newcomer may ask access to."""
