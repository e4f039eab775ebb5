"""Worked examples of what coaches write, and a place in memory that keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from app.bootstrap.coaching import FolderCoaching
from perception.errors import SessionFormatError
from perception.recording.review_notes import CoachRating, Comment, Override, ReviewEntry
from perception.types import LETTERS

FOLDER = Path("/sessions/a")
COACH = "Kim Adeyemi"
RATED = {"E": 4, "M": 3, "P": 3, "A": 4, "T": 4, "H": 2, "Y": 3}


def at(minute: int) -> str:
    """A moment of the morning on which it was written."""
    return f"2026-11-23T09:{minute:02d}:00.000000+01:00"


def comments() -> tuple[Comment, ...]:
    """Two comments and a request by the coach, one answered by the learner."""
    return (
        Comment("c1", COACH, "coach", at(1), "Stay with “nothing to tell them” for one more breath.", 132.0, 138.0),
        Comment("c2", COACH, "coach", at(2), "A good open question about the person.", 185.0),
        Comment("c3", COACH, "coach", at(3), "Once more from here: name the feeling before the fix.", 128.0, take=True),
        Comment("a1", "Sam", "learner", at(9), "I noticed that too. I will wait longer.", 132.0, reply_to="c1"),
    )


def rated(*, blind: bool = True) -> CoachRating:
    """All seven letters rated."""
    return CoachRating("r1", COACH, at(5), RATED, (), done=True, blind=blind, rubric="empathy@1")


def overridden() -> Override:
    """A value of the coach's own."""
    return Override("o1", COACH, at(6), "A", 75.0, "You gave the feeling back in your own words at 03:20.")


class Coaching(FolderCoaching):
    """Keeps entries in memory; `trouble` makes writing fail. The rubric is the shipped one."""

    def __init__(self, rubrics_at: Path, *entries: ReviewEntry) -> None:
        super().__init__(rubrics_at)
        self.entries = list(entries)
        self.trouble = False

    def read(self, folder: Path) -> tuple[ReviewEntry, ...]:
        del folder
        return tuple(self.entries)

    def keep(self, folder: Path, entries: Sequence[ReviewEntry]) -> None:
        if self.trouble:
            raise SessionFormatError(f"“{folder.name}” cannot be written.", recovery="Free some space.")
        known = {entry.id for entry in self.entries}
        self.entries += [entry for entry in entries if entry.id not in known]


def last(coaching, kind):
    return [entry for entry in coaching.entries if isinstance(entry, kind)][-1]


def rate_all(made, values=RATED):
    for letter in LETTERS:
        made.rating.dots[letter].rated.emit(values[letter])


def press(widget, name):
    """Press the button of this accessible name."""
    found = [
        one for one in widget.findChildren(QPushButton) if one.accessibleName() == name and one.isVisibleTo(widget)
    ]
    assert len(found) == 1, [one.accessibleName() for one in widget.findChildren(QPushButton)]
    found[0].click()
