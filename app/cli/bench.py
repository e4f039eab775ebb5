"""`attune bench`: the benchmarks of the repository on this machine, as ratios within one run."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from perception.errors import MediaError


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "bench",
        help="measure this machine: analysis, live call, memory",
        description="Runs the benchmarks of a source checkout and prints their figures as ratios within one run.",
    )
    parser.add_argument("name", nargs="?", default="all", help="one benchmark by name (default: all)")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Run them in a process of their own, so that start-up counts as it does for a user."""
    root = Path(__file__).resolve().parents[2]
    if not (root / "tests" / "benchmarks").is_dir():
        raise MediaError(
            "The benchmarks are part of the source checkout, which is not here.",
            recovery="Clone the repository and run “python3 packaging/dev.py bench”.",
        )
    command = [sys.executable, "-m", "tests.benchmarks", args.name, *(["--json"] if args.json else [])]
    return subprocess.run(command, cwd=root, check=False).returncode
