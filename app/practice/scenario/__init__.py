"""Scenarios: what a written customer says, feels and does, and how that is read, checked and kept."""
