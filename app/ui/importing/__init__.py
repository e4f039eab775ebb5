"""The window: importing."""
