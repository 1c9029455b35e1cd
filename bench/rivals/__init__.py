"""The engines that are compared: ours, the floor, and each rival in a file of its own."""
