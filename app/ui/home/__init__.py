"""The window: home."""
