"""`attune batch`: every recording of a folder, several at a time, with a state that a stopped run goes on from."""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.cli.output import print_json
from app.cli.progress import ProgressLine
from app.cli.wording import add_options, terms_of, transcriber_of
from perception.types import LETTERS

if TYPE_CHECKING:
    from app.batch.running import BatchRun, Pool
    from app.batch.values import BatchStatus

_STOPPED: Final = 130
_ADDRESS: Final = re.compile(r"[a-z]+://(\[[0-9a-f:]+\]|[^\s:/\[\]]+):\d{1,5}", re.IGNORECASE)
_STATES: Final = {
    "failed": "could not be analysed, see below",
    "left_out": "left out, see below",
    "waiting": "not analysed yet",
    "running": "not analysed yet",
}


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "batch",
        help="score all recordings of a folder",
        description="Analyses every recording of a folder into session folders, several at a time. NAME.csm.wav and "
        "NAME.customer.wav are one call, and so are NAME.mp4 and NAME.customer.wav. A file batch.toml in the folder "
        "may say who is who: see the help of the window. One recording that fails does not stop the others.",
        epilog="JSON fields: folder, done [{media, session, duration_s, letters {E: {value, low, high, coverage, "
        "state}}}], failed [{media, message, remedy}], skipped [{media, reason, session}], stopped. Status 0: all is "
        "done, 1: some could not be analysed, 2: bad usage, 130: stopped.",
    )
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="folder of recordings")
    parser.add_argument("--jobs", metavar="N", type=_jobs, help="recordings at a time (default: by cores and memory)")
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        type=_address,
        help="a Dask scheduler to use instead, such as tcp://10.0.0.2:8786; this opens a network connection",
    )
    parser.add_argument("--resume", action="store_true", help="go on: leave out what is done and has not changed")
    add_options(parser)
    parser.add_argument("--out", metavar="DIR", type=Path, help="folder for the sessions (default: your library)")
    parser.add_argument("--json", action="store_true", help="print the result as one JSON document")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Analyse the folder and print what came of it."""
    from app.batch.finding import find_recordings
    from app.batch.running import BatchRun, BatchWishes
    from app.batch.state import BatchState
    from app.library.folders import library_root

    recordings = find_recordings(args.folder)
    sessions = (args.out or library_root()).absolute()
    state = BatchState(args.folder, sessions)
    if not args.resume and any(entry.done for entry in state.entries):
        print("attune: Some of these were analysed before; --resume leaves them out.", file=sys.stderr)
    wishes = BatchWishes(sessions, transcriber_of(args), terms_of(args))
    batch = BatchRun(recordings, state, wishes, resume=args.resume)
    if batch.status().count("waiting"):
        _run_all(batch, _pool(args), ProgressLine())
    status = batch.status()
    if args.json:
        print_json(document(args.folder, status, stopped=batch.stopped))
    else:
        _print_table(status)
    if batch.stopped:
        return _tell_stopped(args, status)
    return 1 if status.count("failed") else 0


def document(folder: Path, status: BatchStatus, *, stopped: bool) -> dict[str, Any]:
    """The result as data. Skipped: done before, left out, or not begun when the run was stopped."""
    done, failed, skipped = [], [], []
    for item in status.items:
        media = str(item.recording.media)
        session = str(item.session) if item.session is not None and item.state == "done" else None
        if item.state == "done" and not item.earlier:
            done.append(
                {"media": media, "session": session, "duration_s": item.duration_s, "letters": dict(item.letters)}
            )
        elif item.state == "failed":
            failed.append({"media": media, "message": item.message, "remedy": item.remedy})
        else:
            reason = "done before" if item.earlier else "stopped before it was done"
            reason = item.message if item.state == "left_out" else reason
            skipped.append({"media": media, "reason": reason, "session": session})
    return {"folder": str(folder), "done": done, "failed": failed, "skipped": skipped, "stopped": stopped}


def _jobs(text: str) -> int:
    """A number of jobs that fits this machine."""
    most = 4 * (os.cpu_count() or 1)
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text} does not fit this machine: choose 1 to {most}")
    return int(text)


def _address(text: str) -> str:
    """The address of a scheduler, with its protocol."""
    address = text if "://" in text else f"tcp://{text}"
    if _ADDRESS.fullmatch(address) is None:
        raise argparse.ArgumentTypeError(f"“{text}” is not an address: write it like tcp://10.0.0.2:8786")
    return address


def _pool(args: argparse.Namespace) -> Pool:
    from app.bootstrap.batch import ClusterPool, LocalPool, usual_jobs

    if args.scheduler:
        return ClusterPool(args.scheduler, reports=True)
    return LocalPool(args.jobs or usual_jobs(), reports=True)


def _run_all(batch: BatchRun, pool: Pool, line: ProgressLine) -> None:
    """Until all is done, or Ctrl-C: then what runs stops in good order."""

    def show(status: BatchStatus) -> None:
        over = len(status.items) - status.count("waiting") - status.count("running")
        line.show(status.fraction, f"{over} of {len(status.items)} recordings")

    try:
        batch.run(pool, show)
    except KeyboardInterrupt:
        batch.stop()
        batch.run(pool)
    finally:
        line.clear()
        pool.close()


def _print_table(status: BatchStatus) -> None:
    if not status.items:
        print("There are no recordings in this folder.")
        return
    print("What an observer would notice (for personal training; not for assessment)\n")
    width = min(40, max(len(item.recording.media.name) for item in status.items))
    print(f"  {'':<{width}}  " + "".join(f"{letter:>5}" for letter in LETTERS))
    for item in status.items:
        name = item.recording.media.name
        name = name if len(name) <= width else name[: width - 1] + "…"
        if item.state == "done":
            print(f"  {name:<{width}}  " + "".join(f"{_value(item.letters.get(letter)):>5}" for letter in LETTERS))
        else:
            print(f"  {name:<{width}}  {_STATES[item.state]}")
    for item in status.items:
        if item.message and item.state != "waiting":
            print(f"\n{item.recording.media.name}: " + f"{item.message} {item.remedy}".strip())
    print(f"\n{status.count('done')} done, {status.count('failed')} failed, {status.count('left_out')} left out.")


def _value(letter: Any) -> str:
    value = (letter or {}).get("value")
    return "-" if value is None else f"{value:.0f}"


def _tell_stopped(args: argparse.Namespace, status: BatchStatus) -> int:
    done, whole = status.count("done"), len(status.items)
    again = " ".join(f"“{word}”" if " " in word else word for word in ("attune batch", str(args.folder), "--resume"))
    again = again.replace("“attune batch”", "attune batch") + (f" --out {args.out}" if args.out else "")
    print(f"attune: Stopped; {done} of {whole} are done. Go on with: {again}", file=sys.stderr)
    return _STOPPED
