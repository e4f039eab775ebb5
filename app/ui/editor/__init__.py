"""The window: writing scenarios."""
