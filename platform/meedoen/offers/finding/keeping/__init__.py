"""My list: what somebody keeps on their own device, and can show by a short address."""
