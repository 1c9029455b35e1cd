"""Hours that newcomers report themselves; the contact person confirms them as any others."""
