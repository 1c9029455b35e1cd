"""Residents who follow a trajectory: names under a valid protocol, and numbers, none small."""
