"""How the review says times, speeds, keys and how far a rating is; which moment comes next. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from app.ui.words import clock
from perception.recording.review_notes import CoachRating, ReviewEntry, in_force
from perception.types import LETTERS, Scorecard

KEY_LINE: Final = "step ← → · 5 s ⇧← ⇧→ · moments N P · loop L · comment C · mark M"
COACH: Final = "Coach"  # who writes where no name was given
JUST_HERE_S: Final = 0.25  # a moment that near is where one stands


def exact_clock(t_s: float) -> str:
    """A time to a tenth of a second: 02:12.4."""
    tenths = int(max(0.0, t_s) * 10 + 1e-6)
    return f"{clock(tenths // 10)}.{tenths % 10}"


def speed_words(speed: float) -> str:
    """1.0×, 0.75×."""
    return f"{speed:.2f}×" if round(speed * 100) % 10 else f"{speed:.1f}×"


def rated(entries: Iterable[ReviewEntry], author: str) -> int:
    """How many letters this author has dealt with in the rating that counts."""
    found = [entry for entry in in_force(entries) if isinstance(entry, CoachRating) and entry.author == author]
    return len(set(found[-1].values) | set(found[-1].cannot)) if found else 0


def rate_words(done: int) -> str:
    """What the button about the coach's own rating says."""
    return f"Rate first ({done} of {len(LETTERS)})" if done < len(LETTERS) else "Rated"


def moment_times(scorecard: Scorecard, others: Iterable[float] = (), *, duration_s: float) -> tuple[float, ...]:
    """When something worth a look begins: feelings voiced, and others such as marks and comments."""
    return tuple(sorted({t_s for t_s in (*(m.t_s for m in scorecard.moments), *others) if 0 <= t_s <= duration_s}))


def moment_after(times: Sequence[float], t_s: float) -> float | None:
    """The next one; None where there is none."""
    return next((one for one in times if one > t_s + JUST_HERE_S), None)


def moment_before(times: Sequence[float], t_s: float) -> float | None:
    """The one before; None where there is none."""
    return next((one for one in reversed(times) if one < t_s - JUST_HERE_S), None)
