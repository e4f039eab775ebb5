"""The version of the application, read from the installed package or the checkout."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("attune")
except PackageNotFoundError:  # run from a checkout that was never installed
    VERSION = "0.1.0"
