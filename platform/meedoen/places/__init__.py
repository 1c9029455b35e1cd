"""Municipalities (dated), postcodes, regions, networks, neighbours and coordinates."""
