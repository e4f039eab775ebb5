"""How well coaches agree with what was measured, and with each other. Pure but for reading folders."""
