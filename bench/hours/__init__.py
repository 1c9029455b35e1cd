"""What the forty hours cost at the size of Flanders: pages, acts and the check of the ledger."""
