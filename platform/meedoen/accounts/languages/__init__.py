"""The choice of a language, on a device and in an account."""
