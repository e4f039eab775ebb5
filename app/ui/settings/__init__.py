"""The window: settings."""
