"""The window: practice with a person in the room."""
