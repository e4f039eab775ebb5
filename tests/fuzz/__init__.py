"""Readers of strangers' files, fed with what nobody would send: `python -m tests.fuzz NAME --seconds N`."""
