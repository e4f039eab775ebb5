"""What is wrong with a scenario file: every mistake with its line and its remedy."""

from __future__ import annotations

from dataclasses import dataclass

from perception.errors import PerceptionError


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake of a file. line: counted from 1, None where no line can be told. what, remedy: plain sentences."""

    file: str
    line: int | None
    what: str
    remedy: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.what} {self.remedy}"


class ScenarioError(PerceptionError):
    """A scenario cannot be used. mistakes: all of its file, in the order of lines."""

    def __init__(self, message: str, *, recovery: str, mistakes: tuple[Mistake, ...] = ()) -> None:
        super().__init__(message, recovery=recovery)
        self.mistakes = mistakes

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self.message, self.recovery, self.mistakes))


def scenario_error(mistakes: list[Mistake]) -> ScenarioError:
    """The error that tells the first mistake and how many more there are."""
    ordered = sorted(mistakes, key=lambda one: one.line or 0)
    first = ordered[0]
    place = first.file if first.line is None else f"{first.file}, line {first.line}"
    more = f" ({len(ordered) - 1} more in this file)" if len(ordered) > 1 else ""
    return ScenarioError(f"{place}: {first.what}{more}", recovery=first.remedy, mistakes=tuple(ordered))


def _rebuild(message: str, recovery: str, mistakes: tuple[Mistake, ...]) -> ScenarioError:
    return ScenarioError(message, recovery=recovery, mistakes=mistakes)
