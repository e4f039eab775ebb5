"""The window: how well coaches agree with what was measured and with each other."""
