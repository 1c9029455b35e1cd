"""A plan that was chosen becomes activities and appointments."""
