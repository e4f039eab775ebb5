"""What is made of a written answer, as values, and who makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from perception.language.types import ResponseKind


@dataclass(frozen=True, slots=True)
class Judged:
    """How an answer meets what the customer said. score: 0..100. why: one sentence.

    better, better_why: a better wording, '' where none is needed or none could be built. named: the feeling named,
    promised: the action promised, '' for none. gave_back: says back what was said.
    """

    said: str
    score: float
    kind: ResponseKind
    why: str
    better: str = ""
    better_why: str = ""
    named: str = ""
    promised: str = ""
    gave_back: bool = False


class AnswerJudge(Protocol):
    """Reads a written answer; takes up to a second, so it runs away from the window."""

    def judge(self, said: str, heard: str) -> Judged:
        """said: the answer. heard: what the customer said before. Deterministic."""
        ...
