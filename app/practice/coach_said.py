"""What coaches say of a session, as debrief, review and reports show it beside what was measured. Pure.

A coach's value never takes the place of the measured one: both are kept, and both are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from perception.recording.review_notes import (
    CoachRating,
    Comment,
    Override,
    ReviewEntry,
    first_ids,
    in_force,
)
from perception.types import LETTERS, Letter, LetterScore

NOT_MEASURED: Final = "Not enough evidence"


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment as it reads now, with its answers. id: under which the comment was first written: answers name it.

    comment: None where it was taken back and only answers stand. answers: the oldest first.
    """

    id: str
    comment: Comment | None
    answers: tuple[Comment, ...] = ()

    @property
    def t_s(self) -> float | None:
        """The moment it is about, None for the whole session."""
        first = self.comment or self.answers[0]
        return first.t_s


def coach_values(entries: Iterable[ReviewEntry]) -> Mapping[Letter, tuple[Override, ...]]:
    """The values coaches set beside the measured ones, by letter; letters without any are left out."""
    found = [entry for entry in in_force(entries) if isinstance(entry, Override)]
    by_letter = {
        letter: tuple(sorted((one for one in found if one.letter == letter), key=lambda one: one.author))
        for letter in LETTERS
    }
    return {letter: values for letter, values in by_letter.items() if values}


def coach_ratings(entries: Iterable[ReviewEntry]) -> tuple[CoachRating, ...]:
    """The finished ratings that count, by author's name."""
    found = (entry for entry in in_force(entries) if isinstance(entry, CoachRating) and entry.done)
    return tuple(sorted(found, key=lambda rating: rating.author))


def threads(entries: Iterable[ReviewEntry]) -> tuple[Thread, ...]:
    """All comments with their answers: those about the whole session first, then by time."""
    written = tuple(entries)
    firsts = first_ids(written)
    standing = {firsts[entry.id]: entry for entry in in_force(written) if isinstance(entry, Comment)}
    answers: dict[str, list[Comment]] = {}
    for first, comment in standing.items():
        top = _top(first, standing)
        if top != first:
            answers.setdefault(top, []).append(comment)
    tops = [first for first in standing if _top(first, standing) == first]
    orphaned = [top for top in answers if top not in standing]
    found = [Thread(top, standing.get(top), tuple(answers.get(top, ()))) for top in (*tops, *orphaned)]
    return tuple(sorted(found, key=lambda thread: -1.0 if thread.t_s is None else thread.t_s))


def _top(first: str, standing: Mapping[str, Comment]) -> str:
    """The comment that began it all; one that is not there any more where it was taken back.

    Where answers go round in a ring, as only a made-up file has them, one of the ring.
    """
    passed = [first]
    while (comment := standing.get(passed[-1])) is not None and comment.reply_to:
        if comment.reply_to in passed:
            return min(passed[passed.index(comment.reply_to) :])
        passed.append(comment.reply_to)
    return passed[-1]


def measured_words(score: LetterScore | None) -> str:
    """What was measured of a letter, in words: “Measured 62”, “Measured 42 to 68”, “Not enough evidence”."""
    if score is None or score.state == "not_enough":
        return NOT_MEASURED
    if score.state == "scored" and score.value is not None:
        return f"Measured {score.value:.0f}"
    if score.low is not None and score.high is not None:
        return f"Measured {score.low:.0f} to {score.high:.0f}"
    return NOT_MEASURED


def both_values(score: LetterScore | None, override: Override, says: str = "") -> str:
    """Both values and the reason in one sentence: “Measured 62; Kim says 75: “…””.

    says: who says it, for this reader, such as “you say”; '' for the author's name.
    """
    said = f"{measured_words(score)}; {says or f'{override.author} says'} {override.value:.0f}"
    reason = override.reason.strip().strip('“”"')
    return f"{said}: “{reason}”" if reason else f"{said}."
