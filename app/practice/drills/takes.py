"""One sentence said three ways: when a take is over, what was measured in it, and how two takes differ.

Compared are the takes with each other, so that no calibration is needed; all differences are against the first one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median, quantiles

from app.practice.drills import params
from app.practice.drills.feedback import Feedback
from app.practice.drills.live import LiveReading, VoicePoint
from app.practice.drills.model import Way

_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"(?:[^aeiouyl]e|[aeiouy]le)$")
_TENTHS_SD = 2.563  # SDs between the tenth and the ninetieth percentile
_REFERENCE_HZ = 100.0  # semitones are differences; any reference serves


@dataclass(frozen=True, slots=True)
class Take:
    """What was measured in one take. pace: syllables a second, pauses included: a beat between the
    parts of a sentence slows it, too.

    pitch_st: middle of the pitch, semitones over 100 Hz. move_st: how much it moves (SD, from its middle eighty
    percent: single slips of an octave do not count). level_dbfs: mean level of the voiced parts.
    above_st, above_db: over the own usual pitch and level, None without a calibration.
    """

    seconds: float
    pace: float
    pitch_st: float
    move_st: float
    level_dbfs: float
    above_st: float | None = None
    above_db: float | None = None
    points: tuple[VoicePoint, ...] = ()


def syllables(text: str) -> int:
    """About how many syllables an English sentence has: its vowel groups, a silent e left out."""
    count = 0
    for word in re.findall(r"[a-z]+", text.lower().replace("'", "").replace("’", "")):
        groups = len(_VOWELS.findall(word))
        count += max(1, groups - bool(groups > 1 and _SILENT_E.search(word)))
    return count


class TakeListener:
    """Follows one take. Feed readings; `done` when the voice was there and has gone, or the take is too long."""

    def __init__(self) -> None:
        self.points: list[VoicePoint] = []
        self._began_s: float | None = None
        self._last_voiced_s: float | None = None
        self._voiced_s = 0.0
        self._since_s: float | None = None
        self.done = False

    @property
    def heard(self) -> bool:
        """Whether there was voice enough for a take."""
        return self._voiced_s >= params.TAKE_VOICED_S

    def push(self, reading: LiveReading) -> None:
        """The next reading; what comes after the end is left out."""
        self._since_s = reading.t_s if self._since_s is None else self._since_s
        if self._began_s is None and reading.t_s - self._since_s >= params.TAKE_WAITS_S:
            self.done = True
        for point in reading.voice:
            if self.done:
                return
            self._take(point)

    def finish(self) -> None:
        """End it now, by hand."""
        self.done = True

    def _take(self, point: VoicePoint) -> None:
        if point.f0_hz is not None:
            self._began_s = point.t_s if self._began_s is None else self._began_s
            self._last_voiced_s = point.t_s
            self._voiced_s += params.VOICE_BIN_S
        if self._began_s is None:
            return
        self.points.append(point)
        silent_s = point.t_s - (self._last_voiced_s or point.t_s)
        too_long = point.t_s - self._began_s >= params.TAKE_LONGEST_S
        self.done = (self.heard and silent_s >= params.TAKE_END_S) or too_long


def measure_take(points: Sequence[VoicePoint], sentence: str) -> Take | None:
    """What a take shows; None without voice enough."""
    voiced = [point for point in points if point.f0_hz is not None]
    if len(voiced) * params.VOICE_BIN_S < params.TAKE_VOICED_S:
        return None
    seconds = voiced[-1].t_s - voiced[0].t_s + params.VOICE_BIN_S
    semitones = [12.0 * math.log2(point.f0_hz / _REFERENCE_HZ) for point in voiced if point.f0_hz]
    middle = median(semitones)
    semitones = [one for one in semitones if abs(one - middle) <= params.SLIP_ST]
    return Take(
        seconds=seconds,
        pace=syllables(sentence) / seconds,
        pitch_st=median(semitones),
        move_st=_spread(semitones),
        level_dbfs=fmean(point.level_dbfs for point in voiced),
        above_st=_middle(point.st for point in voiced),
        above_db=_middle(point.above_db for point in voiced),
        points=tuple(points),
    )


def _middle(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None


def _spread(values: Sequence[float]) -> float:
    """The SD that the range between tenth and ninetieth percentile has in a normal distribution."""
    tenths = quantiles(values, n=10)
    return (tenths[-1] - tenths[0]) / _TENTHS_SD


def tone_feedback(way: Way, take: Take | None, first: Take | None) -> Feedback:
    """What differs from the first take. first: None while the first one is judged, or when it was not measured."""
    if take is None:
        return Feedback("unknown", "Not heard.", "There was too little voice to measure. Say it once more.")
    if way == "as_it_comes":
        return Feedback("good", "This is your own measure.", "The next two are held against it.", _plain(take))
    if first is None:
        text = "The first take was not measured, so there is nothing to hold this one against."
        return Feedback("unknown", "Nothing to compare with.", text, _plain(take))
    return _calmer(take, first) if way == "calmer" else _warmer(take, first)


def _calmer(take: Take, first: Take) -> Feedback:
    slower = take.pace <= params.CALMER_PACE * first.pace
    level = take.level_dbfs - first.level_dbfs <= params.CALMER_LEVEL_DB
    pitch = take.pitch_st - first.pitch_st <= params.CALMER_PITCH_ST
    wrong = [
        "It was not slower: leave a beat after each part of the sentence." if not slower else "",
        "It was louder: begin at half a breath." if not level else "",
        "It was higher: let the last word fall." if not pitch else "",
    ]
    return _told(
        wrong, "Slower and no louder.", "Calmer to the ear: slower than your first take, not louder.", take, first
    )


def _warmer(take: Take, first: Take) -> Feedback:
    moves = take.move_st - first.move_st >= params.WARMER_MOVE_ST
    level = take.level_dbfs - first.level_dbfs <= params.WARMER_LEVEL_DB
    pace = take.pace <= params.WARMER_PACE * first.pace
    wrong = [
        "The pitch moved no more than before: let it rise on the word that matters to them." if not moves else "",
        "It was louder: warmth needs no level." if not level else "",
        "It was faster: give the important word time." if not pace else "",
    ]
    text = "Your pitch moved more at an even level. Warmth itself is not measured; listeners often hear this as warmer."
    return _told(wrong, "More movement, no more level.", text, take, first)


def _told(wrong: Sequence[str], head: str, text: str, take: Take, first: Take) -> Feedback:
    said = [one for one in wrong if one]
    if not said:
        return Feedback("good", head, text, _against(take, first))
    return Feedback(
        "watch", "Almost." if len(said) == 1 else "Try it once more.", " ".join(said), _against(take, first)
    )


def _plain(take: Take) -> tuple[str, ...]:
    level = f"Level: {abs(take.level_dbfs):.0f} dB below full scale"
    if take.above_db is not None:
        level = f"Level: {_signed(round(take.above_db, 1), 'dB', 'below your usual', 'above your usual', 'your usual')}"
    pitch = f"Pitch moves by {take.move_st:.1f} semitones"
    if take.above_st is not None:
        usual = _signed(round(take.above_st, 1), "semitones", "below your usual", "above your usual", "your usual")
        pitch = f"Pitch: {usual}; moves by {take.move_st:.1f}"
    return (f"Pace: {take.pace:.1f} syllables a second", level, pitch)


def _against(take: Take, first: Take) -> tuple[str, ...]:
    pace = round(100.0 * (take.pace / first.pace - 1.0))
    level, pitch = take.level_dbfs - first.level_dbfs, take.pitch_st - first.pitch_st
    return (
        f"Pace: {take.pace:.1f} syllables a second ({_signed(pace, '%', 'slower', 'faster')})",
        f"Level: {_signed(round(level, 1), 'dB', 'quieter', 'louder')}",
        f"Pitch: {_signed(round(pitch, 1), 'semitones', 'lower', 'higher')}; moves by {take.move_st:.1f} "
        f"(first take {first.move_st:.1f})",
    )


def _signed(value: float, unit: str, below: str, above: str, same: str = "as before") -> str:
    if value == 0:
        return same
    return f"{abs(value):g} {unit} {below if value < 0 else above}"
