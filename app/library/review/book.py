"""What one person writes in a review, entry by entry: made here, kept by whoever asked for them.

An entry says when it was written. Of one author the times never go back, whatever the clock of the machine does,
because the last one counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, TypeVar

from app.library.agreement.rated import blind_ratings, has_seen
from app.library.agreement.scale import nearest_step
from perception.recording.review_notes import (
    CoachRating,
    Comment,
    Override,
    ReviewEntry,
    ReviewRole,
    Withdrawal,
    first_ids,
    in_force,
    new_id,
)
from perception.types import LETTERS, Letter, Span

LEAST_REASON_WORDS: Final = 3
VALUE_STEP: Final = 5  # of an override, in points
_EntryT = TypeVar("_EntryT", bound=ReviewEntry)


class ReviewBook:
    """All entries of a session as one author sees and extends them. now: wall clock."""

    def __init__(
        self,
        entries: Iterable[ReviewEntry],
        *,
        author: str,
        role: ReviewRole,
        now: Callable[[], datetime],
        rubric: str = "",
    ) -> None:
        self.entries: tuple[ReviewEntry, ...] = tuple(entries)
        self.author = author
        self.role = role
        self.rubric = rubric
        self._now = now

    # ------------------------------------------------------------ what counts

    @property
    def rating(self) -> CoachRating | None:
        """The author's rating that counts, None before the first."""
        found = (one for one in in_force(self.entries) if isinstance(one, CoachRating) and one.author == self.author)
        return next(found, None)

    @property
    def has_seen(self) -> bool:
        """Whether the author has seen the measurement: finished a rating once, or looked without."""
        return has_seen(self.entries, self.author)

    @property
    def counts_for_agreement(self) -> bool:
        """Whether a finished rating was made before the measurement was seen."""
        return self.author in blind_ratings(self.entries)

    @property
    def last(self) -> ReviewEntry | None:
        """The author's last entry that stands, to take back."""
        own = [one for one in in_force(self.entries) if one.author == self.author]
        return own[-1] if own else None

    def as_it_stands(self, comment: Comment) -> Comment | None:
        """A comment with its words as they were put right last; None where it was taken back."""
        firsts = first_ids(self.entries)
        found = (one for one in in_force(self.entries) if isinstance(one, Comment))
        return next((one for one in found if firsts[one.id] == firsts[comment.id]), None)

    def is_own(self, entry: ReviewEntry) -> bool:
        """Whether the author may change it."""
        return entry.author == self.author

    # ------------------------------------------------------------ ratings

    def rate(self, letter: Letter, value: int | None) -> CoachRating:
        """Rate a letter; None: it cannot be told."""
        before = self._before()
        values = {one: given for one, given in before.values.items() if one != letter}
        cannot = tuple(one for one in before.cannot if one != letter)
        if value is None:
            cannot = (*cannot, letter)
        else:
            values[letter] = value
        kept = tuple(one for one in before.kept if one != letter)
        return self._rated(replace(before, values=values, cannot=cannot, kept=kept))

    def look(self) -> CoachRating:
        """Look at the measurement without rating first: from here on no rating is blind."""
        return self._rated(self._before(), blind=False)

    def agree(self, letter: Letter, measured: float) -> CoachRating:
        """Take the measured value, 0..100, as the own one. The blind rating stays in the file."""
        return self.rate(letter, nearest_step(measured))

    def keep_mine(self, letter: Letter) -> CoachRating:
        """The difference was looked at; the own rating stays."""
        before = self._before()
        return self._rated(replace(before, kept=tuple(dict.fromkeys((*before.kept, letter)))))

    def override(self, letter: Letter, value: float, reason: str) -> Override:
        """A value of one's own beside the measured one. Raises ValueError without a reason of a few words."""
        if not is_reason(reason):
            raise ValueError("a reason of a few words is needed")
        return self._add(Override(new_id(), self.author, self._stamp(), letter, value, " ".join(reason.split())))

    # ------------------------------------------------------------ words

    def comment(
        self, text: str, at: Span | float | None, *, take: bool = False, voice: str | None = None, id_: str = ""
    ) -> Comment:
        """Words about a moment, a span or, with None, the whole session. take: asks for another take."""
        start_s = at.start_s if isinstance(at, Span) else at
        end_s = at.end_s if isinstance(at, Span) else None
        made = Comment(
            id_ or new_id(), self.author, self.role, self._stamp(), text.strip(), start_s, end_s, take=take, voice=voice
        )
        return self._add(made)

    def reply(self, thread: str, text: str, t_s: float | None = None) -> Comment:
        """An answer to the comment that was first written under this id."""
        return self._add(
            Comment(new_id(), self.author, self.role, self._stamp(), text.strip(), t_s=t_s, reply_to=thread)
        )

    def reword(self, comment: Comment, text: str) -> Comment:
        """Put own words right; everything else stays."""
        made = replace(comment, id=new_id(), written_at=self._stamp(), text=text.strip(), replaces=comment.id)
        return self._add(made)

    # ------------------------------------------------------------ taking back

    def delete(self, comment: Comment) -> Withdrawal:
        """Take own words back, with all that put them right."""
        return self.withdraw(first_ids(self.entries)[comment.id])

    def withdraw(self, about: str) -> Withdrawal:
        """Take one entry back; what it overtook counts again."""
        return self._add(Withdrawal(new_id(), self.author, self._stamp(), about))

    def bring_back(self, about: str) -> Withdrawal:
        """Let it count again."""
        return self._add(Withdrawal(new_id(), self.author, self._stamp(), about, back=True))

    def undo(self, entry: ReviewEntry) -> Withdrawal:
        """What takes back an entry of the author, a withdrawal too."""
        if isinstance(entry, Withdrawal):
            return self.withdraw(entry.about) if entry.back else self.bring_back(entry.about)
        return self.withdraw(entry.id)

    # ------------------------------------------------------------ inside

    def _before(self) -> CoachRating:
        return self.rating or CoachRating("", self.author, "", rubric=self.rubric)

    def _rated(self, rating: CoachRating, *, blind: bool = True) -> CoachRating:
        seen = self.has_seen or not blind
        done = len(rating.values) + len(rating.cannot) == len(LETTERS)
        made = replace(
            rating,
            id=new_id(),
            written_at=self._stamp(),
            done=done,
            blind=not seen,
            rubric=self.rubric or rating.rubric,
        )
        return self._add(made)

    def _stamp(self) -> str:
        now = self._now()
        now = now if now.tzinfo is not None else now.astimezone()
        for entry in self.entries:
            if entry.author == self.author:
                now = max(now, _after(entry) or now)
        return now.isoformat(timespec="microseconds")

    def _add(self, entry: _EntryT) -> _EntryT:
        self.entries = (*self.entries, entry)
        return entry


def is_reason(text: str) -> bool:
    """Whether this says why, in a few words."""
    return len(text.split()) >= LEAST_REASON_WORDS


def _after(entry: ReviewEntry) -> datetime | None:
    """The first moment after an entry was written; None where that cannot be told."""
    try:
        found = datetime.fromisoformat(entry.written_at) + timedelta(microseconds=1)
        return found if found.tzinfo is not None else found.astimezone()
    except (ValueError, OverflowError):
        return None
