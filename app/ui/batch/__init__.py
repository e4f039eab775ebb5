"""The window: a folder of recordings."""
