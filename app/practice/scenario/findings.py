"""What the linter finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong (error: it cannot be played) or poor (warning). code: which rule, for tests and filters.

    node: the turn it is about, None for the scenario as a whole. line: counted from 1, None where there is no file.
    """

    severity: Severity
    code: str
    what: str
    remedy: str
    file: str = ""
    line: int | None = None
    node: str | None = None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.severity}: {self.what} {self.remedy}".removeprefix(": ")
