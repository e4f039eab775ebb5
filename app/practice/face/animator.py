"""The customer's face over time: told what the customer does, it gives a pose for every moment.

Nothing here knows a clock: every call carries its time (seconds on any clock that only goes forward), and the same
calls give the same poses, however often they are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sin
from typing import Final, Literal

import numpy as np

from app.practice.face.displays import MANNERS, Manner, blend, changed, display_pose
from app.practice.face.idle import BLINK_S, Blinks, Glances, make_wobble, ramp
from app.practice.face.speech import SHUT, Mouth, Speech, SpokenLine
from app.practice.scenario.model import Display
from perception.character.rig import RigPose

Doing = Literal["getting_ready", "speaking", "listening", "thinking", "waiting", "gone"]

# How long a face takes to change, seconds: alarm and anger come fast, the heavy feelings settle slowly.
_EASE_S: Final[dict[Display, float]] = {
    "angry": 0.34,
    "overwhelmed": 0.36,
    "confused": 0.38,
    "worried": 0.42,
    "sceptical": 0.42,
    "hurt": 0.48,
    "friendly": 0.5,
    "guarded": 0.55,
    "neutral": 0.6,
    "relieved": 0.7,
    "disappointed": 0.72,
    "sad": 0.8,
}
_JAW: Final = 0.46  # of a wide "ah"
_APART: Final = 0.42
_NOD_S: Final = 0.95
_NOD_DEG: Final = 5.0
_OWN_NODS_S: Final = 6.5  # a listener's small nods, on average this far apart
_CLOSED_UP: Final = frozenset({"angry", "guarded", "hurt", "sceptical"})  # who nods less
_EYE_STEP_DEG: Final = (2.4, 1.6)  # small steps over the other's face
_ASIDE_DEG: Final = 13.0
_LOWERED_DEG: Final = 13.0
_THINKS_AFTER_S: Final = 0.3
# How long it takes, seconds, for lips, for eyes and head, and for restlessness and breath to go on in a new way.
_LIPS_S, _TURNS_S, _SETTLES_S = 0.12, 0.3, 0.8


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of the face that began at `at_s`."""

    before: RigPose
    after: RigPose
    at_s: float
    ease_s: float

    def pose(self, t_s: float) -> RigPose:
        share = ramp(t_s - self.at_s, self.ease_s)
        return self.after if share >= 1.0 else blend(self.before, self.after, share)


@dataclass(frozen=True, slots=True)
class _Held:
    """What moved at `at_s`, so that whatever comes next begins there and nothing jumps."""

    at_s: float = -9.0
    mouth: Mouth = SHUT
    aside_x: float = 0.0
    aside_y: float = 0.0
    nod: float = 0.0
    restless: float = MANNERS["neutral"].restless
    breath: float = MANNERS["neutral"].breath

    def to(self, new: float, name: str, t_s: float, ease_s: float) -> float:
        """From the held value to the new one."""
        held: float = getattr(self, name)
        return held + (new - held) * ramp(t_s - self.at_s, ease_s)


