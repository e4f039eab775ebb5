"""What the partner is asked after the call, and what is kept of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from app.practice.partner import LONGEST_SENTENCE, QUESTIONS
from perception.recording.notes import Note

AUTHOR: Final = "partner"
HEADING: Final = "For your partner: how was it to be the customer?"
EXPLANATION: Final = "Answer as the customer you played. It is shown beside the debrief, and it is never scored."


@dataclass(slots=True)
class RatingPresenter:
    """Keeps the answers; what is not answered is left out."""

    answers: dict[str, int] = field(default_factory=dict)
    sentence: str = ""

    def answer(self, question: str, value: int) -> None:
        """Take an answer, 1 to 5."""
        self.answers[question] = value

    def write(self, text: str) -> None:
        """Take the one sentence."""
        self.sentence = " ".join(text.split())[:LONGEST_SENTENCE]

    @property
    def may_keep(self) -> bool:
        """Whether there is anything to keep."""
        return bool(self.answers or self.sentence)

    @property
    def progress(self) -> str:
        """How much is answered."""
        done, whole = len(self.answers), len(QUESTIONS)
        return "All answered. Thank you." if done == whole else f"{done} of {whole} answered."

    def note(self, now: datetime) -> Note:
        """What is kept with the session."""
        written = now.astimezone().isoformat(timespec="seconds")
        ratings = {question: float(value) for question, value in self.answers.items()}
        return Note("partner_rating", AUTHOR, written, text=self.sentence, ratings=ratings)
