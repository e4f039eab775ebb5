"""The time tracks of the review: everything that was measured, on one axis."""
