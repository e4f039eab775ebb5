"""How reports say numbers, times and letters. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from perception.types import LetterScore

DISCLAIMER: Final = "For personal training; not for assessment"
LETTER_NAMES: Final[Mapping[str, str]] = {
    "E": "Eye contact",
    "M": "Muscles of the face",
    "P": "Posture",
    "A": "Affect: naming feelings",
    "T": "Tone of voice",
    "H": "Hearing the whole person",
    "Y": "Your response",
}
OUTCOMES: Final[Mapping[str, str]] = {
    "named": "named",
    "acknowledged": "acknowledged",
    "missed": "missed",
    "jumped_to_fixing": "jumped to fixing",
    "blocked": "turned away",
}
_STEP: Final = 5  # values are not known more exactly than that


def clock(t_s: float) -> str:
    """A time in the session: 02:31, or 1:02:31 from an hour on."""
    hours, rest = divmod(max(0, int(t_s)), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes:02d}:{seconds:02d}"


def length(seconds: float) -> str:
    """A length: 40 s, 7 min, 7 min 40 s, 1 h 5 min."""
    hours, rest = divmod(max(0, round(seconds)), 3600)
    minutes, rest_s = divmod(rest, 60)
    if hours:
        return f"{hours} h {minutes} min"
    if minutes:
        return f"{minutes} min {rest_s} s" if rest_s else f"{minutes} min"
    return f"{rest_s} s"


def day(moment: str) -> str:
    """2 March 2026, 09:30 from an ISO time; the text itself when it is none."""
    try:
        parsed = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    return f"{parsed.day} {parsed:%B %Y, %H:%M}"


def percent(share: float) -> str:
    """A share 0..1 as 46 %."""
    return f"{100 * share:.0f} %"


def quantity(value: float, unit: str) -> str:
    """A component's value as people read it."""
    if unit == "share":
        return percent(value)
    text = f"{value:.0f}" if abs(value) >= 10 else f"{value:.1f}".removesuffix(".0")
    return f"{text} {unit}".strip()


def value_text(score: LetterScore) -> str:
    """'82 ± 10' when scored (half the interval in steps of 5), '55–75' for a band, '–' without enough evidence."""
    if score.state == "not_enough" or score.low is None or score.high is None:
        return "–"
    if score.state == "scored" and score.value is not None:
        return f"{score.value:.0f} ± {max(_STEP, _round(0.5 * (score.high - score.low)))}"
    low, high = _round(score.low), _round(score.high)
    return f"{low}–{max(high, low + _STEP)}"


def sentence(text: str) -> str:
    """With a capital at the start and a full stop at the end."""
    text = text.strip()
    if not text:
        return ""
    end = "" if text.endswith((".", "!", "?", "”")) else "."
    return f"{text[0].upper()}{text[1:]}{end}"


def corrected_by_hand(count: int) -> str:
    """That so many lines of a transcript do not read as they were heard; '' for none."""
    if count == 0:
        return ""
    return "One line was corrected by hand." if count == 1 else f"{count} lines were corrected by hand."


def _round(value: float) -> int:
    return _STEP * round(value / _STEP)
