"""One session in one format, to a file of the user's choice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Literal

from app.reports.captions import captions_srt, captions_vtt
from app.reports.folder import PDF_NAME, SCORES_NAME, json_bytes, open_scored, write_file
from app.reports.tables import scores_table
from perception.errors import SessionFormatError
from perception.recording.reader import open_session

ExportFormat = Literal["pdf", "csv", "json", "vtt", "srt"]
FORMATS: Final[tuple[ExportFormat, ...]] = ("pdf", "csv", "json", "vtt", "srt")
_NAMES: Final[Mapping[str, str]] = {
    "pdf": PDF_NAME,
    "csv": "scores.csv",
    "json": SCORES_NAME,
    "vtt": "transcript.vtt",
    "srt": "transcript.srt",
}


def export(folder: Path, kind: str, target: Path) -> None:
    """Write one session in one format to `target`. Raises SessionFormatError."""
    writer = _WRITERS.get(kind)
    if writer is None:
        raise SessionFormatError(f"“{kind}” is no export format.", recovery=f"Choose one of {', '.join(FORMATS)}.")
    writer(folder, target)


def default_name(kind: str) -> str:
    """The name an export gets beside the session when none is given."""
    return _NAMES[kind]


def _pdf(folder: Path, target: Path) -> None:
    from app.reports.pdf import write_pdf

    write_pdf(target, open_scored(folder).view)


def _csv(folder: Path, target: Path) -> None:
    # The mark at the start tells spreadsheets that the text is UTF-8.
    write_file(target, scores_table(open_scored(folder).scorecard).encode("utf-8-sig", errors="replace"))


def _json(folder: Path, target: Path) -> None:
    write_file(target, json_bytes(open_scored(folder).scores()))


def _vtt(folder: Path, target: Path) -> None:
    write_file(target, captions_vtt(open_session(folder).utterances()).encode("utf-8", errors="replace"))


def _srt(folder: Path, target: Path) -> None:
    write_file(target, captions_srt(open_session(folder).utterances()).encode("utf-8", errors="replace"))


_WRITERS: Final[Mapping[str, Callable[[Path, Path], None]]] = {
    "pdf": _pdf,
    "csv": _csv,
    "json": _json,
    "vtt": _vtt,
    "srt": _srt,
}
