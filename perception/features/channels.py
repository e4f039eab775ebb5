"""Whether two channels of one recording hold one person each, as telephone systems record them. Pure."""

from __future__ import annotations

from typing import Final

import numpy as np

from perception.types import FloatArray

LEVEL_S: Final = 0.1  # one level each
# Set for calls with one person a channel and cross-talk down to 12 dB, against mono calls kept as stereo and panned
# voices. [D]
_APART_DB: Final = 10.0  # the channel of who speaks is louder by that
_ACTIVE_DB: Final = 30.0  # below the loud of its channel nobody speaks
_LEAST_ONE_SIDED: Final = 0.6  # share of the active time in which one channel is clearly louder
_LEAST_EACH: Final = 0.08  # share of it on each side
_LEAST_ACTIVE_S: Final = 3.0
_SILENT_DBFS: Final = -65.0


def channels_apart(left_dbfs: FloatArray, right_dbfs: FloatArray) -> bool:
    """From the levels of both, (n,) every LEVEL_S: whether one or the other is heard for most of the time, by turns."""
    if not len(left_dbfs):
        return False
    loud = np.array([np.percentile(side, 95) for side in (left_dbfs, right_dbfs)])
    if (loud < _SILENT_DBFS).any():
        return False  # one side is empty: a recording of one channel
    active = (left_dbfs > loud[0] - _ACTIVE_DB) | (right_dbfs > loud[1] - _ACTIVE_DB)
    active &= np.maximum(left_dbfs, right_dbfs) > _SILENT_DBFS
    if active.sum() * LEVEL_S < _LEAST_ACTIVE_S:
        return False
    # Two people need not be equally loud: compared is each channel with its own loud parts.
    differs = ((left_dbfs - loud[0]) - (right_dbfs - loud[1]))[active]
    sides = float((differs > _APART_DB).mean()), float((differs < -_APART_DB).mean())
    return min(sides) >= _LEAST_EACH and sum(sides) >= _LEAST_ONE_SIDED
