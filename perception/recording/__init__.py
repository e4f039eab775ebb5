"""The session folder: write it crash-safe, read it, recover it, upgrade it."""
