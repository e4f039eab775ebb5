"""The written customer inside the engine: speaks, hears, takes turns."""
