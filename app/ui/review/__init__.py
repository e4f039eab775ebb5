"""The window: reviewing a session."""
