"""Nods: the head's pitch going down and up (or up and down) quickly, with the head and not with the body.

Swings of similar size that follow each other form a nod of at least one cycle and .25 to 3 s. Slow sways, a single
change of posture, shakes and movements of the whole body are left out; so is the small pitching of a talking head
whose place in the room does not move with it. Frequencies up to 5 Hz are kept, because small listeners' nods are fast
(Hale et al. 2020). The first cycle is the largest (Mori 2025): its amplitude is the nod's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from perception.features.head_motion import SEEN, HeadMotion, MotionSample
from perception.features.head_swings import EVEN, REST_S, SWING_S, Swing, SwingFollower
from perception.types import FaceObservation, FloatArray, Nod

LEAST_DEG: Final = 1.2  # deg of the head, half a swing: 3.2 has 1.5, of which .8 of SEEN arrive when small and fast [C]
NOISE_FACTOR: Final = 3.0  # an amplitude is at least this many SDs of the noise; 3.2 [D]
FOLLOW: Final = 0.5  # part of the least amplitude from which movement is followed [C]
# deg of the head: a smaller movement is a nod only when the head's height follows it as it does when a head turns
# about the neck. A jaw, a brow or a blink moves the read pitch by about 1 deg, and the head's place hardly. A larger
# one is none when the head goes the other way, which a smile or a lean can make the model see [C].
SURE_DEG: Final = 3.0
LEAST_FOLLOWING: Final = 0.5  # correlation of height and pitch [C]
# cm a degree of the head: about .1 when it turns about the neck [C], 1 when the trunk rocks about the hips.
BODY_CM_PER_DEG: Final = 0.25
YAW_FACTOR: Final = 1.5  # pitch energy over yaw energy; 3.2 [D]
NOD_S: Final = (0.25, 3.0)  # 3.2 [D]
# Part of its largest swing with which a nod begins: smaller ones before it are speech or unrest. A nod about the rest
# begins with half a swing [C].
FIRST: Final = 0.4
SETTLE_S: Final = 0.3  # s after a face appears until the model has settled on it [C]
_STILL_CM: Final = 1e-6  # a height that never moves was not measured


class NodDetector:
    """Push observations in order of time; nods come out when they are over (half a second to a second later)."""

    def __init__(self) -> None:
        self._motion = HeadMotion()
        self._follower = SwingFollower()
        self._swings: list[Swing] = []

    def push(self, obs: FaceObservation) -> list[Nod]:
        """Nods that ended with this observation, usually none. A frame without a face is bridged for .5 s."""
        nods = self.flush() if self._motion.lost(obs.t_s) else []
        for sample in self._motion.push(obs):
            for swing in self._follower.push(sample, least_deg=2.0 * FOLLOW * self._least_deg()):
                nods.extend(self._join(swing))
            nods.extend(self._close_if_over(sample.t_s))
        return nods

    def flush(self) -> list[Nod]:
        """Close what is open (the end of the video, or the face was lost)."""
        nods = [nod for swing in self._follower.finish() for nod in self._join(swing)] + self._close()
        self._motion.restart()
        self._follower = SwingFollower()
        return nods

    def _least_deg(self) -> float:
        return max(SEEN * LEAST_DEG, NOISE_FACTOR * self._motion.noise_deg)

    # ------------------------------------------------------------ swings to nods

    def _join(self, swing: Swing | None) -> list[Nod]:
        """Take a swing in; the nods that were over before it. A movement that is no swing ends what came before."""
        if swing is None:
            return self._close()
        nods = self._close() if self._swings and swing.start_s - self._swings[-1].end_s > REST_S else []
        self._swings.append(swing)
        return nods

    def _close_if_over(self, now_s: float) -> list[Nod]:
        if not self._swings:
            return []
        # A swing is known only when it has turned, so one more swing's time must pass beyond the rest.
        rest_s = REST_S + (SWING_S[1] if self._follower.moving else 0.0)
        if now_s - self._swings[-1].end_s > rest_s:
            return [nod for swing in self._follower.finish() for nod in self._join(swing)] + self._close()
        if self._swings[-1].end_s - self._swings[0].start_s <= NOD_S[1] - 2 * SWING_S[0]:
            return []
        # Long unrest before a nod must not cut the nod: its own swings stay.
        last = _even_runs(self._swings)[-1]
        kept = last if len(last) < len(self._swings) else []
        self._swings = self._swings[: len(self._swings) - len(kept)]
        nods = self._close()
        self._swings = kept
        return nods

    def _close(self) -> list[Nod]:
        swings, self._swings = self._swings, []
        found: list[Nod] = []
        for run in _even_runs(swings):
            nod = self._judge(run)
            if nod is not None and found and nod.end_s - found[-1].start_s <= NOD_S[1]:
                found[-1] = replace(found[-1], end_s=nod.end_s, cycles=found[-1].cycles + nod.cycles)
            elif nod is not None:
                found.append(nod)
        return found

    def _judge(self, run: list[Swing]) -> Nod | None:
        largest_deg = max(abs(swing.size_deg) for swing in run)
        while abs(run[0].size_deg) < FIRST * largest_deg:
            run = run[1:]
        while abs(run[-1].size_deg) < EVEN * largest_deg:
            run = run[:-1]
        if len(run) < 2:
            return None
        start_s, end_s = run[0].start_s, min(run[-1].end_s, run[0].start_s + NOD_S[1])
        half_deg = max(abs(run[0].size_deg), abs(run[1].size_deg)) / 2.0
        small = half_deg < self._least_deg() or end_s - start_s < NOD_S[0]
        unsettled = start_s < self._motion.since_s + SETTLE_S
        if small or unsettled or not self._by_the_head(start_s, end_s, sure=half_deg >= SEEN * SURE_DEG):
            return None
        pitch_deg = [past.fast_pitch_deg for past in self._between(start_s, run[1].end_s)]
        amplitude_deg = (max(pitch_deg) - min(pitch_deg)) / 2.0
        return Nod(start_s=start_s, end_s=end_s, cycles=len(run) // 2, amplitude_deg=amplitude_deg)

    def _between(self, start_s: float, end_s: float) -> list[MotionSample]:
        return [past for past in self._follower.history if start_s <= past.t_s <= end_s]

    def _by_the_head(self, start_s: float, end_s: float, *, sure: bool) -> bool:
        """Whether the head moved up and down about the neck: not sideways, not with the trunk."""
        span = [(past.yaw_deg, past.fast_pitch_deg, past.fast_y_cm) for past in self._between(start_s, end_s)]
        if len(span) < 3:
            return False
        yaw, pitch, y_cm = np.array(span).T
        energy = float(np.var(pitch))
        # Of the yaw itself, about a straight line: a band-pass would still swing after a glance aside.
        if energy <= YAW_FACTOR * _unrest(yaw):
            return False
        together = float(np.mean((pitch - pitch.mean()) * (y_cm - y_cm.mean())))
        if abs(together) > BODY_CM_PER_DEG / SEEN * energy:
            return False
        spread_cm = float(np.std(y_cm))
        follows = together / (energy**0.5 * spread_cm) if spread_cm > _STILL_CM else 0.0
        return follows >= (-LEAST_FOLLOWING if sure else LEAST_FOLLOWING)


def _unrest(values: FloatArray) -> float:
    """Variance about the straight line through the values."""
    x = np.arange(len(values)) - (len(values) - 1) / 2.0
    return float(np.var(values - float(x @ values) / float(x @ x) * x))


def _even_runs(swings: list[Swing]) -> list[list[Swing]]:
    """Runs of neighbouring swings to and fro of similar size."""
    runs: list[list[Swing]] = []
    for swing in swings:
        if runs and _alike(runs[-1][-1].size_deg, swing.size_deg):
            runs[-1].append(swing)
        else:
            runs.append([swing])
    return runs


def _alike(before_deg: float, now_deg: float) -> bool:
    small, large = sorted((abs(before_deg), abs(now_deg)))
    return before_deg * now_deg < 0.0 and small >= EVEN * large
