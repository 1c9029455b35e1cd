"""Boundaries of municipalities as lines for a map: approximate ones, or those of an operator."""
