"""What is looked for in the library. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from perception.types import LETTERS, Letter

Order = Literal["newest", "oldest", "title", "longest", "best"]
ORDERS: Final[dict[Order, str]] = {
    "newest": "sessions.started_s DESC, sessions.folder DESC",
    "oldest": "sessions.started_s ASC, sessions.folder ASC",
    "title": "sessions.title COLLATE NOCASE, sessions.started_s DESC",
    "longest": "sessions.duration_s DESC, sessions.started_s DESC",
    "best": "words.rank, sessions.started_s DESC",
}
_WORD: Final = re.compile(r"\w+")
_MOST_WORDS: Final = 24


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sessions, in which order; every part narrows the list further, the defaults do not.

    words: all of them, in title, transcript, comments or tags; beginnings of words count. source, scenario: '' for any.
    watch: letters of which at least one is worth a look. since, until: wall clock, the first moment and the one after
    the last. tag: one that they have, '' for any. order 'best': what fits the words best comes first; without words as
    'newest'.
    """

    words: str = ""
    source: str = ""
    scenario: str = ""
    watch: tuple[Letter, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    commented: bool = False
    coach_rated: bool = False
    shared: bool = False
    tag: str = ""
    order: Order = "newest"

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return self != Wanted(order=self.order)

    @property
    def searches(self) -> bool:
        """Whether words are looked for."""
        return bool(self.words.strip())


@dataclass(frozen=True, slots=True)
class Question:
    """A part of a statement of SQL: FROM and WHERE, ORDER BY, and the values they take. None asks for nothing."""

    where: str
    order: str
    values: tuple[object, ...]


def question_of(wanted: Wanted) -> Question | None:
    """The question to the index; None where nothing can fit."""
    match = match_of(wanted.words)
    if wanted.searches and not match:
        return None
    tests: list[str] = []
    values: list[object] = []

    def test(text: str, *given: object) -> None:
        tests.append(text)
        values.extend(given)

    if match:
        test("words MATCH ?", match)
    for column in ("source", "scenario"):
        if value := getattr(wanted, column):
            test(f"sessions.{column} = ?", value)
    if wanted.watch:
        letters = [letter for letter in wanted.watch if letter in LETTERS]
        test("(" + " OR ".join(["instr(sessions.watch, ?) > 0"] * len(letters)) + ")", *letters)
        test("sessions.shared_by = ''")  # what was measured of somebody else's call waits for the coach's own rating
    if wanted.since is not None:
        test("sessions.started_s >= ?", wanted.since.timestamp())
    if wanted.until is not None:
        test("sessions.started_s < ?", wanted.until.timestamp())
    for wants, text in (
        (wanted.commented, "sessions.comments > 0"),
        (wanted.coach_rated, "sessions.coach_rated > 0"),
        (wanted.shared, "sessions.shared_by != ''"),
    ):
        if wants:
            test(text)
    if wanted.tag:
        test("sessions.number IN (SELECT number FROM tags WHERE folded = ?)", wanted.tag.casefold())
    source = "words CROSS JOIN sessions ON sessions.number = words.rowid" if match else "sessions"
    order = ORDERS["newest" if wanted.order == "best" and not match else wanted.order]
    where = f"FROM {source}" + (f" WHERE {' AND '.join(tests)}" if tests else "")
    return Question(where, f"ORDER BY {order}", tuple(values))


def words_in(text: str) -> list[str]:
    """The words that are looked for."""
    return _WORD.findall(text.replace("_", " "))[:_MOST_WORDS]


def match_of(text: str) -> str:
    """All words of `text` as beginnings of words, safe from the language of queries; '' without any."""
    return " ".join(f'"{word}"*' for word in words_in(text))
