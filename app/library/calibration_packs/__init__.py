"""Calibration packs: the same clips for several coaches, who rate them alone and then talk about the spread."""
