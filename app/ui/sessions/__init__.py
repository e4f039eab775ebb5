"""The window: sessions."""
