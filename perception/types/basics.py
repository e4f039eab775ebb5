"""What the values are made of: arrays, letters, people, and other closed sets of words."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Float32Array = NDArray[np.float32]
ByteArray = NDArray[np.uint8]

Letter = Literal["E", "M", "P", "A", "T", "H", "Y"]
LETTERS: Final[tuple[Letter, ...]] = ("E", "M", "P", "A", "T", "H", "Y")

Speaker = Literal["csm", "customer", "unknown"]
Zone = Literal["camera", "tile", "notes", "away"]
Phase = Literal["greet", "vent", "explore", "solve", "close"]
FeelingFamily = Literal[
    "anger",
    "disappointment",
    "worry",
    "overwhelm",
    "confusion",
    "disrespect",
    "sadness",
    "distrust",
    "relief_positive",
]
ScoreState = Literal["scored", "band", "not_enough"]
LiveMark = Literal["good", "watch", "unknown"]
