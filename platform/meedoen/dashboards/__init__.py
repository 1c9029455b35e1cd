"""What each person sees first, and what municipalities, networks and agencies see."""
