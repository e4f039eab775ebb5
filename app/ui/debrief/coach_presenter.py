"""What coaches wrote, rated and set of a session, for the learner. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.practice.coach_said import (
    NOT_MEASURED,
    Thread,
    both_values,
    coach_ratings,
    coach_values,
    measured_words,
    threads,
)
from app.practice.turns import StatePoint
from app.ui.debrief.practice_presenter import point_at
from app.ui.ports import OpenedSession
from app.ui.words import LETTER_NAMES, clock
from perception.recording.review_notes import RATING_HIGHEST, CoachRating, Override
from perception.types import LETTERS, Letter, Span

MOMENT_S: Final = 6.0  # length of the clip of a comment about a moment
NAMELESS: Final = "Coach"  # the name of coaches who gave none
_NONE, _CANNOT = "–", "cannot tell"


@dataclass(frozen=True, slots=True)
class RequestView:
    """A coach asks for another take. time: '' for the whole call. point: where the call can be taken up again."""

    thread: Thread
    who: str
    text: str
    time: str
    point: StatePoint | None


@dataclass(frozen=True, slots=True)
class RatedView:
    """One letter as the learner, the coaches and the measurement see it, in the order of the columns."""

    letter: Letter
    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoachView:
    """Everything. tab: name of the part. columns, rated: the table of ratings; none where no coach has finished one."""

    tab: str
    requests: tuple[RequestView, ...]
    threads: tuple[Thread, ...]
    columns: tuple[str, ...]
    rated: tuple[RatedView, ...]


def present_coach(session: OpenedSession) -> CoachView | None:
    """What coaches wrote and rated; None before anybody wrote anything."""
    found, ratings = threads(session.entries), coach_ratings(session.entries)
    if not found and not ratings and not coach_values(session.entries):
        return None
    return CoachView(
        tab=f"From your coach ({len(found)})" if found else "From your coach",
        requests=present_requests(session, found),
        threads=found,
        columns=_columns(session, ratings) if ratings else (),
        rated=tuple(_rated(session, letter, ratings) for letter in LETTERS) if ratings else (),
    )


def present_requests(session: OpenedSession, found: tuple[Thread, ...]) -> tuple[RequestView, ...]:
    """Those of the comments that ask for another take."""
    return tuple(_request(session, thread) for thread in found if thread.comment is not None and thread.comment.take)


def coach_words(session: OpenedSession) -> Mapping[Letter, tuple[str, ...]]:
    """The values coaches set, by letter, each with the measured one in one sentence."""
    scores = session.scorecard.letters
    return {
        letter: tuple(both_values(scores.get(letter), one, says(one)) for one in values)
        for letter, values in coach_values(session.entries).items()
    }


def says(override: Override) -> str:
    """your coach Kim says."""
    return "your coach says" if override.author == NAMELESS else f"your coach {override.author} says"


def clip_of(thread: Thread) -> Span | None:
    """The stretch a comment is about; a moment is given some seconds. None for the whole session."""
    comment = thread.comment
    if comment is None or comment.t_s is None:
        return None
    return Span(comment.t_s, max(comment.end_s or 0.0, comment.t_s + MOMENT_S))


def _request(session: OpenedSession, thread: Thread) -> RequestView:
    comment = thread.comment
    assert comment is not None
    time = "" if comment.t_s is None else clock(comment.t_s)
    point = None if comment.t_s is None else point_at(session, comment.t_s)
    return RequestView(thread, comment.author, comment.text, time, point)


def _columns(session: OpenedSession, ratings: tuple[CoachRating, ...]) -> tuple[str, ...]:
    own = () if session.self_check is None else ("You said",)
    return (*own, *(rating.author for rating in ratings), "Measured")


def _rated(session: OpenedSession, letter: Letter, ratings: tuple[CoachRating, ...]) -> RatedView:
    said = session.self_check.ratings.get(letter) if session.self_check is not None else None
    own = () if session.self_check is None else (_NONE if said is None else f"{said:.0f}",)
    given = (rating.values.get(letter) for rating in ratings)
    coaches = (_CANNOT if value is None else f"{value} of {RATING_HIGHEST}" for value in given)
    score = session.scorecard.letters.get(letter)
    measured = measured_words(score)
    short = _NONE if measured == NOT_MEASURED else measured.removeprefix("Measured ")
    return RatedView(letter, LETTER_NAMES[letter], (*own, *coaches, short))
