"""What the self-check shows and keeps. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from app.practice.self_check import LONGEST_SENTENCE, STATEMENTS
from app.ui.words import AUTHOR, LETTER_NAMES
from perception.recording.notes import Note
from perception.types import Letter

STEP: Final = 10
UNANSWERED: Final = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """One letter: what it is called and the sentence to weigh."""

    letter: Letter
    name: str
    statement: str


@dataclass(slots=True)
class SelfCheckPresenter:
    """Keeps the answers; a letter nobody moved is not answered, and nothing is made up for it."""

    letters: tuple[Letter, ...]
    answers: dict[Letter, float] = field(default_factory=dict)
    sentence: str = ""

    @property
    def rows(self) -> tuple[Row, ...]:
        """The letters of this call in order."""
        return tuple(Row(letter, LETTER_NAMES[letter], STATEMENTS[letter]) for letter in self.letters)

    def answer(self, letter: Letter, steps: int) -> str:
        """Take an answer in steps of ten; gives its words."""
        self.answers[letter] = float(steps * STEP)
        return f"{steps} of 10"

    def write(self, text: str) -> None:
        """Take the one sentence."""
        self.sentence = " ".join(text.split())[:LONGEST_SENTENCE]

    @property
    def may_keep(self) -> bool:
        """Whether there is anything to keep."""
        return bool(self.answers or self.sentence)

    @property
    def progress(self) -> str:
        """How much is answered, in words."""
        done, all_of_it = len(self.answers), len(self.letters)
        if done == all_of_it:
            return "All answered."
        return f"{done} of {all_of_it} answered. What you leave out is simply left out."

    def note(self, now: datetime) -> Note:
        """What is kept with the session."""
        ratings: dict[str, float] = dict(self.answers.items())
        written = now.astimezone().isoformat(timespec="seconds")
        return Note("self_check", AUTHOR, written, text=self.sentence, ratings=ratings)
