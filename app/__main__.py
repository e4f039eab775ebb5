"""Entry point: without an argument the window opens, a sub-command runs without one."""

from __future__ import annotations

import multiprocessing
import sys

from app.cli.main import run_command_line


def main() -> None:
    """Run Attune and leave with its exit status."""
    multiprocessing.freeze_support()
    sys.exit(run_command_line(sys.argv[1:]))


if __name__ == "__main__":
    main()
