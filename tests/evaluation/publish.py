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
    interval_text,
    load_results,
    measured_text,
    results_text,
    target_text,
    verdict,
    with_parts,
)
from app.version import VERSION
from perception.inference.model_files import ModelStore
from perception.inference.sentence_reader import NETWORK
from tests.evaluation.language_reader import shipped_reader
from tests.evaluation.tables import Figure, Table

ROOT: Final = Path(__file__).resolve().parents[2]
PUBLISHED: Final = ROOT / "assets" / "model_card" / "results.json"
README: Final = ROOT / "README.md"
_BEGIN: Final = "<!-- figures: written by “evaluate --publish” -->"
_END: Final = "<!-- end of figures -->"
# The others are told in the model card.
_README_PARTS: Final = ("E", "M", "P", "T", "speakers", "words", "agreement", "drawn", "language", "practice")
_RUNS_ON: Final = {
    "face": "mediapipe",
    "pose": "mediapipe",
    "pose-lite": "mediapipe",
    "whisper-tiny.en": "faster-whisper",
    "whisper-base": "faster-whisper",
    "vad": "onnxruntime",
    "voice-light": "onnxruntime",
    "voice-rich": "onnxruntime",
}


def results_of(parts: Mapping[str, Sequence[Table]], *, measured_on: str) -> Results:
    """Everything measured now. measured_on: the day, YYYY-MM-DD."""
    made = (
        PublishedPart(part, measured_on, VERSION, tuple(_table(table) for table in tables))
        for part, tables in parts.items()
    )
    return Results(models_here(), tuple(made))


def write_results(results: Results, path: Path, *, keep_others: bool = False) -> None:
    """Write the file whole or not at all. keep_others: what was not measured now keeps its older figures."""
    if keep_others:
        with suppress(ResultsError):  # none yet, or a damaged one: written anew
            before = load_results(path)
            results = Results(_models(before, results), with_parts(before, results.parts).parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".new")
    temporary.write_text(results_text(results), encoding="utf-8")
    temporary.replace(path)


def _models(before: Results, now: Results) -> tuple[PublishedModel, ...]:
    """Those in place now; a model that is fetched on request only and is not here keeps what was told of it."""
    here = {model.id: model for model in now.models}
    kept = tuple(here.pop(model.id, model) for model in before.models)
    return (*kept, *here.values())


def readme_table(results: Results) -> str:
    """The figures the README quotes: of each part those with a target, or all where none has one."""
    lines = ["| | what | measured | 95 % interval | target | on |", "| --- | --- | --- | --- | --- | --- |"]
    by_name = {part.part: part for part in results.parts}
    for part in (by_name[name] for name in _README_PARTS if name in by_name):
        figures = [figure for table in part.tables for figure in table.figures]
        shown = [figure for figure in figures if figure.target is not None] or figures
        lines += [_readme_row(part.part, figure) for figure in shown]
    days = sorted({part.measured_on for part in results.parts})
    when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}" if days else "never"
    return "\n".join([f"Measured {when}.", "", *lines])


def _readme_row(part: str, figure: PublishedFigure) -> str:
    told = verdict(figure.met)
    target = " ".join(
        filter(None, (target_text(figure), f"(**{told}**)" if told == "missed" else told and f"({told})"))
    )
    cells = (part, figure.what, measured_text(figure), interval_text(figure), target, figure.sample)
    return "| " + " | ".join(cell.replace("|", "/") or "–" for cell in cells) + " |"


def with_figures(readme: str, results: Results) -> str:
    """The README's text with the figures in their place. Raises ValueError without the place."""
    before, begin, rest = readme.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError("the README has no place for the figures")
    return f"{before}{_BEGIN}\n{readme_table(results)}\n{_END}{after}"


def publish(results: Results) -> None:
    """Renew the model card's file and the README's table."""
    write_results(results, PUBLISHED, keep_others=True)
    README.write_text(with_figures(README.read_text(encoding="utf-8"), load_results(PUBLISHED)), encoding="utf-8")


def models_here() -> tuple[PublishedModel, ...]:
    """The model files of this installation that were in place while measuring, with their checksums."""
    ready = [status.entry for status in ModelStore().status(thorough=False) if status.state == "ready"]
    installed = tuple(
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
    return (*installed, *_sentence_reader())


def _sentence_reader() -> tuple[PublishedModel, ...]:
    """The reader of sentences that ships with the programme, where one does."""
    reader = shipped_reader()
    if reader is None:
        return ()
    about = reader.about
    return (
        PublishedModel(
            id="sentences",
            title=about["title"],
            owner=f"Made for this programme from {about['base']}; trained on {about['trained_on']}",
            licence=about["licence"],
            runs_on=f"onnxruntime {version('onnxruntime')}",
            checksums={NETWORK: about["sha256"]},
        ),
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
