"""The figures as a file: what the model card in the window shows and the README quotes.

Numbers are kept as they are shown, rounded. No path and no name of a machine is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Final

from app.reports.results import (
    PublishedFigure,
    PublishedModel,
    PublishedPart,
    PublishedTable,
    Results,
    ResultsError,
    load_results,
    results_text,
    with_parts,
)
from app.version import VERSION
from perception.inference.model_files import ModelStore
from tests.evaluation.tables import Figure, Table

PUBLISHED: Final = Path(__file__).resolve().parents[2] / "assets" / "model_card" / "results.json"
_RUNS_ON: Final = {
    "face": "mediapipe",
    "pose": "mediapipe",
    "pose-lite": "mediapipe",
    "whisper-tiny.en": "faster-whisper",
    "whisper-base": "faster-whisper",
    "vad": "onnxruntime",
    "voice-light": "onnxruntime",
}


def results_of(parts: Mapping[str, Sequence[Table]], *, measured_on: str) -> Results:
    """Everything measured now. measured_on: the day, YYYY-MM-DD."""
    made = (
        PublishedPart(part, measured_on, VERSION, tuple(_table(table) for table in tables))
        for part, tables in parts.items()
    )
    return Results(models_here(), tuple(made))


def write_results(results: Results, path: Path, *, keep_others: bool = False) -> None:
    """Write the file whole or not at all. keep_others: parts that were not measured now keep their older figures."""
    if keep_others:
        with suppress(ResultsError):  # none yet, or a damaged one: written anew
            results = Results(results.models, with_parts(load_results(path), results.parts).parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".new")
    temporary.write_text(results_text(results), encoding="utf-8")
    temporary.replace(path)


def models_here() -> tuple[PublishedModel, ...]:
    """The model files of this installation that were in place while measuring, with their checksums."""
    ready = [status.entry for status in ModelStore().status(thorough=False) if status.state == "ready"]
    return tuple(
        PublishedModel(
            id=entry.id,
            title=entry.title,
            owner=entry.owner,
            licence=entry.licence,
            runs_on=_library(entry.id),
            checksums={file.name: file.sha256 for file in entry.files},
        )
        for entry in ready
    )


def _library(model_id: str) -> str:
    name = _RUNS_ON.get(model_id, "")
    return f"{name} {version(name)}" if name else ""


def _table(table: Table) -> PublishedTable:
    return PublishedTable(table.title, table.data, tuple(_figure(figure) for figure in table.figures), table.notes)


def _figure(figure: Figure) -> PublishedFigure:
    return PublishedFigure(
        what=figure.what,
        value=_rounded(figure.value, figure.digits),
        low=_rounded(figure.low, figure.digits),
        high=_rounded(figure.high, figure.digits),
        target=figure.target,
        better=figure.better,
        met=figure.met,
        unit=figure.unit,
        digits=figure.digits,
        baseline=figure.baseline,
        sample=figure.sample,
    )


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(float(value), digits)
