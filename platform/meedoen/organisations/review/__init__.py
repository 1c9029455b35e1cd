"""How a municipality or agency decides whether an organisation may take part."""