class Animator:
    """Call `shows`, `speaks`, `stops`, `does` and `nods` as things happen, `pose` for a picture.

    still: for people who asked for less movement: displays change at once, the mouth follows the voice, and nothing
    else moves.
    """

    def __init__(self, seed: int = 1, *, still: bool = False) -> None:
        rng = np.random.default_rng((seed, 10))
        self._wobbles = [make_wobble(rng) for _ in range(5)]
        self._blinks, self._glances = Blinks(seed), Glances(seed)
        self._own_nods = _own_nods(seed)
        self._still = still
        rest = display_pose("neutral", 0)
        self._change = _Change(rest, rest, 0.0, 0.5)
        self.display: Display = "neutral"
        self.intensity = 0.0
        self._manner = MANNERS["neutral"]
        self._breath = (0.0, 0.0)  # phase at a time
        self._speech: Speech | None = None
        self._doing: Doing = "listening"
        self._doing_since_s, self._nod_at_s, self._blink_at_s = 0.0, -9.0, -9.0
        self._held = _Held()

    def shows(self, now_s: float, display: Display, intensity: float) -> None:
        """From now on the face shows this. intensity: 0..3."""
        if (display, intensity) == (self.display, self.intensity):
            return
        self._hold(now_s)
        before = self._change.pose(now_s)
        ease_s = 0.0 if self._still else _EASE_S[display]
        self._change = _Change(before, display_pose(display, intensity), now_s, max(ease_s, 1e-6))
        self._breath = (self._breath_phase(now_s), now_s)
        self.display, self.intensity, self._manner = display, intensity, MANNERS[display]
        if now_s - self._blink_at_s > BLINK_S:
            self._blink_at_s = now_s + 0.02  # people blink as their face changes

    def speaks(self, now_s: float, line: SpokenLine) -> None:
        """The customer begins a line."""
        self._hold(now_s)
        self._speech = Speech(line, now_s=now_s)
        self.does(now_s, "speaking")

    def stops(self, now_s: float) -> None:
        """The customer is silent from now on."""
        self._hold(now_s)
        if self._speech is not None:
            self._speech.stop(now_s)
        if self._doing == "speaking":
            self.does(now_s, "listening")

    def does(self, now_s: float, doing: Doing) -> None:
        """What the customer does when not speaking."""
        if doing != self._doing:
            self._hold(now_s)
            self._doing, self._doing_since_s = doing, now_s

    def nods(self, now_s: float) -> None:
        """One sign of listening."""
        if now_s - self._nod_at_s > _NOD_S:
            self._nod_at_s = now_s

    def pose(self, t_s: float) -> RigPose:
        """The face at a time not before the last call."""
        face = self._change.pose(t_s)
        mouth = self._mouth(t_s)
        moved = {} if self._still else self._moved(face, mouth, t_s)
        return changed(face, _spoken(face, mouth) | moved)

    def _moved(self, face: RigPose, mouth: Mouth, t_s: float) -> dict[str, float]:
        """What moves without a word."""
        yaw, pitch, roll, x, z = (wobble.at(t_s) for wobble in self._wobbles)
        lively = (0.5 + self._restless(t_s)) * (1.0 + 0.9 * mouth.talking)
        aside_x, aside_y = self._aside(t_s)
        before, now, share = self._glances.around(t_s)
        step_x, step_y = before.x + (now.x - before.x) * share, before.y + (now.y - before.y) * share
        turn = 1.1 * lively * yaw + 0.3 * aside_x
        nod = 0.7 * lively * pitch + 0.22 * aside_y + self._nod(t_s) - 1.8 * mouth.stress
        return {
            "yaw_deg": face.yaw_deg + turn,
            "pitch_deg": face.pitch_deg + nod,
            "roll_deg": face.roll_deg + 0.8 * lively * roll + 0.06 * aside_x + 0.5 * mouth.stress * yaw,
            # The eyes stay on the other person while the head moves.
            "gaze_x_deg": face.gaze_x_deg - turn + _EYE_STEP_DEG[0] * step_x + aside_x,
            "gaze_y_deg": face.gaze_y_deg - nod + _EYE_STEP_DEG[1] * step_y + aside_y,
            "lids": max(face.lids, self._blinks.lids(t_s, also=self._blink_at_s)),
            "brow_raise": min(1.0, max(0.0, face.brow_raise + 0.16 * max(0.0, mouth.stress))),
            "shoulders": min(1.0, max(-1.0, face.shoulders + 0.11 * self._breathing(t_s))),
            "sway_x_cm": face.sway_x_cm + 0.22 * x,
            "sway_z_cm": face.sway_z_cm + 0.2 * z,
        }

    def _hold(self, now_s: float) -> None:
        """Remember what moves now, before what is told changes it."""
        aside_x, aside_y = self._aside(now_s)
        breath = self._held.to(self._manner.breath, "breath", now_s, _SETTLES_S)
        self._held = _Held(now_s, self._mouth(now_s), aside_x, aside_y, self._nod(now_s), self._restless(now_s), breath)

    def _mouth(self, t_s: float) -> Mouth:
        new = self._speech.mouth(t_s) if self._speech is not None else SHUT
        share = ramp(t_s - self._held.at_s, _LIPS_S)
        return new if share >= 1.0 else _between(self._held.mouth, new, share)

    def _restless(self, t_s: float) -> float:
        return self._held.to(self._manner.restless, "restless", t_s, _SETTLES_S)

    def _breathing(self, t_s: float) -> float:
        return sin(self._breath_phase(t_s)) * self._held.to(self._manner.breath, "breath", t_s, _SETTLES_S)

    def _breath_phase(self, t_s: float) -> float:
        phase, at_s = self._breath
        return phase + 2 * pi * self._manner.breath_hz * (t_s - at_s)

    def _nod(self, t_s: float) -> float:
        return self._held.to(self._nodding(t_s), "nod", t_s, _TURNS_S)

    def _nodding(self, t_s: float) -> float:
        asked = _swing(t_s - self._nod_at_s, _NOD_S, _NOD_DEG)
        if self._doing != "listening" or self.display in _CLOSED_UP or t_s - self._doing_since_s < 1.5:
            return asked
        own = _swing((t_s - self._own_nods[0]) % self._own_nods[1], 0.8, 2.2)
        return min(asked, own * ramp(t_s - self._doing_since_s - 1.5, 0.5))

    def _aside(self, t_s: float) -> tuple[float, float]:
        """How far the eyes are turned from the other person, degrees right and up."""
        x, y = self._looking(t_s)
        return self._held.to(x, "aside_x", t_s, _TURNS_S), self._held.to(y, "aside_y", t_s, _TURNS_S)

    def _looking(self, t_s: float) -> tuple[float, float]:
        before, now, share = self._glances.around(t_s)
        slow = ramp(t_s - now.at_s, 0.22) if share < 1.0 or t_s - now.at_s < 0.22 else 1.0
        old, new = self._rest(before.at_s, before.chance, before.side), self._rest(now.at_s, now.chance, now.side)
        x, y = (a + (b - a) * slow for a, b in zip(old, new, strict=True))
        # Thinking begins and ends when it does, not with the eyes' next rest.
        think = ramp(t_s - self._doing_since_s - _THINKS_AFTER_S, 0.3) if self._doing == "thinking" else 0.0
        side = 1.0 if self._own_nods[0] % 2.0 < 1.0 else -1.0
        away = (side * 0.8 * _ASIDE_DEG, 0.45 * _ASIDE_DEG)
        return x + (away[0] - x) * think, y + (away[1] - y) * think

    def _rest(self, at_s: float, chance: float, side: float) -> tuple[float, float]:
        manner: Manner = self._manner
        looks_off, drops = manner.looks_off, manner.drops_gaze
        if self._speech is not None and self._speech.start_s <= at_s < self._speech.end_s:
            # Speakers look aside for words at the start and in between, and at the other before they end.
            looks_off = 0.0 if self._speech.end_s - at_s < 1.6 else 0.2
        if chance < looks_off:
            return side * _ASIDE_DEG, 0.15 * _ASIDE_DEG
        if chance < looks_off + drops:
            return side * 0.3 * _ASIDE_DEG, -_LOWERED_DEG
        return 0.0, 0.0


