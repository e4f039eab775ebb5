"""Tables of an evaluation on a terminal: one block a letter, wide words wrapped into their columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Final

from app.reports.results import interval_text, measured_text, target_text, verdict
from tests.evaluation.tables import Figure, Table

COLUMNS: Final = ("what", "measured", "95 % interval", "target", "", "baseline", "sample")
_LEAST, _MOST = 100, 200  # characters across
_WIDEST: Final = {0: 46, 5: 44, 6: 40}  # columns of words; the others are as wide as their longest cell
_GAP: Final = "  "
_VERDICTS: Final = {"met": "met", "missed": "MISSED", "": ""}


def cells(figure: Figure) -> tuple[str, ...]:
    """One figure as the cells of a row."""
    return (
        figure.what,
        measured_text(figure),
        interval_text(figure),
        target_text(figure),
        _VERDICTS[verdict(figure.met)],
        figure.baseline,
        figure.sample,
    )


def table_lines(table: Table, *, across: int, plots: Path | None = None) -> Iterator[str]:
    """A whole table: title, figures, whose labels, notes, tables of confusions, where the plots lie."""
    across = max(_LEAST, min(across, _MOST))
    yield f"{table.part}: {table.title}"
    rows = [cells(figure) for figure in (*table.figures, *table.details)]
    if rows:
        yield from _grid((COLUMNS, *rows), across)
    yield from _wrapped("data: ", table.data, across)
    for note in table.notes:
        yield from _wrapped("note: ", note, across)
    for block in table.blocks:
        yield from ("", *block.splitlines())
    for name in table.plots:
        yield f"plot: {plots / name if plots is not None else name}"


def closing_line(tables: Sequence[Table], *, skipped: int, failed: int = 0) -> str:
    """How many targets were met; failures are told only where there are any."""
    met = [figure.met for table in tables for figure in table.figures]
    line = f"{met.count(True)} targets met, {met.count(False)} missed, {skipped} parts skipped"
    return line + (f", {failed} failed" if failed else "")


def _grid(rows: Sequence[tuple[str, ...]], across: int) -> Iterator[str]:
    # A column nobody has used (no baseline, no target ...) takes no room.
    used = [i for i in range(len(COLUMNS)) if any(row[i] for row in rows[1:])]
    widths = _widths([[row[i] for row in rows] for i in used], [_WIDEST.get(i) for i in used], across)
    for number, row in enumerate(rows):
        wrapped = [textwrap.wrap(row[i], width) or [""] for i, width in zip(used, widths, strict=True)]
        for parts in zip_longest(*wrapped, fillvalue=""):
            yield _GAP.join(part.ljust(width) for part, width in zip(parts, widths, strict=True)).rstrip()
        if number == 0:
            yield _GAP.join("-" * width for width in widths)


def _widths(columns: Sequence[Sequence[str]], widest: Sequence[int | None], across: int) -> list[int]:
    """As wide as the longest cell; columns of words give way until everything fits."""
    widths = [
        min(max(len(cell) for cell in column), most or _MOST) for column, most in zip(columns, widest, strict=True)
    ]
    words = [i for i, most in enumerate(widest) if most is not None]
    while sum(widths) + len(_GAP) * (len(widths) - 1) > across:
        longest = max(words, key=lambda i: widths[i])
        if widths[longest] <= 16:
            break
        widths[longest] -= 1
    return widths


def _wrapped(first: str, text: str, across: int) -> list[str]:
    return textwrap.wrap(text, across, initial_indent=first, subsequent_indent=" " * len(first))
