"""Targets for a fuzzer: `python -m tests.fuzz NAME`."""
