"""`attune package`: look into shared files, open them, take notes in, send them back; and the export of one."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import Any, Final

from app.cli.output import print_json
from app.cli.progress import ProgressLine
from app.library.packages.contents import NOTES_SUFFIX, SUFFIX, Contents
from app.library.packages.errors import PackageError
from app.library.packages.job import Job
from app.library.packages.values import ShareChoice
from perception.errors import PerceptionError, SessionFormatError
from perception.recording.reader import open_session

EXIT_OK: Final = 0
EXIT_FAILURE: Final = 1
EXIT_BAD_INPUT: Final = 2


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "package",
        help="look into a shared session, open it, take a coach's notes in or send them",
        description="Works with the encrypted files that “attune export SESSION --format package” and “Share” write.",
        epilog=(
            "JSON with --json: look {kind, session, title, made_at, variant, extras, by, bytes, files}, "
            "open {session, folder, new, notes, variant}, notes {session, folder, new, known, authors}, "
            "send {session, file, entries}."
        ),
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    look = actions.add_parser("look", help="read all of a file and say what is in it; nothing is kept")
    into = actions.add_parser("open", help="bring a shared session into your library")
    notes = actions.add_parser("notes", help="add a coach's notes to your session")
    send = actions.add_parser("send", help="write your notes about a session into a file")
    for action in (look, into, notes):
        action.add_argument("file", metavar="FILE", type=Path, help=f"a shared file, ending in {SUFFIX}")
    send.add_argument("session", metavar="SESSION", help="session folder, or the id or name of one in your library")
    send.add_argument("--out", metavar="FILE", type=Path, help="file to write (default: here, named after the session)")
    for action in (look, into, notes, send):
        add_passphrase(action)
        action.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    parser.set_defaults(func=run)


def add_passphrase(parser: argparse.ArgumentParser) -> None:
    """Where the passphrase comes from."""
    parser.add_argument(
        "--passphrase-file", metavar="FILE", type=Path, help="file whose first line is the passphrase (else asked for)"
    )


def add_choices(parser: argparse.ArgumentParser) -> None:
    """What of a session goes into a package."""
    add_passphrase(parser)
    chosen = parser.add_argument_group("with --format package")
    chosen.add_argument("--without-face", action="store_true", help="stick figure, curves and words only")
    chosen.add_argument("--keep-sound", action="store_true", help="without face, but with the sound of the voices")
    chosen.add_argument("--with-self-check", action="store_true", help="your self-check, too")
    chosen.add_argument("--with-own-notes", action="store_true", help="your own notes, too")
    chosen.add_argument("--with-coach-notes", action="store_true", help="what coaches wrote, too")


def run(args: argparse.Namespace) -> int:
    """Do what is asked; 0 on success, 2 for bad input, 1 for a failure of its own."""
    actions = {"look": _look, "open": _open, "notes": _notes, "send": _send}
    try:
        return actions[args.action](args)
    except PerceptionError as error:
        print(" ".join(f"attune: {error.message} {error.recovery}".split()), file=sys.stderr)
        return EXIT_BAD_INPUT if isinstance(error, SessionFormatError) else EXIT_FAILURE


def export_package(args: argparse.Namespace, folder: Path) -> int:
    """Write a session as a package. Raises PerceptionError."""
    from app.bootstrap.packages import bring_up_to_date
    from app.library.packages.packing import share

    bring_up_to_date(folder)
    choice = ShareChoice(
        "without_face" if args.without_face or args.keep_sound else "full",
        sound=args.keep_sound,
        self_check=args.with_self_check,
        own_notes=args.with_own_notes,
        coach_notes=args.with_coach_notes,
    )
    target = _target(args.out, folder, SUFFIX)
    passphrase = _passphrase(args.passphrase_file, new=True)
    with _Progress("Sharing") as job:
        contents = share(folder, target, choice, passphrase, by=_your_name(), job=job)
    document = {"session": contents.session, "format": "package", "file": str(target), **_about(contents)}
    _print(document, str(target), as_json=args.json)
    return EXIT_OK


def _look(args: argparse.Namespace) -> int:
    from app.library.packages.opening import kind_of_file, look

    kind = kind_of_file(args.file)
    with _Progress("Reading") as job:
        contents = look(args.file, _passphrase(args.passphrase_file), job=job)
    document = {
        "kind": kind,
        "session": contents.session,
        "title": contents.title,
        "made_at": contents.made_at,
        **_about(contents),
        "by": contents.by,
        "files": [{"name": file.name, "bytes": file.size} for file in contents.files],
    }
    lines = [f"{contents.title} ({contents.session}), {contents.variant.replace('_', ' ')}, made {contents.made_at}"]
    lines += [f"  {file.name:<40} {file.size / 1e6:9.1f} MB" for file in contents.files]
    _print(document, "\n".join(lines), as_json=args.json)
    return EXIT_OK


def _open(args: argparse.Namespace) -> int:
    from app.library.packages.opening import open_package

    passphrase = _passphrase(args.passphrase_file)
    with _OwnLibrary() as library, _Progress("Opening") as job:
        found = open_package(args.file, passphrase, library, job=job)
    document = {
        "session": found.contents.session,
        "folder": str(found.folder),
        "new": found.new,
        "notes": found.notes,
        "variant": found.contents.variant,
    }
    text = str(found.folder) if found.new else f"{found.folder} (it was there already; {found.notes} new notes)"
    _print(document, text, as_json=args.json)
    return EXIT_OK


def _notes(args: argparse.Namespace) -> int:
    from app.library.packages.returning import take_in_notes

    passphrase = _passphrase(args.passphrase_file)
    with _OwnLibrary() as library, _Progress("Reading") as job:
        taken = take_in_notes(args.file, passphrase, library, job=job)
    document = {
        "session": taken.contents.session,
        "folder": str(taken.folder),
        "new": taken.new,
        "known": taken.known,
        "authors": list(taken.authors),
    }
    _print(document, f"{taken.title}: {taken.new} new, {taken.known} known already", as_json=args.json)
    return EXIT_OK


def _send(args: argparse.Namespace) -> int:
    from app.cli.export import find_session
    from app.library.packages.returning import send_notes

    folder = find_session(args.session)
    target = _target(args.out, folder, NOTES_SUFFIX)
    passphrase = _passphrase(args.passphrase_file, new=True)
    with _Progress("Writing") as job:
        sent = send_notes(folder, target, passphrase, by=_your_name(), job=job)
    document = {"session": sent.contents.session, "file": str(target), "entries": sent.entries}
    _print(document, str(target), as_json=args.json)
    return EXIT_OK


def _about(contents: Contents) -> dict[str, Any]:
    return {"variant": contents.variant, "extras": list(contents.extras), "bytes": contents.size}


def _print(document: dict[str, Any], text: str, *, as_json: bool) -> None:
    if as_json:
        print_json(document)
    else:
        print(text)


def _target(out: Path | None, folder: Path, suffix: str) -> Path:
    """Where to write; in the folder one is in where nothing else is said, never into the session."""
    name = f"{open_session(folder).folder.name}{suffix}"
    if out is None:
        return Path(name)
    return out / name if out.is_dir() else out


def _passphrase(file: Path | None, *, new: bool = False) -> str:
    """The passphrase from a file or the terminal. new: for a file to be written; typed twice. Raises PackageError."""
    if file is not None:
        lines = file.read_text(encoding="utf-8-sig", errors="surrogateescape").splitlines()
        return lines[0] if lines else ""
    if not sys.stdin.isatty():
        raise PackageError("A passphrase is needed.", recovery="Give it with --passphrase-file, or use a terminal.")
    typed = getpass.getpass("Passphrase: ")
    if new and getpass.getpass("Once more: ") != typed:
        raise PackageError("The two passphrases are not the same.", recovery="Try again.")
    return typed


def _your_name() -> str:
    from app.settings import SettingsStore

    return SettingsStore().load().settings.text("your_name")


class _OwnLibrary:
    """The library, closed afterwards."""

    def __enter__(self) -> Any:
        from app.library.folders import library_root
        from app.library.library import Library

        self._library = Library(library_root())
        return self._library

    def __exit__(self, *_problem: object) -> None:
        self._library.close()


class _Progress(Job):
    """A job that draws how far it is."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self._label = label
        self._line = ProgressLine()

    def reach(self, done: float, whole: float) -> None:
        """Draw it, too."""
        super().reach(done, whole)
        self._line.show(self.fraction, self._label)

    def __enter__(self) -> Job:
        return self

    def __exit__(self, *_problem: object) -> None:
        self._line.clear()
