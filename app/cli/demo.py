"""`attune demo`: the sample call with known truth, built here and run through the whole pipeline."""

from __future__ import annotations

import argparse
import sys
import threading
from pathlib import Path

from app.cli.output import print_json, print_scorecard
from app.cli.progress import ProgressLine


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "demo",
        help="build the sample call and run it through everything",
        description="Draws a person, speaks a written call with the built-in voices, analyses it like any recording "
        "and shows the scorecard. Needs no camera, microphone or network.",
    )
    parser.add_argument("--out", metavar="DIR", type=Path, help="session folder to make (default: in your library)")
    parser.add_argument("--no-window", action="store_true", help="print the scorecard even where a screen is there")
    parser.add_argument("--json", action="store_true", help="print the scores as one JSON document; opens no window")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Build, analyse, show."""
    from app.bootstrap import has_screen, open_window, run_demo

    progress = ProgressLine()
    if not args.json and not sys.stderr.isatty():
        print("Building the sample call and analysing it. This takes about a minute the first time.", file=sys.stderr)
    try:
        result = run_demo(args.out, progress.show, threading.Event())
    finally:
        progress.clear()
    if args.json:
        print_json({**result.scores, "folder": str(result.folder)})
        return 0
    if has_screen() and not args.no_window:
        return open_window(session=result.folder)
    print_scorecard(result.scorecard, notices=result.notices)
    print(f"\nSession: {result.folder}\nReport:  {result.folder / 'report.pdf'}")
    return 0
