"""Whether a nod comes where a listener's nod belongs: close to the end of something the customer said."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

import numpy as np

from perception.types import FloatArray, Nod, Utterance

PAUSE_S: Final = 0.15  # s between two words that end a phrase; measurement page 3.2 [D]


def phrase_ends(speech: FloatArray, utterances: Iterable[Utterance]) -> FloatArray:
    """(n,) ends of the customer's speech (n, 2) and of the customer's words followed by a pause, seconds, unsorted."""
    ends = list(speech[:, 1])
    for said in utterances:
        if said.speaker == "customer":
            ends.extend(one.end_s for one, then in pairwise(said.words) if then.start_s - one.end_s >= PAUSE_S)
    return np.asarray(ends, dtype=np.float64)


def well_timed(nod: Nod, ends: FloatArray, *, window_s: tuple[float, float]) -> bool | None:
    """Whether the nod begins within `window_s` of one of the ends; None when there are none to tell by."""
    if nod.timed is not None:
        return nod.timed
    if not len(ends):
        return None
    offset = nod.start_s - ends
    return bool(np.any((offset >= window_s[0]) & (offset <= window_s[1])))
