"""From readings to observations: gaze, posture, nods, pitch and turn taking. Pure numpy."""
