"""The parts of packaging/dev.py. Standard library only; runs on Python 3.9 and later."""
