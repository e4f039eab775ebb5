"""Scores a recorded session again from its observations: `python -m perception.pipeline.replay SESSION_FOLDER`.

The same engine on the same observations: the numbers must equal those of the session. Of the models only
the sentence reader is loaded.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from perception.errors import PerceptionError
from perception.pipeline.scoring_setup import scoring_for
from perception.recording.format import result_is_final
from perception.recording.reader import Session, open_session
from perception.recording.rescored import write_rescored
from perception.scoring.engine import ScoringEngine
from perception.types import LETTERS, Scorecard


def replay(session: Session, engine: ScoringEngine) -> Scorecard:
    """The scorecard of a session's observations; `engine` is new and set up like the one of the session."""
    for observation in session.observations():
        engine.observe(observation)
    return engine.scorecard(now_s=session.last_time_s())


def replay_as_kept(session: Session) -> Scorecard:
    """The same with an engine set up as the session's header says; nothing is kept. Raises SessionFormatError."""
    return replay(session, scoring_for(session))


def score_again(folder: Path) -> Scorecard:
    """Score a kept session with its transcript and notes as they are now, keep the result in the folder and return it.

    A session whose transcript reads as recorded keeps the result it was recorded with; so does one that rests on words
    or sound of the other side that were not kept. Raises SessionFormatError.
    """
    session = open_session(folder)
    recorded = session.scorecard() if result_is_final(session.header) else None
    if recorded is not None:
        return recorded
    notes = session.result_notes  # counted first: what is corrected meanwhile asks for another run
    scorecard = replay_as_kept(session)
    write_rescored(folder, scorecard, notes=notes)
    return session.scorecard() or scorecard


def main() -> int:
    """Print the letters of the session as recorded and as scored now."""
    parser = argparse.ArgumentParser(prog="python -m perception.pipeline.replay", description=__doc__)
    parser.add_argument("session", type=Path)
    args = parser.parse_args()
    try:
        session = open_session(args.session)
        scorecard = replay_as_kept(session)
    except PerceptionError as error:
        sys.stderr.write(f"{error.message} {error.recovery}\n")
        return 2
    before = session.scorecard()
    for letter in LETTERS:
        then = before.letters[letter].value if before is not None and letter in before.letters else None
        now = scorecard.letters[letter].value
        sys.stdout.write(f"{letter}  recorded {_text(then)}  now {_text(now)}\n")
    return 0


def _text(value: float | None) -> str:
    return "   -" if value is None else f"{value:4.1f}"


if __name__ == "__main__":
    sys.exit(main())
