"""How much a mouth smiles, from three cues: the face model's own, teeth between the lips, and lifted corners.

The blendshape alone misses broad smiles with open lips (it parts smiles from none on web photos with AUC .984; teeth
and corners make it .988). The three are added as log-odds. Their two weights are few and round on purpose; they were
settled by looking, no classifier was trained.
"""

from __future__ import annotations

import math
from typing import Final

LIGHT_MOST: Final = 25.0  # CIELAB units; more light than shown teeth have tells nothing more [C]
PER_LIGHT: Final = 0.06  # log-odds a unit of mouth_light: fully shown teeth count 1.5 [C]
PER_LIFT: Final = 10.0  # log-odds an eye span of mouth_lift: corners lifted by a twentieth count .5 [C]
# Log-odds taken off, so that .35 parts smiles from none as it does for the bare blendshape: with closed lips and level
# corners a blendshape of .52 gives .35, with shown teeth one of .21 [C].
OFFSET: Final = 0.7
_EDGE: Final = 0.02  # the blendshape's own 0 and 1 are not certain [D]


def smile_shape(mouth_smile: float, *, mouth_lift: float, mouth_light: float) -> float:
    """0..1, strictly rising in each cue. mouth_smile: mean blendshape or personal activation, nominally 0..1.

    mouth_lift: eye spans above the own rest. mouth_light: CIELAB units, 0 where it was not measured.
    """
    p = _EDGE + (1.0 - 2.0 * _EDGE) * min(1.0, max(0.0, mouth_smile))
    light = min(LIGHT_MOST, max(0.0, mouth_light))
    odds = math.log(p / (1.0 - p)) + PER_LIGHT * light + PER_LIFT * mouth_lift - OFFSET
    return 1.0 / (1.0 + math.exp(-odds))
