"""Writing an offer: what an organisation types, and how it is kept."""
