"""The board of a municipality, network or agency: what waits, and what there is to do nearby."""
