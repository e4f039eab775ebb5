"""What coaches and learners write in review: comments, requests, ratings and overrides, in notes.jsonl.

Every entry has an id that is made once and never again, so files of notes can be merged without loss or doubles. An
entry is never changed: to change or withdraw it, another one says so. What counts is worked out by `in_force`, from the
entries alone and whatever order they were merged in.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

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
    known = {entry.id: entry for entry in written}
    standing = standing_entries(written)
    replaced = {before for entry in standing for before in _line(entry, known)[1:]}
    last = {_slot(entry, known): entry for entry in standing if entry.id not in replaced}
    return tuple(sorted(last.values(), key=_order))


def standing_entries(entries: Iterable[ReviewEntry]) -> tuple[Comment | CoachRating | Override, ...]:
    """Everything that was not taken back, overtaken or not, by the time it was written."""
    written = sorted(entries, key=_order)
    known = {entry.id: entry for entry in written}
    gone: set[str] = set()
    for entry in written:
        if isinstance(entry, Withdrawal) and _author(known.get(entry.about)) == entry.author:
            (gone.discard if entry.back else gone.add)(entry.about)
    return tuple(
        entry for entry in written if not isinstance(entry, Withdrawal) and gone.isdisjoint(_line(entry, known))
    )


def first_id(comment: Comment, entries: Iterable[ReviewEntry]) -> str:
    """The id a comment was first written under, before its words were put right: what replies name."""
    return _line(comment, {entry.id: entry for entry in entries})[-1]


def _line(entry: ReviewEntry, known: Mapping[str, ReviewEntry]) -> list[str]:
    """The id of an entry, then of what it put right, back to the first. Another author's words stay as they are."""
    found = [entry.id]
    while isinstance(entry, Comment) and entry.replaces and entry.replaces not in found:
        before = known.get(entry.replaces)
        if not isinstance(before, Comment) or before.author != entry.author:
            break
        found.append(before.id)
        entry = before
    return found


def _order(entry: ReviewEntry) -> tuple[datetime, str]:
    """When it was written; the id decides between entries of one moment, so that everybody sorts them alike."""
    try:
        written = datetime.fromisoformat(entry.written_at)
    except ValueError:
        written = datetime.min
    return (written if written.tzinfo is not None else written.replace(tzinfo=UTC)), entry.id


def _author(entry: ReviewEntry | None) -> str | None:
    return None if entry is None else entry.author


def _slot(entry: ReviewEntry, known: Mapping[str, ReviewEntry]) -> tuple[str, ...]:
    """Entries of one slot overtake each other."""
    if isinstance(entry, CoachRating):
        return ("rating", entry.author)
    if isinstance(entry, Override):
        return ("override", entry.author, entry.letter)
    return ("comment", _line(entry, known)[-1])


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
