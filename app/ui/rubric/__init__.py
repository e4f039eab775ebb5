"""The window: rubric."""
