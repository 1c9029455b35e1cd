"""Forgetting people by the clock: when, why, what stays; shown before it happens, and logged."""
