"""The model card in words: what was measured on which data with which result, and what is not known. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from app.reports.results import (
    PublishedFigure,
    PublishedModel,
    PublishedPart,
    PublishedTable,
    Results,
    interval_text,
    measured_text,
    target_text,
    verdict,
)
from app.reports.words import LETTER_NAMES
from app.settings import PROGRAMME_NAME
from app.ui.modelcard.texts_presenter import LETTERS_TEXT, LIMITS, OTHER_PARTS, UNKNOWN, Words
from app.ui.words import sentence
from perception.types import LiveMark

NOT_YET: Final = "Not yet measured against labelled data in this version."
_MARKS: Final[dict[str, LiveMark]] = {"met": "good", "missed": "watch", "": "unknown"}
_VERDICTS: Final = {"met": "target met", "missed": "target missed", "": ""}
_CHECKSUM_DIGITS: Final = 12
_MOST_FILES: Final = 6  # of one model told by name


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One number. verdict: 'target met', 'target missed' or ''. spoken: the whole row as a sentence."""

    what: str
    measured: str
    interval: str
    target: str
    verdict: str
    mark: LiveMark
    baseline: str
    sample: str
    spoken: str


@dataclass(frozen=True, slots=True)
class TableView:
    """The figures on one body of data."""

    title: str
    data: str
    rows: tuple[FigureRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """One heading. letter: '' where it is none. summary: when it was measured and how many targets were met."""

    key: str
    letter: str
    heading: str
    text: str
    summary: str
    tables: tuple[TableView, ...] = ()
    points: tuple[str, ...] = ()
    points_heading: str = ""

    def mentions(self, wanted: str) -> bool:
        """Whether the section holds these words, in whatever case; every section holds none."""
        inside = (self.letter, self.heading, self.text, *self.points, *_all_words(self.tables))
        return all(any(word in part.lower() for part in inside) for word in wanted.lower().split())


@dataclass(frozen=True, slots=True)
class ModelView:
    """One model: what it is for, its files with the first digits of their checksums, who made it, its licence."""

    title: str
    made_by: str
    files: str


@dataclass(frozen=True, slots=True)
class CardView:
    """The whole card. empty: why there are no results, '' when there are."""

    introduction: str
    empty: str
    sections: tuple[SectionView, ...]
    models: tuple[ModelView, ...]


def present_card(results: Results | None, *, programme: str, problem: str = "") -> CardView:
    """The card. results None: they could not be read, `problem` says why."""
    found = {part.part: _renamed(part, programme) for part in results.parts} if results is not None else {}
    letters = tuple(_letter(letter, words, found) for letter, words in LETTERS_TEXT.items())
    others = tuple(_other(part, words, found[part]) for part, words in OTHER_PARTS.items() if part in found)
    closing = (
        SectionView("limits", "", "What the science cannot carry", "", "", points=LIMITS),
        SectionView("unknown", "", "What is not known", "", "", points=UNKNOWN),
    )
    empty = (
        "" if results is not None else f"{problem} The figures are therefore missing below. Install {programme} again."
    )
    models = tuple(_model(model) for model in results.models) if results is not None else ()
    return CardView(_introduction(programme), empty, (*letters, *others, *closing), models)


def matching(sections: Sequence[SectionView], wanted: str) -> tuple[str, ...]:
    """Keys of the sections that hold the words, those with them in the heading first."""
    found = [section for section in sections if section.mentions(wanted)]
    first = wanted.strip().lower()
    return tuple(s.key for s in sorted(found, key=lambda s: first not in f"{s.letter} {s.heading}".lower()))


def _renamed(part: PublishedPart, programme: str) -> PublishedPart:
    """The programme called by the name the trainer gave it, wherever the tables name it."""

    def named(text: str) -> str:
        return text.replace(PROGRAMME_NAME, programme)

    tables = tuple(
        replace(table, title=named(table.title), data=named(table.data), notes=tuple(map(named, table.notes)))
        for table in part.tables
    )
    return replace(part, tables=tables)


def _introduction(programme: str) -> str:
    return (
        f"{programme} shows how observable behaviour compares with what observers tend to notice as empathic. It does "
        "not measure empathy and does not tell what anybody feels. Here is how exact each measurement is, on which "
        "data, and what nobody has measured yet. The interval beside a number says where it would lie in 95 of 100 "
        "repetitions with other people of the same kind. AUC tells how often a moment that shows something is ranked "
        "above one that does not: 1 is always, 0.5 is chance. F1 weighs what was missed against what was wrongly "
        "found: 1 is without a mistake."
    )


def _letter(letter: str, words: Words, found: Mapping[str, PublishedPart]) -> SectionView:
    part = found.get(letter)
    elsewhere = words.elsewhere if "language" in found else ""
    return SectionView(
        key=letter,
        letter=letter,
        heading=LETTER_NAMES[letter],
        text=words.text,
        summary=_summary(part) if part is not None else elsewhere or NOT_YET,
        tables=_tables(part),
        points=words.unknown,
        points_heading="Not known",
    )


def _other(key: str, words: Words, part: PublishedPart) -> SectionView:
    return SectionView(key, "", words.heading, words.text, _summary(part), _tables(part), words.unknown, "Not known")


def _summary(part: PublishedPart) -> str:
    """Measured on 25 November 2026 with version 0.1.0. 3 of 4 targets were met; missed: head turn."""
    figures = [figure for table in part.tables for figure in table.figures]
    promised = [figure for figure in figures if figure.met is not None]
    missed = [figure.what for figure in promised if not figure.met]
    told = f"Measured on {_day(part.measured_on)} with version {part.app_version}."
    if not promised:
        return f"{told} No target was set."
    if len(promised) == 1:
        return f"{told} The target was {'missed' if missed else 'met'}."
    if not missed:
        return f"{told} All {len(promised)} targets were met."
    met = len(promised) - len(missed)
    return f"{told} {met} of {len(promised)} targets were met. Missed: {'; '.join(missed)}."


def _tables(part: PublishedPart | None) -> tuple[TableView, ...]:
    return tuple(_table(table) for table in part.tables) if part is not None else ()


def _table(table: PublishedTable) -> TableView:
    return TableView(table.title, table.data, tuple(_row(figure) for figure in table.figures), table.notes)


def _row(figure: PublishedFigure) -> FigureRow:
    told = verdict(figure.met)
    return FigureRow(
        what=sentence(figure.what),
        measured=measured_text(figure),
        interval=interval_text(figure),
        target=target_text(figure),
        verdict=_VERDICTS[told],
        mark=_MARKS[told],
        baseline=figure.baseline,
        sample=figure.sample,
        spoken=_spoken(figure),
    )


def _spoken(figure: PublishedFigure) -> str:
    parts = [f"{sentence(figure.what)}: {measured_text(figure)}"]
    if interval := interval_text(figure):
        parts.append(f"95 percent interval {interval}")
    if target := target_text(figure):
        parts.append(f"target {target}")
    parts += [_VERDICTS[verdict(figure.met)], figure.baseline and f"compare {figure.baseline}", figure.sample]
    return ", ".join(filter(None, parts)) + "."


def _model(model: PublishedModel) -> ModelView:
    files = [
        f"{name} (sha256 {checksum[:_CHECKSUM_DIGITS]}…)"
        for name, checksum in sorted(model.checksums.items(), key=lambda item: _is_extra(item[0]))
    ]
    if len(files) > _MOST_FILES:
        files[_MOST_FILES - 1 :] = [f"and {len(files) - _MOST_FILES + 1} more"]
    runs_on = f" Runs on {model.runs_on}." if model.runs_on else ""
    return ModelView(model.title, f"{model.owner}. Licence {model.licence}.{runs_on}", "; ".join(files))


def _is_extra(name: str) -> bool:
    """Word lists and settings that come with a model stand after the model itself."""
    return name.endswith((".json", ".txt"))


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def _all_words(tables: Iterable[TableView]) -> Iterable[str]:
    for table in tables:
        yield from (table.title, table.data, *table.notes)
        for row in table.rows:
            yield from (row.what, row.baseline, row.sample)
