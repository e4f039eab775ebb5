"""How the review says times, speeds, keys and how far a rating is; which moment comes next. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from app.library.review.happenings import CUE, MARK, MOMENT
from app.library.review.series import SessionSeries
from app.ui.ports import OpenedSession
from app.ui.words import clock
from perception.recording.review_notes import CoachRating, Comment
from perception.types import LETTERS

KEY_LINE: Final = "step ← → · loop L · comment C"
_OPEN: Final = (MARK,)
_JUDGED: Final = (MOMENT, CUE)
JUST_HERE_S: Final = 0.25  # a moment that near is where one stands


def exact_clock(t_s: float) -> str:
    """A time to a tenth of a second: 02:12.4."""
    tenths = int(max(0.0, t_s) * 10 + 1e-6)
    return f"{clock(tenths // 10)}.{tenths % 10}"


def speed_words(speed: float) -> str:
    """1.0×, 0.75×."""
    return f"{speed:.2f}×" if round(speed * 100) % 10 else f"{speed:.1f}×"


def rate_words(rating: CoachRating | None) -> str:
    """What the button about the coach's own rating says."""
    done = len(set(rating.values) | set(rating.cannot)) if rating is not None else 0
    words = "Rate first" if rating is None or rating.blind else "Rate"
    return f"{words} ({done} of {len(LETTERS)})" if done < len(LETTERS) else "Your rating"


def customer_of(session: OpenedSession) -> str:
    """The first name of a written customer, '' for any other."""
    scenario = session.practice.scenario if session.practice is not None else None
    return scenario.persona.name.split()[0] if scenario is not None and scenario.persona.name.strip() else ""


def moment_times(series: SessionSeries, comments: Iterable[Comment], *, locked: bool) -> tuple[float, ...]:
    """When something worth a look begins: feelings voiced, cues, marks, comments.

    locked: what tells the machine's judgement is left out.
    """
    times = [one.t_s for one in series.happenings if one.kind in (*_OPEN, *(() if locked else _JUDGED))]
    times += [one.t_s for one in comments if one.t_s is not None]
    return tuple(sorted({t_s for t_s in times if 0 <= t_s <= series.duration_s}))


def moment_after(times: Sequence[float], t_s: float) -> float | None:
    """The next one; None where there is none."""
    return next((one for one in times if one > t_s + JUST_HERE_S), None)


def moment_before(times: Sequence[float], t_s: float) -> float | None:
    """The one before; None where there is none."""
    return next((one for one in reversed(times) if one < t_s - JUST_HERE_S), None)