def _spoken(face: RigPose, mouth: Mouth) -> dict[str, float]:
    """The mouth of speech; what the lips showed at rest gives way while they talk."""
    if mouth.talking == 0.0:
        return {}
    gives = 1.0 - mouth.talking
    opening = mouth.opening
    return {
        "jaw": min(1.0, face.jaw * gives + _JAW * opening),
        "lips_apart": min(1.0, face.lips_apart * gives + _APART * opening * (1.0 - 0.8 * mouth.rounding)),
        "lip_round": min(1.0, 0.85 * mouth.rounding * min(1.0, 4.0 * opening + 0.3)),
        "lip_press": face.lip_press * gives,
        "smile": face.smile * (1.0 - 0.35 * mouth.talking),
        "frown": face.frown * (1.0 - 0.4 * mouth.talking),
        "pout": face.pout * gives,
    }


def _between(a: Mouth, b: Mouth, share: float) -> Mouth:
    return Mouth(
        a.opening + (b.opening - a.opening) * share,
        a.rounding + (b.rounding - a.rounding) * share,
        a.talking + (b.talking - a.talking) * share,
        a.stress + (b.stress - a.stress) * share,
    )


def _swing(since_s: float, length_s: float, size_deg: float) -> float:
    """Pitch of a nod: down and back twice, the second time smaller; 0 outside of it."""
    if not 0.0 <= since_s < length_s:
        return 0.0
    share = since_s / length_s
    return -size_deg * (1.0 - 0.45 * share) * sin(2 * pi * share) ** 2


def _own_nods(seed: int) -> tuple[float, float]:
    """When a listener nods unasked: first time, and how often after it."""
    rng = np.random.default_rng((seed, 14))
    return float(rng.uniform(1.0, 4.0)), float(rng.uniform(0.8, 1.3) * _OWN_NODS_S)
