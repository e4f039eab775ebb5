"""`python -m tests.evaluation [PART ...]`: how exact the measurements are, as tables.

drawn     the drawn person: what was drawn against what was measured
demo      the sample call: its known truth against what was seen and heard
language  the word rules on labelled interviews (data outside of the repository; skipped with the reason when absent)
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from app.bootstrap import run_demo
from tests.evaluation import demo_call, drawn_person, language_floor

ROOT = Path(__file__).resolve().parents[2]
INTERVIEWS = Path("text") / "annomi" / "AnnoMI-full.csv"


def data_folder() -> Path:
    """Where labelled data lies: ATTUNE_EVAL_DATA, or beside the checkout."""
    return Path(os.environ.get("ATTUNE_EVAL_DATA") or ROOT.parent / "shared" / "data")


def demo() -> None:
    """Analyse the sample call and compare."""
    with tempfile.TemporaryDirectory() as name:
        session = Path(name) / "session"
        run_demo(session, lambda _fraction, _step: None, threading.Event())
        demo_call.main(session)


def language() -> None:
    """The rules on interviews."""
    interviews = data_folder() / INTERVIEWS
    if not interviews.is_file():
        print(f"skipped: {INTERVIEWS} is not there; set ATTUNE_EVAL_DATA to the folder of the labelled data")
        return
    language_floor.main(interviews)


PARTS: dict[str, Callable[[], None]] = {"drawn": drawn_person.main, "demo": demo, "language": language}


def main() -> int:
    """Run the chosen parts, all by default."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"one or more of: {', '.join(PARTS)}")
    chosen = parser.parse_args().parts or list(PARTS)
    unknown = [part for part in chosen if part not in PARTS]
    if unknown:
        parser.error(f"there is no part {unknown[0]}; choose from {', '.join(PARTS)}")
    for part in chosen:
        print(f"=== {part} ===", flush=True)
        PARTS[part]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
