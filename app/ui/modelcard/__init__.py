"""The window: what was measured, how well, and what is not known."""
