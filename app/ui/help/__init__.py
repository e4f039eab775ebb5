"""The window: help."""
