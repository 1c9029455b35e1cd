"""Where an offer happens: from what was typed to a point on the map."""
