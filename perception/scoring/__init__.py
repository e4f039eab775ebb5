"""The seven letters: evidence in, scores with coverage, interval and reasons out. Pure."""
