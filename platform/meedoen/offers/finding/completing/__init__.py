"""Completing what somebody types in the search: words, organisations and places together."""
