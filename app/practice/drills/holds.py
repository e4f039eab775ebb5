"""Holding still with face or body: what is counted while it lasts, and what is said of it at the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Final

from app.practice.drills import params
from app.practice.drills.feedback import Feedback
from app.practice.drills.live import LiveReading
from app.practice.drills.model import PostureFocus

_UP: Final = "Put both feet down, let the shoulders drop, and rise from the lower back."
_LONGEST_STEP_S: Final = 0.5  # a longer time between two readings is a gap and counts for nothing
_MOVEMENTS: Final[Mapping[str, tuple[str, str]]] = {
    "brow_lower": ("brows lowered", "Let the brows go up a hair's breadth and rest there."),
    "lip_press": ("lips pressed", "Part the lips a little; the jaw follows."),
    "smile": ("smile", "Let the corners of the mouth rest while bad news is told."),
}


def _percent(share: float) -> str:
    return f"{round(100.0 * share)} %"


class _Timed:
    """Time between readings, gaps left out."""

    def __init__(self) -> None:
        self._last_s: float | None = None

    def step_s(self, t_s: float) -> float:
        """Seconds since the last reading that count, 0 for the first one and after a gap."""
        last, self._last_s = self._last_s, t_s
        passed = 0.0 if last is None else t_s - last
        return passed if 0.0 < passed <= _LONGEST_STEP_S else 0.0


class FaceHold:
    """A neutral, attentive face for `hold_s` seconds after the first three, which show the own rest."""

    def __init__(self, hold_s: float) -> None:
        self.hold_s = hold_s
        self.elapsed_s = 0.0
        self._timed = _Timed()
        self._seen_s = 0.0
        self._moved_s = 0.0
        self._attended_s = self._attend_known_s = 0.0
        self._rest: dict[str, list[float]] = {name: [] for name in _MOVEMENTS}
        self._known_rest: dict[str, float] = {}
        self._open_s: dict[str, float] = dict.fromkeys(_MOVEMENTS, 0.0)
        self._told_s: dict[str, float] = dict.fromkeys(_MOVEMENTS, 0.0)
        self.showing: tuple[str, ...] = ()

    @property
    def whole_s(self) -> float:
        """How long it takes in all."""
        return params.REST_S + self.hold_s

    @property
    def done(self) -> bool:
        """Whether its time is over."""
        return self.elapsed_s >= self.whole_s

    @property
    def resting(self) -> bool:
        """Whether the own rest is still being looked at."""
        return self.elapsed_s < params.REST_S

    def push(self, reading: LiveReading) -> None:
        """The next reading. `showing`: the movements that are there now, in words."""
        if self.done:
            return
        passed_s = self._timed.step_s(reading.t_s)
        self.elapsed_s += passed_s
        self.showing = ()
        if not reading.face or not reading.displays:
            self._open_s = dict.fromkeys(_MOVEMENTS, 0.0)
            return
        if self.resting:
            for name, kept in self._rest.items():
                kept.append(reading.displays.get(name, 0.0))
            return
        self._count(reading, passed_s)

    def _count(self, reading: LiveReading, passed_s: float) -> None:
        if not self._known_rest:
            self._known_rest = {name: median(kept) if kept else 0.0 for name, kept in self._rest.items()}
        self._seen_s += passed_s
        if reading.attend_p is not None:
            self._attend_known_s += passed_s
            self._attended_s += passed_s * (reading.attend_p >= params.ATTENDING)
        shown = []
        for name, limit in params.DISPLAY_LIMITS.items():
            above = reading.displays.get(name, 0.0) - self._known_rest[name]
            before_s = self._open_s[name]
            self._open_s[name] = before_s + passed_s if above >= limit else 0.0
            if self._open_s[name] >= params.DISPLAY_LEAST_S:
                # What it took to be told counts as well.
                self._told_s[name] += passed_s if before_s >= params.DISPLAY_LEAST_S else self._open_s[name]
                shown.append(name)
        self._moved_s += passed_s * bool(shown)
        self.showing = tuple(_MOVEMENTS[name][0] for name in shown)

    def feedback(self) -> Feedback:
        """What was seen, in seconds."""
        if self._seen_s < params.FACE_SEEN_SHARE * self.hold_s:
            text = f"Your face was in the picture for {self._seen_s:.0f} of {self.hold_s:.0f} s. Sit a little nearer."
            return Feedback("unknown", "Not enough seen.", text)
        told = [(name, self._told_s[name]) for name in _MOVEMENTS if self._told_s[name] > 0.0]
        numbers = [
            f"{_MOVEMENTS[name][0].capitalize()}: {seconds:.1f} of {self._seen_s:.0f} s" for name, seconds in told
        ]
        quiet = 1.0 - self._moved_s / self._seen_s
        numbers.append(f"At rest: {_percent(quiet)} of the time")
        attend = self._attended_s / self._attend_known_s if self._attend_known_s else None
        if attend is not None:
            numbers.append(f"On the call: {_percent(attend)} of the time")
        if quiet < params.FACE_QUIET_SHARE:
            name = max(told, key=lambda one: one[1])[0]
            return Feedback("watch", f"Almost: {_MOVEMENTS[name][0]}.", _MOVEMENTS[name][1], tuple(numbers))
        if attend is not None and attend < params.ATTEND_SHARE:
            text = "Your face rested, your eyes were away. Keep them on the customer while the message is read."
            return Feedback("watch", "Quiet, but looking away.", text, tuple(numbers))
        return Feedback(
            "good", "A face that listens.", "Brows, lips and mouth rested while it was said.", tuple(numbers)
        )


@dataclass(frozen=True, slots=True)
class Seat:
    """How one sits now against the own upright: what is off, in words; empty when nothing is. None: not seen."""

    off: tuple[str, ...] | None
    slouch: float | None = None
    tilt_deg: float | None = None
    lean: float | None = None


class PostureHold:
    """Sitting back to the own upright and staying so for `hold_s` seconds in a row.

    Without a calibration the first three seconds show what upright is.
    """

    def __init__(self, hold_s: float, focus: PostureFocus) -> None:
        self.hold_s = hold_s
        self._focus = focus
        self._timed = _Timed()
        self._usual: tuple[float, float, float] | None = None
        self._rest: list[tuple[float, float, float]] = []
        self.elapsed_s = self.held_s = self._best_s = self._seen_s = 0.0
        self._reached_s: float | None = None
        self.seat = Seat(None)

    @property
    def word(self) -> str:
        """What is held."""
        return "near" if self._focus == "near" else "upright"

    @property
    def done(self) -> bool:
        """Whether it was held long enough, or has taken too long."""
        return self.held_s >= self.hold_s or self.elapsed_s >= params.POSTURE_LONGEST_S

    @property
    def resting(self) -> bool:
        """Whether the own upright is still being looked at."""
        return self._usual is None

    def push(self, reading: LiveReading) -> None:
        """The next reading."""
        if self.done:
            return
        passed_s = self._timed.step_s(reading.t_s)
        self.elapsed_s += passed_s
        if reading.slouch is None or reading.shoulder_tilt_deg is None:
            self.seat, self.held_s = Seat(None), 0.0
            return
        now = (reading.slouch, reading.shoulder_tilt_deg, reading.lean or 0.0)
        if self._usual is None and not self._learn(now, calibrated=reading.calibrated):
            return
        self._seen_s += passed_s
        self.seat = self._seat(now)
        self.held_s = self.held_s + passed_s if not self.seat.off else 0.0
        self._best_s = max(self._best_s, self.held_s)
        if not self.seat.off and self._reached_s is None:
            self._reached_s = self.elapsed_s

    def _learn(self, now: tuple[float, float, float], *, calibrated: bool) -> bool:
        """Whether the own upright is known by now."""
        if calibrated:
            self._usual = (1.0, 0.0, 0.0)
            return True
        self._rest.append(now)
        if self.elapsed_s >= params.REST_S and len(self._rest) > 1:
            slouch, tilt, lean = (median(column) for column in zip(*self._rest, strict=True))
            self._usual = (slouch, tilt, lean)
        return False

    def _seat(self, now: tuple[float, float, float]) -> Seat:
        usual = self._usual or (1.0, 0.0, 0.0)
        slouch, tilt, lean = now[0] / usual[0] if usual[0] else now[0], now[1] - usual[1], now[2] - usual[2]
        off = []
        if slouch < params.SLOUCH:
            off.append("lower than your upright")
        if abs(tilt) > params.TILT_DEG:
            off.append("one shoulder lower")
        if self._focus == "near":
            off += ["not nearer yet"] if lean < params.LEAN else []
        elif abs(lean) > params.LEAN:
            off.append("leaning in" if lean > 0.0 else "leaning back")
        return Seat(tuple(off), slouch, tilt, lean)

    def feedback(self) -> Feedback:
        """How soon it was reached and how long it was held."""
        if self._seen_s < params.REST_S:
            text = "Your shoulders were not in the picture. Move back until both can be seen."
            return Feedback("unknown", "Not enough seen.", text)
        numbers = [f"Longest {self.word}: {self._best_s:.0f} of {self.hold_s:.0f} s in a row"]
        if self._reached_s is not None:
            numbers.append(f"Reached after {self._reached_s:.0f} s")
        if self.seat.slouch is not None and self.seat.tilt_deg is not None:
            height = _percent(self.seat.slouch)
            numbers.append(f"Height {height} of your upright, shoulders {abs(self.seat.tilt_deg):.0f}° off")
        near = self._focus == "near"
        if self.held_s >= self.hold_s:
            head = "Near, and steady." if near else "Back upright."
            text = "Feet down, lower back long: this is the place to come back to."
            return Feedback("good", head, text, tuple(numbers))
        off = ", ".join(self.seat.off or ()) or "it did not stay"
        how = "Come from the hips; the back stays long." if near else _UP
        return Feedback("watch", "Not for long enough.", f"At the end: {off}. {how}", tuple(numbers))
