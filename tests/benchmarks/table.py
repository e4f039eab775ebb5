"""Figures with their targets, printed as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Figure:
    """One measured figure. `met` is None when it has no target or could not be measured (note says why)."""

    name: str
    value: float | None
    unit: str
    target: float | None = None
    better: Literal["lower", "higher"] = "lower"
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target is reached."""
        if self.value is None or self.target is None:
            return None
        return self.value <= self.target if self.better == "lower" else self.value >= self.target

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "met": self.met}


def print_table(figures: Sequence[Figure]) -> None:
    """A plain table; a missed target is marked."""
    for figure in figures:
        value = "not measured" if figure.value is None else f"{figure.value:.3g} {figure.unit}"
        target = ""
        if figure.target is not None:
            sign = "<=" if figure.better == "lower" else ">="
            target = f"target {sign} {figure.target:g}"
        verdict = {True: "met", False: "MISSED", None: ""}[figure.met]
        print(f"{figure.name:<58} {value:>16}  {target:<16} {verdict:<7} {figure.note}".rstrip())
