"""What the customer's face shows, and how it moves from one moment to the next. Values only, no Qt."""
