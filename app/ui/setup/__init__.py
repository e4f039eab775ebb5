"""The window: setup."""
