"""How coaches rated the clips of a pack: the spread of their blind ratings, clip by clip and letter by letter. Pure but
for reading folders."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from app.library.agreement.rated import RatedCall, blind_ratings, has_seen, measured_values
from app.library.calibration_packs.pack import PackClip
from app.library.calibration_packs.values import KeptPack
from app.spreadsheet import plain_cell
from perception.errors import SessionFormatError
from perception.recording.reader import open_session
from perception.recording.review_notes import CoachRating, ReviewEntry, read_review, standing_entries
from perception.types import LETTERS, Letter

CSV_HEAD: Final = ("clip", "title", "letter", "coach", "rating", "coaches", "mean", "lowest", "highest")


@dataclass(frozen=True, slots=True)
class LetterSpread:
    """All blind ratings of a letter in a clip. own: 1..5 or None. others: coach to 1..5."""

    letter: Letter
    own: int | None
    others: Mapping[str, int]

    @property
    def values(self) -> tuple[int, ...]:
        """Every rating."""
        return (*(() if self.own is None else (self.own,)), *self.others.values())

    @property
    def width(self) -> int:
        """Steps between the lowest and the highest; 0 where fewer than two rated."""
        return max(self.values) - min(self.values) if len(self.values) > 1 else 0


@dataclass(frozen=True, slots=True)
class ClipRatings:
    """A clip as one coach may see it.

    rated: this coach rated all seven before seeing anything. seen: rated, or looked without. others: how many other
    coaches have rated it. begun: how many letters this coach has rated. letters: () until `seen`.
    entries: everything that was written; the window shows what others wrote only once `seen`.
    """

    clip: PackClip
    rated: bool
    seen: bool
    others: int
    begun: int = 0
    letters: tuple[LetterSpread, ...] = ()
    entries: tuple[ReviewEntry, ...] = ()
    measured: Mapping[str, float] | None = None
    problem: str = ""

    @property
    def widest(self) -> int:
        """The widest spread of a letter, in steps."""
        return max((one.width for one in self.letters), default=0)

    @property
    def mean_width(self) -> float:
        """The spread of all letters that two or more rated, in steps."""
        widths = [one.width for one in self.letters if len(one.values) > 1]
        return fmean(widths) if widths else 0.0


def clip_ratings(clip: PackClip, entries: Iterable[ReviewEntry], me: str) -> ClipRatings:
    """What `me` may see of a clip."""
    written = tuple(entries)
    blind = blind_ratings(written)
    seen = has_seen(written, me)
    last = [one for one in standing_entries(written) if isinstance(one, CoachRating) and one.author == me]
    begun = len(last[-1].values) + len(last[-1].cannot) if last else 0
    others = {author: values for author, values in blind.items() if author != me}
    letters = tuple(_spread(letter, blind.get(me, {}), others) for letter in LETTERS) if seen else ()
    return ClipRatings(clip, me in blind, seen, len(others), begun, letters, written)


def read_ratings(kept: KeptPack, me: str) -> tuple[ClipRatings, ...]:
    """Every clip of a pack, in its order; one that cannot be read says why."""
    return tuple(_read(kept, clip, me) for clip in kept.pack.clips)


def widest_first(clips: Sequence[ClipRatings]) -> tuple[ClipRatings, ...]:
    """Clips to talk about first; those not rated yet stand at the end in their order."""
    return tuple(sorted(clips, key=lambda one: (not one.seen, -one.widest, -one.mean_width)))


def rated_calls_of(kept: KeptPack, clips: Iterable[ClipRatings]) -> tuple[RatedCall, ...]:
    """The clips this coach rated, as agreement takes them: others' ratings of the rest stay hidden."""
    return tuple(
        RatedCall(
            one.clip.id,
            one.measured or {},
            dict(blind_ratings(one.entries)),
            kept.clip_folder(one.clip),
            one.clip.title,
        )
        for one in clips
        if one.seen
    )


def spread_csv(clips: Iterable[ClipRatings], me: str) -> str:
    """A table of every rating of the clips this coach has seen: one line a clip, letter and coach."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(CSV_HEAD)
    for number, one in enumerate(clips, start=1):
        for letter in one.letters:
            ratings = [*([(me, letter.own)] if letter.own is not None else []), *sorted(letter.others.items())]
            values = letter.values
            for coach, value in ratings:
                about = (len(values), f"{fmean(values):.2f}", min(values), max(values))
                table.writerow((number, plain_cell(one.clip.title), letter.letter, plain_cell(coach), value, *about))
    return out.getvalue()


def _spread(letter: Letter, own: Mapping[str, int], others: Mapping[str, Mapping[str, int]]) -> LetterSpread:
    theirs = {author: values[letter] for author, values in sorted(others.items()) if letter in values}
    return LetterSpread(letter, own.get(letter), theirs)


def _read(kept: KeptPack, clip: PackClip, me: str) -> ClipRatings:
    folder = kept.clip_folder(clip)
    try:
        found = clip_ratings(clip, read_review(folder), me)
        card = open_session(folder).scorecard() if found.seen else None
    except SessionFormatError as error:
        return ClipRatings(clip, rated=False, seen=False, others=0, problem=f"{error.message} {error.recovery}")
    measured = measured_values(card)
    return ClipRatings(clip, found.rated, found.seen, found.others, found.begun, found.letters, found.entries, measured)
