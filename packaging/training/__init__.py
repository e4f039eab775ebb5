"""Training of the sentence reader, run by hand and never on a user's machine."""
