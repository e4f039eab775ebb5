"""One session in one format, to a file of the user's choice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Literal, TypeAlias

from app.reports.captions import captions_srt, captions_vtt
from app.reports.folder import PDF_NAME, SCORES_NAME, json_bytes, open_scored, write_file
from app.reports.tables import scores_table
from perception.errors import SessionFormatError
from perception.recording.reader import open_session
from perception.scoring.wordings import Reworder

ExportFormat = Literal["pdf", "csv", "json", "vtt", "srt"]
FORMATS: Final[tuple[ExportFormat, ...]] = ("pdf", "csv", "json", "vtt", "srt")
_NAMES: Final[Mapping[str, str]] = {
    "pdf": PDF_NAME,
    "csv": "scores.csv",
    "json": SCORES_NAME,
    "vtt": "transcript.vtt",
    "srt": "transcript.srt",
}


def export(folder: Path, kind: str, target: Path, reword: Reworder | None = None) -> None:
    """Write one session in one format to `target`. Raises SessionFormatError.

    reword: words weak answers better for the report; None leaves that out.
    """
    writer = _WRITERS.get(kind)
    if writer is None:
        raise SessionFormatError(f"“{kind}” is no export format.", recovery=f"Choose one of {', '.join(FORMATS)}.")
    writer(folder, target, reword)


def default_name(kind: str) -> str:
    """The name an export gets beside the session when none is given."""
    return _NAMES[kind]


def _pdf(folder: Path, target: Path, reword: Reworder | None) -> None:
    from app.reports.pdf import write_pdf

    write_pdf(target, open_scored(folder, reword).view)


def _csv(folder: Path, target: Path, _reword: Reworder | None) -> None:
    # The mark at the start tells spreadsheets that the text is UTF-8.
    write_file(target, scores_table(open_scored(folder).scorecard).encode("utf-8-sig", errors="replace"))


def _json(folder: Path, target: Path, _reword: Reworder | None) -> None:
    write_file(target, json_bytes(open_scored(folder).scores()))


def _vtt(folder: Path, target: Path, _reword: Reworder | None) -> None:
    session = open_session(folder)
    text = captions_vtt(session.utterances(), corrected_lines=session.corrected_lines())
    write_file(target, text.encode("utf-8", errors="replace"))


def _srt(folder: Path, target: Path, _reword: Reworder | None) -> None:
    session = open_session(folder)
    text = captions_srt(session.utterances(), corrected_lines=session.corrected_lines())
    write_file(target, text.encode("utf-8", errors="replace"))


_Writer: TypeAlias = Callable[[Path, Path, Reworder | None], None]
_WRITERS: Final[Mapping[str, _Writer]] = {
    "pdf": _pdf,
    "csv": _csv,
    "json": _json,
    "vtt": _vtt,
    "srt": _srt,
}
