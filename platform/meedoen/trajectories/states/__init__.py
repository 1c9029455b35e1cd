"""How a trajectory stands: its steps, its status with reasons and dates, rests and the deadline."""
