"""Benchmarks: what the product's fast parts cost beside the alternatives. Nothing imports this."""
