"""Drills: the list, and one task one big area."""
