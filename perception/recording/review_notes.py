"""What coaches and learners write in review: comments, requests, ratings and overrides, in notes.jsonl.

Every entry has an id that is made once and never again, so files of notes can be merged without loss or doubles. An
entry is never changed: to change or withdraw it, another one says so. What counts is worked out by `in_force`, from the
entries alone and whatever order they were merged in.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from perception.recording.codec import decode, encode
from perception.recording.format import NOTES_NAME, not_writable
from perception.recording.notes import note_data
from perception.recording.records import append_lines
from perception.types import LETTERS, Letter

COMMENT_LENGTH: Final = 4000  # characters
VOICE_FOLDER: Final = "voice"  # in the session folder: what was spoken
MOST_ENTRIES: Final = 20_000  # of one session; more is no review
RATING_LOWEST: Final = 1
RATING_HIGHEST: Final = 5

_T = TypeVar("_T")
ReviewRole = Literal["coach", "learner"]


@dataclass(frozen=True, slots=True)
class Comment:
    """Words about a moment, a span or the whole session.

    author: the name written on it. written_at: wall clock, ISO 8601 with offset. t_s, end_s: session time, None for
    the whole session, end_s None for a moment. reply_to: the comment it answers, by the id that one was first written
    under. take: it asks for another take. replaces: the comment whose words it puts right, which may have put right
    others before; taking back the first takes back what put it right, too. voice: name of the file below `voice/` in
    the session folder that was spoken instead of typed; text then holds the words that were recognised, '' where none
    were.
    """

    id: str
    author: str
    role: ReviewRole
    written_at: str
    text: str
    t_s: float | None = None
    end_s: float | None = None
    reply_to: str | None = None
    take: bool = False
    replaces: str | None = None
    voice: str | None = None


@dataclass(frozen=True, slots=True)
class CoachRating:
    """A coach's own rating of the letters, 1 to 5 by the rubric.

    values: letter to 1..5; a letter that could not be judged is in `cannot` instead. done: all seven are in either.
    blind: the machine's scores had not been seen by then. rubric: its name and version. kept: letters whose difference
    from the measurement was looked at and left as it is. Of one author the last counts; for agreement the last blind
    one that is done.
    """

    id: str
    author: str
    written_at: str
    values: Mapping[str, int] = field(default_factory=dict)
    cannot: tuple[Letter, ...] = ()
    done: bool = False
    blind: bool = True
    rubric: str = ""
    kept: tuple[Letter, ...] = ()


@dataclass(frozen=True, slots=True)
class Override:
    """A coach's value for a letter beside the machine's, with a reason. value: 0..100. Both are kept and shown."""

    id: str
    author: str
    written_at: str
    letter: Letter
    value: float
    reason: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """An entry is taken back by its author, or brought back where `back` is set. about: its id."""

    id: str
    author: str
    written_at: str
    about: str
    back: bool = False


ReviewEntry = Comment | CoachRating | Override | Withdrawal
_KINDS: Final[Mapping[str, type[Any]]] = {
    "review_comment": Comment,
    "review_rating": CoachRating,
    "review_override": Override,
    "review_withdrawal": Withdrawal,
}
_KIND_OF: Final = {kind: name for name, kind in _KINDS.items()}


def new_id() -> str:
    """An id for a new entry."""
    return uuid.uuid4().hex


def is_plain_name(name: str) -> bool:
    """Whether this can only be a file in its own folder: letters, digits and points, none of them first."""
    return 0 < len(name) <= 80 and name.isascii() and name.replace(".", "").isalnum() and not name.startswith(".")


def append_review(folder: Path, entries: Sequence[ReviewEntry]) -> int:
    """Add entries that are not there yet; how many. Raises SessionFormatError."""
    known = {entry.id for entry in read_review(folder)}
    fresh = list({entry.id: entry for entry in entries if entry.id not in known}.values())
    if not fresh:
        return 0
    try:
        append_lines(folder / NOTES_NAME, [review_to_json(entry) for entry in fresh])
    except OSError as error:
        raise not_writable(folder, error) from error
    return len(fresh)


def read_review(folder: Path) -> tuple[ReviewEntry, ...]:
    """All readable entries in the order written, each id once. Raises SessionFormatError when they cannot be."""
    found: dict[str, ReviewEntry] = {}
    for entry in _entries(note_data(folder, mark=b'"review_')):
        found.setdefault(entry.id, entry)
    return tuple(found.values())


def review_to_json(entry: ReviewEntry) -> dict[str, Any]:
    """An entry as a line holds it."""
    return {"kind": _KIND_OF[type(entry)], **encode(entry)}


def review_from_json(data: Mapping[str, Any]) -> ReviewEntry:
    """A checked entry. Raises ValueError."""
    kind = _KINDS.get(str(data.get("kind")))
    if kind is None:
        raise ValueError("this is no entry of a review")
    try:
        entry: ReviewEntry = decode(kind, data)
    except OverflowError as error:
        raise ValueError("a number is too large") from error
    _check(entry)
    return entry


def in_force(entries: Iterable[ReviewEntry]) -> tuple[Comment | CoachRating | Override, ...]:
    """What counts, by the time it was written: without what was withdrawn or replaced, one rating an author, one
    override an author and letter. The order of `entries` makes no difference.

    Ratings that were overtaken by a later one of the same author are left out here; agreement looks at all of them.
    """
    written = tuple(entries)
    lines = _Lines(written)
    standing = _standing(written, lines)
    replaced: set[str] = set()
    for entry in standing:
        before = lines.before(entry)
        while before is not None and before.id not in replaced:
            replaced.add(before.id)
            before = lines.before(before)
    last = {_slot(entry, lines): entry for entry in standing if entry.id not in replaced}
    return tuple(sorted(last.values(), key=_order))


def standing_entries(entries: Iterable[ReviewEntry]) -> tuple[Comment | CoachRating | Override, ...]:
    """Everything that was not taken back, overtaken or not, by the time it was written."""
    written = tuple(entries)
    return _standing(written, _Lines(written))


def first_ids(entries: Iterable[ReviewEntry]) -> Mapping[str, str]:
    """By the id of each comment the one it was first written under, before its words were put right.

    Replies name that one.
    """
    written = tuple(entries)
    lines = _Lines(written)
    return {entry.id: lines.first(entry) for entry in written if isinstance(entry, Comment)}


class _Lines:
    """What each comment puts right, back to the first of its line. Another author's words stay as they are.

    A line may be as long as a made-up file likes, or go round in a ring; each of its comments is looked at once.
    """

    def __init__(self, entries: Iterable[ReviewEntry]) -> None:
        self.known: Mapping[str, ReviewEntry] = {entry.id: entry for entry in entries}
        self._first: dict[str, str] = {}

    def before(self, entry: ReviewEntry) -> Comment | None:
        """The comment this one puts right; None where it is the first."""
        if not isinstance(entry, Comment) or entry.replaces is None or entry.replaces == entry.id:
            return None
        before = self.known.get(entry.replaces)
        return before if isinstance(before, Comment) and before.author == entry.author else None

    def first(self, entry: ReviewEntry) -> str:
        """The id of the first of its line; of a ring one of it."""
        return self._followed(entry, self._first, lambda last: last.id)

    def taken_back(self, entry: ReviewEntry, gone: Collection[str], told: dict[str, bool]) -> bool:
        """Whether it, or one that it puts right, was taken back. told: what is known by now."""
        return self._followed(entry, told, lambda _last: False, stop=lambda one: True if one.id in gone else None)

    def _followed(
        self,
        entry: ReviewEntry,
        told: dict[str, _T],
        at_end: Callable[[ReviewEntry], _T],
        stop: Callable[[ReviewEntry], _T | None] = lambda _one: None,
    ) -> _T:
        """What holds for the end of a line, for all of it; `stop` may tell it on the way."""
        passed: dict[str, None] = {}
        at: ReviewEntry | None = entry
        answer: _T | None = None
        last = entry
        while at is not None and at.id not in passed and answer is None:
            answer = told.get(at.id, stop(at))
            passed[at.id] = None
            last, at = at, self.before(at)
        found = at_end(last) if answer is None else answer
        told.update(dict.fromkeys(passed, found))
        return found


def _standing(entries: Sequence[ReviewEntry], lines: _Lines) -> tuple[Comment | CoachRating | Override, ...]:
    written = sorted(entries, key=_order)
    gone: set[str] = set()
    for entry in written:
        if isinstance(entry, Withdrawal) and _author(lines.known.get(entry.about)) == entry.author:
            (gone.discard if entry.back else gone.add)(entry.about)
    told: dict[str, bool] = {}
    return tuple(
        entry for entry in written if not isinstance(entry, Withdrawal) and not lines.taken_back(entry, gone, told)
    )


def _order(entry: ReviewEntry) -> tuple[datetime, str]:
    """When it was written; the id decides between entries of one moment, so that everybody sorts them alike."""
    try:
        written = datetime.fromisoformat(entry.written_at)
    except ValueError:
        written = datetime.min
    return (written if written.tzinfo is not None else written.replace(tzinfo=UTC)), entry.id


def _author(entry: ReviewEntry | None) -> str | None:
    return None if entry is None else entry.author


def _slot(entry: ReviewEntry, lines: _Lines) -> tuple[str, ...]:
    """Entries of one slot overtake each other."""
    if isinstance(entry, CoachRating):
        return ("rating", entry.author)
    if isinstance(entry, Override):
        return ("override", entry.author, entry.letter)
    return ("comment", lines.first(entry))


def _entries(found: Iterable[Mapping[str, Any]]) -> Iterator[ReviewEntry]:
    for data in found:
        try:
            if data.get("kind") in _KINDS:
                yield review_from_json(data)
        except ValueError:
            continue  # no entry that can be; the others stand for themselves


def _check(entry: ReviewEntry) -> None:
    """Raises ValueError for values out of range."""
    if not entry.id or len(entry.id) > 64 or not entry.id.isalnum():
        raise ValueError("an id of letters and digits is expected")
    if isinstance(entry, Comment):
        if len(entry.text) > COMMENT_LENGTH:
            raise ValueError("the comment is too long")
        if entry.voice is not None and not is_plain_name(entry.voice):
            raise ValueError("a plain file name is expected")
    if isinstance(entry, CoachRating) and not all(
        letter in LETTERS and RATING_LOWEST <= value <= RATING_HIGHEST for letter, value in entry.values.items()
    ):
        raise ValueError("ratings go from 1 to 5")
    if isinstance(entry, Override) and not 0.0 <= entry.value <= 100.0:
        raise ValueError("values go from 0 to 100")
