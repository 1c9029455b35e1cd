"""How good a plan is, and one that is found without a solver."""
