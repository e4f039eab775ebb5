"""The window: review: what the coach writes."""
