"""Rebuilds the reference files that come from open data packages; the product never imports it."""
