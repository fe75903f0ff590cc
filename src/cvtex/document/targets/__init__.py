"""Targets: what one document shows, and how, as its file says."""
