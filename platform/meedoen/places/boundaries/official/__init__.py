"""Official boundaries that an operator loads from a GeoJSON file, in place of our own."""
