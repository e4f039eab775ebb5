"""A session as xAPI 1.0.3 statements, for a learning record store that the user runs. Nothing is sent anywhere.

One statement says that the call was completed, one a scored letter that it was scored, one each that a self-check was
given and that a comment was written. A letter without enough evidence gets no statement: there is no number to tell.
Ids are made from the session's, so the same export taken in twice is one. assets/schemas/xapi-statements.schema.json
says the form.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from app.practice.self_check import SelfCheck
from app.reports.words import DISCLAIMER, LETTER_NAMES
from app.version import VERSION
from perception.recording.format import SessionHeader
from perception.recording.review_notes import Comment, Override, ReviewEntry
from perception.types import LETTERS, LetterScore, Scorecard

# A name that no machine can have (RFC 2606): these are names of things, not places to go to.
HOME: Final = "https://attune.invalid"
NOBODY: Final = "learner"
_VERBS: Final = "http://adlnet.gov/expapi/verbs/"
_XAPI: Final = "1.0.3"
_ASSESSMENT: Final = "http://adlnet.gov/expapi/activities/simulation"
_SKILL: Final = "http://adlnet.gov/expapi/activities/objective"

Statement = dict[str, Any]


def xapi_statements(
    scorecard: Scorecard,
    header: SessionHeader,
    *,
    learner: str = "",
    self_check: SelfCheck | None = None,
    entries: Iterable[ReviewEntry] = (),
) -> list[Statement]:
    """All statements of a session, in order.

    learner: a mail address or a name that the record store knows; '' for one that names nobody. entries: what counts
    of the review.
    """
    make = _Maker(header, learner, scorecard.duration_s)
    statements = [make.statement("completed", "call", make.call(), result=_completed(scorecard.duration_s))]
    for letter in LETTERS:
        score = scorecard.letters.get(letter)
        if score is not None and score.state == "scored" and score.value is not None:
            statements.append(make.statement("scored", f"letter {letter}", _letter(letter), result=_scored(score)))
    if self_check is not None:
        statements.append(make.statement("responded", "self-check", _form(), result=_answered(self_check)))
    statements += _reviewed(make, entries)
    return statements


class _Maker:
    def __init__(self, header: SessionHeader, learner: str, duration_s: float) -> None:
        self._header = header
        self._actor = _agent(learner or NOBODY)
        self._session = uuid.uuid5(uuid.NAMESPACE_URL, f"{HOME}/calls/{header.session_id}")
        self._ended = _later(header.started_at, duration_s)

    def call(self) -> Statement:
        """The call as an activity. Its title is the learner's own words and stays here."""
        return _activity(f"calls/{self._header.session_id}", "A call rehearsed", _ASSESSMENT)

    def statement(
        self,
        verb: str,
        about: str,
        what: Statement,
        *,
        result: Statement,
        instructor: str = "",
        at: str = "",
    ) -> Statement:
        """One statement. about: tells the statements of a session apart. at: wall-clock time, '' for the call's end."""
        context: Statement = {
            "registration": str(self._session),
            "platform": f"Attune {VERSION}",
            "contextActivities": {"grouping": [self.call()]},
            "extensions": {f"{HOME}/xapi/note": DISCLAIMER},
        }
        if self._header.scenario:
            context["contextActivities"]["parent"] = [
                _activity(f"scenarios/{self._header.scenario}", self._header.scenario, _ASSESSMENT)
            ]
        if instructor:
            context["instructor"] = _agent(instructor)
        return {
            "id": str(uuid.uuid5(self._session, about)),
            "actor": self._actor,
            "verb": {"id": f"{_VERBS}{verb}", "display": {"en": verb}},
            "object": what,
            "result": result,
            "context": context,
            "timestamp": _later(at, 0.0) if at else self._ended,
            "version": _XAPI,
        }


def _reviewed(make: _Maker, entries: Iterable[ReviewEntry]) -> Iterator[Statement]:
    for entry in entries:
        at, author = entry.written_at, entry.author
        if isinstance(entry, Override):
            result = {"score": _score(entry.value), "response": entry.reason}
            yield make.statement("scored", entry.id, _letter(entry.letter), result=result, instructor=author, at=at)
        elif isinstance(entry, Comment) and entry.role == "coach" and entry.text:
            yield make.statement(
                "commented", entry.id, make.call(), result={"response": entry.text}, instructor=author, at=at
            )


def _scored(score: LetterScore) -> Statement:
    numbers = {"low": score.low, "high": score.high, "coverage": score.coverage}
    known = {f"{HOME}/xapi/{name}": round(value, 3) for name, value in numbers.items() if value is not None}
    return {"score": _score(score.value or 0.0), "extensions": known}


def _score(value: float) -> Statement:
    return {"scaled": round(value / 100.0, 4), "raw": round(value, 2), "min": 0, "max": 100}


def _completed(duration_s: float) -> Statement:
    return {"completion": True, "duration": f"PT{max(0.0, duration_s):.2f}S"}


def _answered(check: SelfCheck) -> Statement:
    said = {f"{HOME}/xapi/self-check/{letter}": value for letter, value in check.ratings.items()}
    return {"response": check.sentence, "extensions": said}


def _letter(letter: str) -> Statement:
    return _activity(f"letters/{letter}", LETTER_NAMES[letter], _SKILL)


def _form() -> Statement:
    return _activity("self-check", "Self-check after a call", _SKILL)


def _activity(path: str, name: str, kind: str) -> Statement:
    return {"objectType": "Activity", "id": f"{HOME}/{path}", "definition": {"name": {"en": name}, "type": kind}}


def _agent(who: str) -> Mapping[str, Any]:
    if "@" in who:
        return {"objectType": "Agent", "mbox": f"mailto:{who}"}
    return {"objectType": "Agent", "account": {"homePage": f"{HOME}/people", "name": who}}


def _later(moment: str, seconds: float) -> str:
    """An ISO time with its offset, so many seconds later; a time that cannot be understood is the beginning of 1970."""
    try:
        parsed = datetime.fromisoformat(moment)
    except ValueError:
        parsed = datetime.fromtimestamp(0.0, UTC)
    aware = parsed if parsed.tzinfo is not None else parsed.replace(tzinfo=UTC)
    return (aware + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")
