"""`attune observe`: what is seen and heard, frame by frame and block by block, without scoring."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import IO, Any

from app.cli.output import print_json
from app.cli.progress import ProgressLine
from app.cli.wording import add_options, terms_of, transcriber_of
from perception.errors import PerceptionError


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "observe",
        help="print what is seen and heard, without scores",
        description="Prints one JSON object a line: face, nod, pose, voice, speech, word, speaker and gap records "
        "with times in seconds. MEDIA is an image, a video, an audio file, or a folder of them.",
        epilog="Angles are degrees: yaw + towards the right edge of the picture, pitch + up, roll + clockwise.",
    )
    parser.add_argument("media", metavar="MEDIA", type=Path, help="image, video, audio file, or a folder of them")
    add_options(parser)
    parser.add_argument("--out", metavar="FILE.jsonl", type=Path, help="write there instead of printing")
    parser.add_argument("--json", action="store_true", help="with --out: print a summary as one JSON document")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Observe the medium and write the records."""
    from app.bootstrap import observe_media

    progress = ProgressLine()
    counts: dict[str, int] = {}
    records = observe_media(
        args.media, progress.show, _left_out, transcriber=transcriber_of(args), terms=terms_of(args)
    )
    try:
        if args.out is None:
            _write(records, sys.stdout, counts)
        else:
            partial = args.out.with_name(args.out.name + ".part")
            with partial.open("w", encoding="utf-8") as file:
                _write(records, file, counts)
            partial.replace(args.out)
    finally:
        progress.clear()
    if args.out is not None and args.json:
        print_json({"file": str(args.out), "records": counts})
    return 0


def _left_out(error: PerceptionError) -> None:
    """One file of a folder that cannot be read: told, and the others go on."""
    sys.stderr.write(f"attune: left out: {error.message}\n")


def _write(records: Any, file: IO[str], counts: dict[str, int]) -> None:
    for record in records:
        counts[record["kind"]] = counts.get(record["kind"], 0) + 1
        file.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")
