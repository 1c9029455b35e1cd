"""The forty hours: plan, log, confirm, accept, count and prove them."""
