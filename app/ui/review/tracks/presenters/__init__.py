"""What the tracks show, as values and words. Pure."""
