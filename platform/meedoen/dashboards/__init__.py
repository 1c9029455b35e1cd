"""What each person sees first, and what a municipality, network and agency see; reads only."""
