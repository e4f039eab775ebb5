"""What an evaluation found, as the programme ships and shows it (assets/model_card/results.json).

`python3 packaging/dev.py evaluate --publish` writes the file; the terminal, the model card and the README say the
numbers with the words of this module, so that all three say the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, Protocol

FORMAT: Final = 1
Verdict = Literal["met", "missed", ""]


class Measured(Protocol):
    """One measured number with its interval and target."""

    @property
    def value(self) -> float | None:
        """The number, None when it could not be measured."""
        ...

    @property
    def low(self) -> float | None:
        """Lower end of the 95 % interval."""
        ...

    @property
    def high(self) -> float | None:
        """Upper end."""
        ...

    @property
    def target(self) -> float | None:
        """What was promised."""
        ...

    @property
    def better(self) -> Literal["higher", "lower"]:
        """Which way is better."""
        ...

    @property
    def unit(self) -> str:
        """The unit, '' for a ratio."""
        ...

    @property
    def digits(self) -> int:
        """Places after the point that are shown."""
        ...


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """One number as it was shown: rounded to `digits`. low, high: 95 % interval. met: None without a target."""

    what: str
    value: float | None
    low: float | None
    high: float | None
    target: float | None
    better: Literal["higher", "lower"]
    met: bool | None
    unit: str
    digits: int
    baseline: str
    sample: str


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """The figures on one body of data. data: which, whose labels, which licence."""

    title: str
    data: str
    figures: tuple[PublishedFigure, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedPart:
    """The tables of one letter or part, with the day they were measured and the version that was measured."""

    part: str
    measured_on: str
    app_version: str
    tables: tuple[PublishedTable, ...]


@dataclass(frozen=True, slots=True)
class PublishedModel:
    """One model file set. checksums: sha256 by file name. runs_on: the library that runs it, with its version."""

    id: str
    title: str
    owner: str
    licence: str
    runs_on: str
    checksums: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything published."""

    models: tuple[PublishedModel, ...]
    parts: tuple[PublishedPart, ...]


class ResultsError(Exception):
    """The published results are missing or cannot be read."""


def load_results(path: Path) -> Results:
    """Read the file. Raises ResultsError with a plain reason."""
    try:
        return _results(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise ResultsError("The file with the results is not there.") from error
    except OSError as error:
        raise ResultsError(f"The file with the results could not be opened: {error.strerror or error}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ResultsError("The file with the results is damaged.") from error


def results_text(results: Results) -> str:
    """The file's text, made to be read and compared line by line."""
    return json.dumps({"format": FORMAT, **asdict(results)}, indent=1, ensure_ascii=False, sort_keys=False) + "\n"


def with_parts(results: Results, parts: Iterable[PublishedPart]) -> Results:
    """With these parts in place of older ones of the same name; parts that were not measured now stay."""
    newer = {part.part: part for part in parts}
    kept = [newer.pop(part.part, part) for part in results.parts]
    return Results(results.models, (*kept, *newer.values()))


def number(value: float, figure: Measured) -> str:
    """A number with the figure's places and unit: 0.991, 3.2 degrees, 96 %."""
    return f"{value:.{figure.digits}f} {figure.unit}".strip()


def measured_text(figure: Measured) -> str:
    """The measured value."""
    return "not measured" if figure.value is None else number(figure.value, figure)


def interval_text(figure: Measured) -> str:
    """The 95 % interval, '' where there is none."""
    if figure.low is None or figure.high is None:
        return ""
    return f"{figure.low:.{figure.digits}f} to {figure.high:.{figure.digits}f}"


def target_text(figure: Measured) -> str:
    """What was promised: at least 0.987, at most 3.2 degrees; '' without a promise."""
    if figure.target is None:
        return ""
    bound = "at least" if figure.better == "higher" else "at most"
    shown = f"{figure.target:.{figure.digits}f}"
    exact = shown if float(shown) == figure.target else f"{figure.target:g}"  # a promise is never rounded
    return f"{bound} {exact} {figure.unit}".strip()


def verdict(met: bool | None) -> Verdict:
    """The promise in one word; '' where nothing was promised or measured."""
    return "" if met is None else "met" if met else "missed"


# ---------------------------------------------------------------- reading


def _results(told: Any) -> Results:
    if told["format"] != FORMAT:
        raise ValueError("another format")
    return Results(tuple(_model(one) for one in told["models"]), tuple(_part(one) for one in told["parts"]))


def _model(told: Any) -> PublishedModel:
    words = {name: _text(told[name]) for name in ("id", "title", "owner", "licence", "runs_on")}
    return PublishedModel(**words, checksums={_text(name): _text(sum_) for name, sum_ in told["checksums"].items()})


def _part(told: Any) -> PublishedPart:
    date.fromisoformat(told["measured_on"])
    words = {name: _text(told[name]) for name in ("part", "measured_on", "app_version")}
    return PublishedPart(**words, tables=tuple(_table(one) for one in told["tables"]))


def _table(told: Any) -> PublishedTable:
    return PublishedTable(
        title=_text(told["title"]),
        data=_text(told["data"]),
        figures=tuple(_figure(one) for one in told["figures"]),
        notes=tuple(_text(one) for one in told["notes"]),
    )


def _figure(told: Any) -> PublishedFigure:
    if told["better"] not in ("higher", "lower") or told["met"] not in (None, True, False):
        raise ValueError("a figure of another kind")
    return PublishedFigure(
        what=_text(told["what"]),
        value=_number(told["value"]),
        low=_number(told["low"]),
        high=_number(told["high"]),
        target=_number(told["target"]),
        better=told["better"],
        met=told["met"],
        unit=_text(told["unit"]),
        digits=_digits(told["digits"]),
        baseline=_text(told["baseline"]),
        sample=_text(told["sample"]),
    )


def _text(told: Any) -> str:
    if not isinstance(told, str):
        raise TypeError("words were expected")
    return told


def _number(told: Any) -> float | None:
    if told is None:
        return None
    if isinstance(told, bool) or not isinstance(told, int | float):
        raise TypeError("a number was expected")
    return float(told)


def _digits(told: Any) -> int:
    if isinstance(told, bool) or not isinstance(told, int) or not 0 <= told <= 9:
        raise ValueError("places after the point")
    return told
