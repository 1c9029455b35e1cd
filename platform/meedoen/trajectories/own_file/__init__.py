"""The whole file of a newcomer, to download: to read, for a machine, and with the proofs."""
