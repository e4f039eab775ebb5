"""The drawn person whose every movement is known: ground truth for tests and face of the demo call."""
