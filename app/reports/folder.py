"""Reports of a whole session folder: the files `analyze` leaves there, and single exports."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from app.reports.captions import captions_vtt
from app.reports.scores import scores_document
from app.reports.tables import scores_table
from app.reports.view import ScorecardView, scorecard_view
from perception.errors import SessionFormatError
from perception.recording.format import not_writable, write_atomically
from perception.recording.reader import Session, open_session
from perception.recording.records import CueRecord
from perception.types import Scorecard

ExportFormat = Literal["pdf", "csv", "json", "vtt"]
FORMATS: Final[tuple[ExportFormat, ...]] = ("pdf", "csv", "json", "vtt")
PDF_NAME: Final = "report.pdf"
PNG_NAME: Final = "scorecard.png"
SCORES_NAME: Final = "scores.json"


@dataclass(frozen=True, slots=True)
class _Opened:
    session: Session
    scorecard: Scorecard

    @property
    def view(self) -> ScorecardView:
        return scorecard_view(self.scorecard, self.session.header)

    def scores(self) -> dict[str, Any]:
        cues = [record for record in self.session.records(("cue",)) if isinstance(record, CueRecord)]
        return scores_document(self.scorecard, self.session.header, cues=cues)


def write_reports(folder: Path) -> Mapping[str, Any]:
    """Write report.pdf, scorecard.png and scores.json into the session folder; the scores as data.

    Raises SessionFormatError.
    """
    from app.reports.pdf import write_pdf
    from app.reports.scorecard_png import write_scorecard_png

    opened = _open(folder)
    scores = opened.scores()
    _write(folder / SCORES_NAME, _json_bytes(scores))
    write_pdf(folder / PDF_NAME, opened.view)
    write_scorecard_png(folder / PNG_NAME, opened.view)
    return scores


def session_scores(folder: Path) -> Mapping[str, Any]:
    """The scores as data, nothing written. Raises SessionFormatError."""
    return _open(folder).scores()


def export_session(folder: Path, kind: str, target: Path) -> None:
    """Write one session in one format to `target`, whole or not at all. Raises SessionFormatError."""
    writers: Mapping[str, Callable[[Path, Path], None]] = {
        "pdf": _export_pdf,
        "csv": _export_csv,
        "json": _export_json,
        "vtt": _export_vtt,
    }
    if kind not in writers:
        raise SessionFormatError(f"“{kind}” is no export format.", recovery=f"Choose one of {', '.join(FORMATS)}.")
    writers[kind](folder, target)


def default_name(kind: str) -> str:
    """The name an export gets beside the session when none is given."""
    return {"pdf": PDF_NAME, "csv": "scores.csv", "json": SCORES_NAME, "vtt": "transcript.vtt"}[kind]


def _export_pdf(folder: Path, target: Path) -> None:
    from app.reports.pdf import write_pdf

    write_pdf(target, _open(folder).view)


def _export_csv(folder: Path, target: Path) -> None:
    # The mark at the start tells spreadsheets that the text is UTF-8.
    _write(target, scores_table(_open(folder).scorecard).encode("utf-8-sig"))


def _export_json(folder: Path, target: Path) -> None:
    _write(target, _json_bytes(_open(folder).scores()))


def _export_vtt(folder: Path, target: Path) -> None:
    _write(target, captions_vtt(open_session(folder).utterances()).encode("utf-8", errors="replace"))


def _open(folder: Path) -> _Opened:
    session = open_session(folder)
    scorecard = session.scorecard()
    if scorecard is None:
        raise SessionFormatError(
            f"The session “{session.header.title}” has no scores: it was interrupted or is still recorded.",
            recovery="Open it in the window once, or analyze its media file.",
        )
    return _Opened(session, scorecard)


def _json_bytes(document: Mapping[str, Any]) -> bytes:
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    return (text + "\n").encode("utf-8", errors="backslashreplace")


def _write(path: Path, data: bytes) -> None:
    try:
        write_atomically(path, data)
    except OSError as error:
        raise not_writable(path.parent, error) from error
