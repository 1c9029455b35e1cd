"""What the counsellor does with hours: accept, send back, withdraw."""
