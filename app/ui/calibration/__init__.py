"""The window: calibration."""
