"""A companion (toeleider) goes along to the first visit: asked, told, and heard afterwards."""
