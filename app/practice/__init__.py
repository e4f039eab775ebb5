"""Simulated calls and cues: scenarios, turns, the nudge budget. No Qt."""
