"""Attune, the desktop application: practice, review, library, windows and the command line."""
