"""Whether the microphone hears the CSM or only the customer's own sound, chunk by chunk while both run.

`echo.py` finds an echo's delay and level from ten seconds or more of the customer's speech. A call needs an answer from
the first sentence on: what the microphone hears is the echo at least, so the lesser distances between the peaks of the
two bound how loud an echo can be, and they are known after half a second.
"""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np

_LOUD_DBFS: Final = -45.0  # the customer is heard at all
_LEAST: Final = 16  # chunks: half a second at 32 ms
_KEPT: Final = 312  # chunks: ten seconds of the customer's speech
_QUANTILE: Final = 0.30  # of the distances: the CSM may speak over two thirds of that time
_SPARE_DB: Final = 9.0  # above the bound it is somebody else
_PEAK_CHUNKS: Final = 10  # 0.3 s: over that the microphone's peak is compared with the customer's
_UNKNOWN_DB: Final = -6.0  # before anything is known: loudspeakers at the microphone
_CLOSEST_DB: Final = 0.0


class LiveEcho:
    """Feed the levels of each chunk in order of time."""

    def __init__(self) -> None:
        self._distances: deque[float] = deque(maxlen=_KEPT)
        self._recent: deque[float] = deque(maxlen=_PEAK_CHUNKS)
        self._gain_db: float | None = None

    @property
    def gain_db(self) -> float | None:
        """The most that the customer's level can be in the microphone, against their own; None while unknown."""
        return self._gain_db

    def is_own(self, microphone_dbfs: float, customer_dbfs: float) -> bool:
        """Whether this chunk of the microphone is more than echo.

        customer_dbfs: the loudest of the customer in the last half second, -100 for silence.
        """
        self._recent.append(microphone_dbfs)
        if customer_dbfs < _LOUD_DBFS:
            return True
        self._distances.append(max(self._recent) - customer_dbfs)
        if len(self._distances) >= _LEAST and len(self._distances) % 4 == 0:
            self._gain_db = min(_CLOSEST_DB, float(np.quantile(np.fromiter(self._distances, float), _QUANTILE)))
        gain_db = _UNKNOWN_DB if self._gain_db is None else self._gain_db
        return microphone_dbfs > customer_dbfs + gain_db + _SPARE_DB
