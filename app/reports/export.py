"""One session in one format, to a file of the user's choice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

from app.practice.kept_practice import kept_self_check
from app.reports.captions import captions_srt, captions_vtt
from app.reports.elan import elan_document
from app.reports.folder import PDF_NAME, PNG_NAME, SCORES_NAME, json_bytes, open_scored, write_file
from app.reports.tables import scores_table
from app.reports.xapi import xapi_statements
from perception.errors import SessionFormatError
from perception.recording.reader import open_session
from perception.scoring.wordings import Reworder

ExportFormat = Literal["pdf", "png", "csv", "json", "vtt", "srt", "eaf", "xapi"]
LABELS: Final[Mapping[ExportFormat, str]] = {
    "pdf": "Report as PDF",
    "png": "Scorecard as a picture",
    "csv": "Figures as CSV",
    "json": "Scores as JSON",
    "vtt": "Captions as WebVTT",
    "srt": "Captions as SubRip",
    "eaf": "Tiers for ELAN",
    "xapi": "Statements for a learning record (xAPI)",
}
WORDS_ALONE: Final[frozenset[ExportFormat]] = frozenset({"vtt", "srt"})  # these tell nothing that was measured
FORMATS: Final[tuple[ExportFormat, ...]] = tuple(LABELS)
_NAMES: Final[Mapping[str, str]] = {
    "pdf": PDF_NAME,
    "png": PNG_NAME,
    "csv": "scores.csv",
    "json": SCORES_NAME,
    "vtt": "transcript.vtt",
    "srt": "transcript.srt",
    "eaf": "session.eaf",
    "xapi": "statements.xapi.json",
}


@dataclass(frozen=True, slots=True)
class _Options:
    reword: Reworder | None
    learner: str


def export(folder: Path, kind: str, target: Path, reword: Reworder | None = None, *, learner: str = "") -> None:
    """Write one session in one format to `target`. Raises SessionFormatError.

    reword: words weak answers better for the report; None leaves that out. learner: whose xAPI statements these are,
    '' names nobody.
    """
    writer = _WRITERS.get(kind)
    if writer is None:
        raise SessionFormatError(f"“{kind}” is no export format.", recovery=f"Choose one of {', '.join(FORMATS)}.")
    writer(folder, target, _Options(reword, learner))


def default_name(kind: str) -> str:
    """The name an export gets beside the session when none is given."""
    return _NAMES[kind]


def ending(kind: str) -> str:
    """What the name of such a file ends with, without the first dot."""
    return _NAMES[kind].partition(".")[2]


def _pdf(folder: Path, target: Path, options: _Options) -> None:
    from app.reports.pdf import write_pdf

    write_pdf(target, open_scored(folder, options.reword).view)


def _png(folder: Path, target: Path, options: _Options) -> None:
    from app.reports.scorecard_png import write_scorecard_png

    write_scorecard_png(target, open_scored(folder, options.reword).view)


def _csv(folder: Path, target: Path, _options: _Options) -> None:
    # The mark at the start tells spreadsheets that the text is UTF-8.
    opened = open_scored(folder)
    write_file(target, scores_table(opened.scorecard, opened.entries).encode("utf-8-sig", errors="replace"))


def _json(folder: Path, target: Path, _options: _Options) -> None:
    write_file(target, json_bytes(open_scored(folder).scores()))


def _vtt(folder: Path, target: Path, _options: _Options) -> None:
    session = open_session(folder)
    text = captions_vtt(session.utterances(), corrected_lines=session.corrected_lines())
    write_file(target, text.encode("utf-8", errors="replace"))


def _srt(folder: Path, target: Path, _options: _Options) -> None:
    session = open_session(folder)
    text = captions_srt(session.utterances(), corrected_lines=session.corrected_lines())
    write_file(target, text.encode("utf-8", errors="replace"))


def _eaf(folder: Path, target: Path, _options: _Options) -> None:
    opened = open_scored(folder)
    write_file(target, elan_document(opened.session, opened.scorecard, opened.entries))


def _xapi(folder: Path, target: Path, options: _Options) -> None:
    opened = open_scored(folder)
    session = opened.session
    statements = xapi_statements(
        opened.scorecard,
        session.header,
        learner=options.learner,
        self_check=kept_self_check(session.notes()),
        entries=opened.entries,
    )
    write_file(target, json_bytes(statements))


_Writer: TypeAlias = Callable[[Path, Path, _Options], None]
_WRITERS: Final[Mapping[str, _Writer]] = {
    "pdf": _pdf,
    "png": _png,
    "csv": _csv,
    "json": _json,
    "vtt": _vtt,
    "srt": _srt,
    "eaf": _eaf,
    "xapi": _xapi,
}
