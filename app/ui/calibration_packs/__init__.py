"""The window: clips that several coaches rate alone, then the spread, and what they say to each other about it."""
