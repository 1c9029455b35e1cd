"""Signing in and out: visits, failed attempts and how many are allowed."""
