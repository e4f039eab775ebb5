"""`attune export`: one session as a report, a picture, a table, data, captions or tiers."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from app.bootstrap.wordings import reword
from app.cli.package import add_choices, export_package
from app.reports.export import FORMATS, default_name, export
from app.reports.folder import session_scores
from perception.errors import PerceptionError, SessionFormatError
from perception.recording.format import HEADER_NAME
from perception.recording.reader import open_session

_BAD_INPUT = 2


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "export",
        help="write one session as pdf, png, csv, json, vtt, srt, eaf, xapi or package",
        description="Writes one session as a report (pdf), its first page as a picture (png), a table (csv), data "
        "(json), captions (vtt, srt), an ELAN document (eaf), statements for a learning record store (xapi), or as one "
        "encrypted file to give to a coach (package).",
        epilog="JSON printed with --json: {session, format, file}; with --format json and no --out the scores "
        "themselves, as “attune analyze --json” prints them, and no file is written.",
    )
    parser.add_argument("session", metavar="SESSION", help="session folder, or the id or name of one in your library")
    parser.add_argument("--format", required=True, choices=(*FORMATS, "package"), help="what to write")
    parser.add_argument("--out", metavar="FILE", type=Path, help="file to write (default: in the session folder)")
    parser.add_argument(
        "--learner",
        metavar="NAME",
        default="",
        help="whose statements these are, as the record store knows them: a name or a mail address (xapi only)",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    add_choices(parser)
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Export the session; 0 on success, 2 when the session or the target does not fit."""
    try:
        folder = find_session(args.session)
        if args.format == "package":
            return export_package(args, folder)
        if args.json and args.format == "json" and args.out is None:
            _bring_up_to_date(folder)
            _print_json(dict(session_scores(folder)))
            return 0
        target = args.out or folder / default_name(args.format)
        target = target / default_name(args.format) if target.is_dir() else target
        _bring_up_to_date(folder)
        export(folder, args.format, target, reword, learner=args.learner)
        session_id = open_session(folder).header.session_id
    except SessionFormatError as error:
        return _tell(error, _BAD_INPUT)
    except PerceptionError as error:
        return _tell(error, 1)
    if args.json:
        _print_json({"session": session_id, "format": args.format, "file": str(target)})
    else:
        print(target)
    return 0


def _bring_up_to_date(folder: Path) -> None:
    """A transcript corrected since the last result is scored first."""
    if open_session(folder).outdated:
        from perception.pipeline.replay import score_again

        score_again(folder)


def find_session(name: str) -> Path:
    """The folder of a session given as a folder, or by its id or name in the library. Raises SessionFormatError."""
    folder = Path(name)
    if (folder / HEADER_NAME).is_file() or folder.exists():
        return folder
    from app.library.folders import library_root
    from app.library.library import Library

    root = library_root()
    if root.is_dir():
        library = Library(root)
        try:
            found = library.find(name)
        finally:
            library.close()
        if found is not None:
            return found.folder
    raise SessionFormatError(
        f"There is no session “{name}”.", recovery="Give a session folder, or the id or name of one in your library."
    )


def _tell(error: PerceptionError, status: int) -> int:
    print(" ".join(f"attune: {error.message} {error.recovery}".split()), file=sys.stderr)
    return status


def _print_json(document: dict[str, object]) -> None:
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2, allow_nan=False)
    sys.stdout.write("\n")
