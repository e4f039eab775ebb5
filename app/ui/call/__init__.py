"""The window: call."""
