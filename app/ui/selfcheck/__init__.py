"""The self-check before any score is shown."""
