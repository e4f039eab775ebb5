"""Swings of the head: its way up or down from one turning point to the next.

Turning points are looked for in the band-passed turning, where sways and the level are gone. How far the head went is
read from the smoothed turning: a filter answers a single change of posture with a swing back that never happened.
"""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import Final, NamedTuple

from perception.features.head_motion import RATE_HZ, MotionSample

SWING_S: Final = (0.06, 0.85)  # half of a cycle of .2 to 1.6 s (3.2), with room for uneven ones [D]
EVEN: Final = 0.35  # a turn back counts from this part of the swing before it [D]
TRUE_PART: Final = 0.4  # least part of a band-passed swing that the head itself went [C]
PLATEAU: Final = 0.15  # part of a swing within which the head counts as not yet, or no longer, moving [D]
REST_S: Final = 0.45  # s without turning that end a swing
HISTORY_S: Final = 6.0
_NEAR_S: Final = 0.12  # s around a band-passed turning point where the head's own lies
_REST_SAMPLES: Final = int(REST_S * RATE_HZ)


class Swing(NamedTuple):
    """One way, from leaving one turning point to reaching the next. size_deg: + upwards, degrees as read."""

    start_s: float
    end_s: float
    size_deg: float


class SwingFollower:
    """Push the points of the grid; swings come out when the head has turned. Keeps the last HISTORY_S of points."""

    def __init__(self) -> None:
        self.history: deque[MotionSample] = deque(maxlen=int(HISTORY_S * RATE_HZ))
        self._turn: MotionSample | None = None  # the last accepted turning point
        self._extreme: MotionSample | None = None  # the farthest point since, in the direction of travel
        self._rising = 0

    @property
    def moving(self) -> bool:
        """Whether a swing is under way."""
        return self._rising != 0

    def push(self, now: MotionSample, *, least_deg: float) -> list[Swing | None]:
        """The swing that `now` ends, None in its place for a movement that is no swing; usually nothing.

        least_deg: smaller ways are not followed.
        """
        self.history.append(now)
        if self._turn is None or self._extreme is None:
            self._turn = self._extreme = now
        elif self._rising == 0:
            self._leave_rest(now, self._turn, least_deg)
        else:
            return self._travel(now, self._turn, self._extreme, least_deg)
        return []

    def finish(self) -> list[Swing | None]:
        """The swing under way, as if it were over."""
        if self._turn is None or self._extreme is None or self._rising == 0:
            return []
        return [self._measure(self._turn, self._extreme)]

    # ------------------------------------------------------------ turning points

    def _leave_rest(self, now: MotionSample, turn: MotionSample, least_deg: float) -> None:
        if abs(now.fast_turn_deg - turn.fast_turn_deg) >= least_deg:
            self._rising = 1 if now.fast_turn_deg > turn.fast_turn_deg else -1
            self._extreme = now
            return
        # While nothing moves, the point movement is measured from follows slowly, so that drift never adds up.
        since = sorted(islice(reversed(self.history), _REST_SAMPLES), key=_fast_turn)
        self._turn = since[len(since) // 2]

    def _travel(
        self, now: MotionSample, turn: MotionSample, extreme: MotionSample, least_deg: float
    ) -> list[Swing | None]:
        back_deg = (extreme.fast_turn_deg - now.fast_turn_deg) * self._rising
        if back_deg <= 0.0:
            self._extreme = now
        elif back_deg >= max(least_deg, EVEN * abs(extreme.fast_turn_deg - turn.fast_turn_deg)):
            self._turn, self._extreme, self._rising = extreme, now, -self._rising
            return [self._measure(turn, extreme)]
        elif now.t_s - extreme.t_s > REST_S:
            self._turn, self._extreme, self._rising = now, now, 0
            return [self._measure(turn, extreme)]
        return []

    # ------------------------------------------------------------ the way of the head itself

    def _measure(self, turn: MotionSample, extreme: MotionSample) -> Swing | None:
        fast_deg = extreme.fast_turn_deg - turn.fast_turn_deg
        sign = 1.0 if fast_deg > 0.0 else -1.0
        near = [past for past in self.history if turn.t_s - _NEAR_S <= past.t_s <= extreme.t_s + _NEAR_S]
        left = [past for past in near if past.t_s <= min(turn.t_s + _NEAR_S, extreme.t_s)]
        right = [past for past in near if past.t_s >= max(extreme.t_s - _NEAR_S, turn.t_s)]
        if not left or not right:
            return None
        begin = min(left, key=lambda past: sign * past.turn_deg)
        end = max(right, key=lambda past: sign * past.turn_deg)
        size_deg = end.turn_deg - begin.turn_deg
        if sign * size_deg < TRUE_PART * abs(fast_deg):
            return None
        way = [past for past in near if begin.t_s <= past.t_s <= end.t_s]
        slack = PLATEAU * abs(size_deg)
        leaving = [past.t_s for past in way if abs(past.turn_deg - begin.turn_deg) <= slack]
        start_s = leaving[-1] if leaving else begin.t_s
        arriving = (past.t_s for past in way if past.t_s >= start_s and abs(past.turn_deg - end.turn_deg) <= slack)
        end_s = next(arriving, end.t_s)
        return Swing(start_s, end_s, size_deg) if SWING_S[0] <= end_s - start_s <= SWING_S[1] else None


def _fast_turn(sample: MotionSample) -> float:
    return sample.fast_turn_deg
