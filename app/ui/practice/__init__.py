"""The window: practice with a written customer."""
