"""The window: debrief."""
