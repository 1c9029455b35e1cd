"""The public page of one thing: an offer, an organisation, a municipality."""
