"""What the review of a session shows, read from its folder: series over time, spans, moments. No Qt."""
