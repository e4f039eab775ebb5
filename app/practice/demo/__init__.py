"""The demo call: a written dialogue, spoken and drawn, with everything about it known."""
