"""The key of the installation, and the digital signature that it puts under a PDF."""
