"""The letters over time of a session whose result was computed before they were followed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from app.bootstrap.window import score_again
from app.library.review.letters import letters_of
from app.library.review.series import LetterSeries
from perception.recording.format import result_is_final
from perception.recording.reader import open_session


def letters_over_time(folder: Path) -> Mapping[str, LetterSeries]:
    """Worked out from the records in a process of its own; takes seconds. {} where something the result rests on was
    not kept: it cannot be worked out again. Raises SessionFormatError."""
    session = open_session(folder)
    if result_is_final(session.header):
        return {}
    return letters_of(score_again(session))
