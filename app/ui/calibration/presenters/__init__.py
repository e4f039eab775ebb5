"""What the calibration says and does, without a window."""
