"""A face's still points: where landmarks that no expression moves lie on the face model's own average face.

From MediaPipe's canonical face model (Apache-2.0): centimetres, x to the picture's right, y up, z towards the viewer.
Brows, lids, mouth, cheeks and jaw are left out: they move.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from perception.types import FloatArray

_MIDLINE: Final = (  # landmark, y, z: forehead, bridge and nose from top to bottom
    *((10, 8.26, 4.48), (151, 6.55, 5.03), (9, 4.89, 5.39), (8, 4.02, 5.28), (168, 3.27, 5.24), (6, 2.47, 5.79)),
    *((197, 1.73, 6.32), (195, 1.06, 6.77), (5, 0.37, 7.24), (4, -0.46, 7.59), (1, -1.13, 7.48), (2, -2.09, 6.06)),
)
_PAIRS: Final = (  # landmark at the picture's right, its mirror image, x of the first, y, z
    *((263, 33, 4.45, 2.66, 3.17), (362, 133, 1.86, 2.59, 3.76)),  # corners of the eyes
    *((327, 98, 1.41, -1.71, 5.24), (358, 129, 1.79, -0.98, 4.85), (278, 48, 1.61, -0.94, 5.81)),  # wings of the nose
    *((344, 115, 1.31, -0.67, 6.42),),
    *((356, 127, 7.74, 2.36, -2.01), (454, 234, 7.66, 0.67, -2.44), (389, 162, 7.56, 4.11, -0.99)),  # temples
    *((251, 21, 7.09, 5.43, 0.10),),
    *((332, 103, 5.13, 7.49, 2.66), (297, 67, 3.52, 8.01, 3.73), (284, 54, 6.28, 6.62, 1.43)),  # forehead
    *((338, 109, 1.89, 8.24, 4.27),),
)

STILL_LANDMARKS: Final = np.array(
    [row[0] for row in _MIDLINE] + [row[0] for row in _PAIRS] + [row[1] for row in _PAIRS], dtype=np.intp
)
STILL_POINTS: Final[FloatArray] = np.array(
    [(0.0, y, z) for _, y, z in _MIDLINE]
    + [(x, y, z) for _, _, x, y, z in _PAIRS]
    + [(-x, y, z) for _, _, x, y, z in _PAIRS]
)
STILL_CENTRED: Final[FloatArray] = STILL_POINTS - STILL_POINTS.mean(axis=0)
