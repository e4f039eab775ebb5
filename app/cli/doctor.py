"""`attune doctor`: what works on this machine, what does not, and what to do about it."""

from __future__ import annotations

import argparse
from typing import Final

from app.cli.output import print_json

_SIGN: Final = {"ok": "ok  ", "notice": "note", "fail": "FAIL"}


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "doctor",
        help="check devices, models, disk and library",
        description="Checks the models, the camera and microphone (a 3-second test), the disk and the library, and "
        "says what to do. Exit status 1 when something that Attune needs is missing.",
    )
    parser.add_argument("--no-devices", action="store_true", help="leave out the 3-second camera and microphone test")
    parser.add_argument("--rebuild-library", action="store_true", help="build the session list anew from the folders")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Run every check and print it."""
    from app.bootstrap import examine

    findings = examine(devices=not args.no_devices, rebuild_library=args.rebuild_library)
    failed = any(finding.state == "fail" for finding in findings)
    if args.json:
        rows = [{"check": f.check, "state": f.state, "message": f.message, "remedy": f.remedy} for f in findings]
        print_json({"ok": not failed, "findings": rows})
        return int(failed)
    for finding in findings:
        print(f"{_SIGN[finding.state]}  {finding.check:<12} {finding.message}")
        if finding.remedy:
            print(f"{'':18} {finding.remedy}")
    return int(failed)
