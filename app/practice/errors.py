"""The one error root of practice: what happened, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


class PracticeError(Exception):
    """Something in practice could not be done. message, recovery: one plain sentence each."""

    def __init__(self, message: str, *, recovery: str) -> None:
        super().__init__(f"{message} {recovery}")
        self.message = message
        self.recovery = recovery


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a written file. line: counted from 1, None where it belongs to no line. remedy: what to write."""

    file: str
    line: int | None
    what: str
    remedy: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.what} {self.remedy}".strip()


class PracticeFileError(PracticeError):
    """A written file cannot be used. mistakes: at least one, in the order of their lines."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        first = mistakes[0]
        more = f" ({len(mistakes)} mistakes in all)" if len(mistakes) > 1 else ""
        place = first.file if first.line is None else f"{first.file}, line {first.line}"
        super().__init__(f"{place}: {first.what}{more}", recovery=first.remedy)
        self.mistakes = mistakes
