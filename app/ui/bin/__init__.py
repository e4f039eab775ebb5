"""The window: what was put away."""
