"""The one error root of practice: what happened, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from perception.errors import PerceptionError


class PracticeError(PerceptionError):
    """Something in practice could not be done. message, recovery: one plain sentence each."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a written file. line: counted from 1, None where it belongs to no line. remedy: what to write."""

    file: str
    line: int | None
    what: str
    remedy: str

    @property
    def place(self) -> str:
        """The file, and the line where there is one."""
        return self.file if self.line is None else f"{self.file}, line {self.line}"

    def __str__(self) -> str:
        return f"{self.place}: {self.what} {self.remedy}".strip()


class PracticeFileError(PracticeError):
    """A written file cannot be used. mistakes: at least one, in the order of their lines."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda one: one.line or 0))
        first, more = self.mistakes[0], len(self.mistakes) - 1
        told = f"{first.place}: {first.what}" + (f" ({more} more in this file)" if more else "")
        super().__init__(told, recovery=first.remedy)

    def __reduce__(self) -> tuple[object, ...]:
        return (PracticeFileError, (self.mistakes,))
