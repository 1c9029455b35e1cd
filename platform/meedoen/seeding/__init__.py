"""Fills an empty database: reference data, the demonstration, synthetic catalogues."""
