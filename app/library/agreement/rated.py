"""Which calls were rated by whom, read from session folders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from perception.errors import SessionFormatError
from perception.recording.reader import open_session
from perception.recording.review_notes import CoachRating, ReviewEntry, read_review, standing_entries
from perception.types import Scorecard


@dataclass(frozen=True, slots=True)
class RatedCall:
    """One call with what was measured and how coaches rated it.

    measured: letter to 0..100, scored letters only. coaches: author to letter to 1..5, from ratings that were finished
    before the author saw what was measured.
    """

    session_id: str
    measured: Mapping[str, float]
    coaches: Mapping[str, Mapping[str, int]]
    folder: Path = Path()
    title: str = ""


def rated_calls(folders: Iterable[Path]) -> tuple[RatedCall, ...]:
    """Every call that a coach has rated, each session id once: copies of one session count as one call.

    Folders that cannot be read are left out; the library tells about them.
    """
    found: dict[str, RatedCall] = {}
    for folder in folders:
        try:
            call = _rated(folder)
        except SessionFormatError:
            continue
        if call is not None:
            earlier = found.get(call.session_id)
            found[call.session_id] = call if earlier is None else _joined(earlier, call)
    return tuple(found.values())


def blind_ratings(entries: Sequence[ReviewEntry]) -> dict[str, Mapping[str, int]]:
    """The last rating of each author that was finished and made blind, unless it was withdrawn."""
    return {
        entry.author: entry.values
        for entry in standing_entries(entries)
        if isinstance(entry, CoachRating) and entry.done and entry.blind
    }


def has_seen(entries: Iterable[ReviewEntry], author: str) -> bool:
    """Whether somebody has seen the measurement: finished a rating once, or looked without. Taking that back is no way
    to forget it."""
    return any(
        isinstance(entry, CoachRating) and entry.author == author and (entry.done or not entry.blind)
        for entry in entries
    )


def measured_values(card: Scorecard | None) -> dict[str, float]:
    """Letter to 0..100, scored letters only; {} without a result."""
    scores = card.letters if card is not None else {}
    return {letter: one.value for letter, one in scores.items() if one.state == "scored" and one.value is not None}


def _rated(folder: Path) -> RatedCall | None:
    coaches = blind_ratings(read_review(folder))
    if not coaches:
        return None
    session = open_session(folder)
    measured = measured_values(session.scorecard())
    return RatedCall(session.header.session_id, measured, coaches, folder, session.header.title)


def _joined(first: RatedCall, second: RatedCall) -> RatedCall:
    coaches = {**first.coaches, **second.coaches}
    return replace(first, measured=first.measured or second.measured, coaches=coaches)
