"""Who wants to join an offer: the question of a newcomer, which needs no account."""
