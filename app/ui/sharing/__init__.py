"""The window: sharing."""
