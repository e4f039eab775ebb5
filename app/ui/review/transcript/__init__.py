"""The transcript of a review."""
