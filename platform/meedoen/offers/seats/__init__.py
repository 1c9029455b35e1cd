"""Whether an offer still has a place free, as its organisation says it with one press."""
