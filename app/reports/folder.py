"""The reports that `analyze` leaves in a session folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from app.practice.kept_practice import kept_partner, kept_practice, kept_self_check
from app.reports.coach import coach_data
from app.reports.practice import (
    partner_data,
    partner_lines,
    practice_data,
    practice_view,
    self_check_data,
    self_check_lines,
)
from app.reports.scores import scores_document
from app.reports.view import ScorecardView, scorecard_view
from perception.errors import SessionFormatError
from perception.recording.format import not_writable, write_atomically
from perception.recording.reader import Session, open_session
from perception.recording.review_notes import ReviewEntry, in_force, read_review
from perception.scoring.wordings import Reworder
from perception.types import Scorecard

PDF_NAME: Final = "report.pdf"
PNG_NAME: Final = "scorecard.png"
SCORES_NAME: Final = "scores.json"


@dataclass(frozen=True, slots=True)
class ScoredSession:
    """A session with its result. reword: words weak answers better, None leaves that out."""

    session: Session
    scorecard: Scorecard
    reword: Reworder | None = None

    @property
    def entries(self) -> tuple[ReviewEntry, ...]:
        """What counts of the review. Raises SessionFormatError."""
        return in_force(read_review(self.session.folder))

    @property
    def view(self) -> ScorecardView:
        """What reports show."""
        wordings = self.reword(self.session.utterances()) if self.reword is not None else ()
        corrected = self.session.corrected_lines()
        view = scorecard_view(
            self.scorecard, self.session.header, wordings, corrected_lines=corrected, entries=self.entries
        )
        return replace(
            view,
            practice=practice_view(kept_practice(self.session), self.scorecard),
            self_check=self_check_lines(kept_self_check(self.session.notes()), self.scorecard),
            partner=partner_lines(kept_partner(self.session)),
        )

    def scores(self) -> dict[str, Any]:
        """The result as data."""
        return {
            **scores_document(self.scorecard, self.session.header, cues=self.session.cues()),
            "practice": practice_data(kept_practice(self.session), self.scorecard),
            "self_check": self_check_data(kept_self_check(self.session.notes())),
            "partner": partner_data(kept_partner(self.session)),
            "coach": coach_data(self.entries),
        }


def write_reports(folder: Path, reword: Reworder | None = None) -> Mapping[str, Any]:
    """Write report.pdf, scorecard.png and scores.json into the session folder; the scores as data.

    reword: as for a scored session.

    Raises SessionFormatError.
    """
    opened = open_scored(folder, reword)
    for name, write in _writers().items():
        write(folder / name, opened)
    return opened.scores()


def renew_reports(folder: Path, reword: Reworder | None = None) -> None:
    """Write those reports again that lie in the session folder, after its transcript was corrected.

    reword: as for a scored session.

    Raises SessionFormatError.
    """
    opened = open_scored(folder, reword)
    for name, write in _writers().items():
        if (folder / name).is_file():
            write(folder / name, opened)


def _writers() -> Mapping[str, Callable[[Path, ScoredSession], None]]:
    from app.reports.pdf import write_pdf
    from app.reports.scorecard_png import write_scorecard_png

    return {
        SCORES_NAME: lambda path, opened: write_file(path, json_bytes(opened.scores())),
        PDF_NAME: lambda path, opened: write_pdf(path, opened.view),
        PNG_NAME: lambda path, opened: write_scorecard_png(path, opened.view),
    }


def session_scores(folder: Path) -> Mapping[str, Any]:
    """The scores as data, nothing written. Raises SessionFormatError."""
    return open_scored(folder).scores()


def open_scored(folder: Path, reword: Reworder | None = None) -> ScoredSession:
    """A session that has a result. Raises SessionFormatError."""
    session = open_session(folder)
    scorecard = session.scorecard()
    if scorecard is None:
        raise SessionFormatError(
            f"The session “{session.header.title}” has no scores: it was interrupted or is still recorded.",
            recovery="Open it in the window once, or analyze its media file.",
        )
    return ScoredSession(session, scorecard, reword)


def json_bytes(document: Mapping[str, Any] | Sequence[Any]) -> bytes:
    """A document as a file holds it, UTF-8."""
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    return (text + "\n").encode("utf-8", errors="backslashreplace")


def write_file(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all. Raises SessionFormatError."""
    try:
        write_atomically(path, data)
    except OSError as error:
        raise not_writable(path.parent, error) from error
