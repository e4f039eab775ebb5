"""`attune analyze`: a recorded call to a session folder with report and scores."""

from __future__ import annotations

import argparse
import threading
from pathlib import Path

from app.cli.output import print_json, print_scorecard
from app.cli.progress import ProgressLine
from app.cli.wording import add_options, terms_of, transcriber_of


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "analyze",
        help="score a recorded call",
        description="Analyses a recorded call on this machine and writes a session folder with report.pdf, "
        "scorecard.png and scores.json. Nothing leaves the machine.",
        epilog="JSON fields: session, folder, duration_s, letters {E: {value, low, high, coverage, state, note, "
        "reasons}}, talk_share, interruptions, cues, model_versions. value is null where the evidence does not carry a "
        "score.",
    )
    parser.add_argument("media", metavar="MEDIA", help="video or audio file (mp4, mkv, mov, webm, wav, flac, m4a ...)")
    parser.add_argument("--customer-audio", metavar="FILE", help="the customer's sound, if it is in a file of its own")
    parser.add_argument("--customer-track", metavar="N", type=int, help="number of the audio track of the customer")
    parser.add_argument(
        "--customer-channel",
        choices=("auto", "mixed", "left", "right"),
        default="auto",
        help="which channel of a stereo recording is the customer's (mixed: both are on both)",
    )
    parser.add_argument(
        "--speaker-first",
        choices=("csm", "customer"),
        help="who is heard first, if both are on one track and your mouth cannot be seen (csm: you)",
    )
    parser.add_argument(
        "--layout", choices=("auto", "single", "side-by-side"), default="auto", help="one person or two side by side"
    )
    parser.add_argument("--person", choices=("left", "right", "auto"), default="auto", help="which of the two you are")
    parser.add_argument("--scenario", metavar="ID", help="title to keep with the session")
    add_options(parser)
    parser.add_argument("--out", metavar="DIR", type=Path, help="session folder to make (default: in your library)")
    parser.add_argument("--json", action="store_true", help="print the scores as one JSON document")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Analyse the recording and print the result."""
    from app.bootstrap import analyse_media
    from app.engine.messages import ImportMedia
    from app.library.folders import new_session_folder

    media = Path(args.media)
    title = args.scenario or media.stem
    folder = args.out or new_session_folder(title)
    command = ImportMedia(
        media=str(media),
        folder=str(folder),
        title=title,
        customer_audio=args.customer_audio,
        customer_track=args.customer_track,
        layout=args.layout,
        person=args.person,
        transcriber=transcriber_of(args),
        terms=terms_of(args),
        speaker_first=args.speaker_first,
        customer_channel=args.customer_channel,
    )
    progress = ProgressLine()
    try:
        result = analyse_media(command, progress.show, threading.Event())
    finally:
        progress.clear()
    if args.json:
        print_json({**result.scores, "folder": str(folder)})
    else:
        print_scorecard(result.scorecard, notices=result.notices)
        print(f"\nSession: {folder}")
    return 0
