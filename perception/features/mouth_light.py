"""Whether something light lies between the lips: teeth, which the landmarks and blendshapes do not carry.

Broad smiles that the face model misses nearly always show teeth. The light is measured against the person's own lips
in the same picture, so that exposure, white balance and skin cancel.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from perception.types import ByteArray, FloatArray

# Landmarks from the picture's left to its right: inner and outer edge of the upper and of the lower lip.
_UPPER_INNER: Final = (191, 80, 81, 82, 13, 312, 311, 310, 415)
_LOWER_INNER: Final = (95, 88, 178, 87, 14, 317, 402, 318, 324)
_UPPER_OUTER: Final = (185, 40, 39, 37, 0, 267, 269, 270, 409)
_LOWER_OUTER: Final = (146, 91, 181, 84, 17, 314, 405, 321, 375)
_ACROSS_OPENING: Final = np.linspace(0.0, 1.0, 5)[:, None, None]
_ACROSS_LIP: Final = np.array([0.3, 0.5, 0.7])[:, None, None]
LIGHTEST_PERCENT: Final = 90.0  # of the opening; the tongue and the dark of the mouth fill the rest [D]
_WHITE: Final = np.array([0.950456, 1.0, 1.088754])  # D65
_RGB_TO_XYZ: Final = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750]])


def mouth_light(bgr: ByteArray, landmarks: FloatArray) -> float | None:
    """L* - a* (CIELAB units) of the lightest tenth of the mouth's opening above the median of the lips.

    bgr: (height, width, 3). landmarks: (478, 3) in its pixels. About 0 with closed lips, 10 to 50 with teeth shown.
    None when the mouth lies outside of the picture.
    """
    points = landmarks[:, :2]
    upper, lower = points[list(_UPPER_INNER)], points[list(_LOWER_INNER)]
    opening = upper + (lower - upper) * _ACROSS_OPENING
    upper_lip = points[list(_UPPER_OUTER)] + (upper - points[list(_UPPER_OUTER)]) * _ACROSS_LIP
    lower_lip = points[list(_LOWER_OUTER)] + (lower - points[list(_LOWER_OUTER)]) * _ACROSS_LIP
    places = np.concatenate([part.reshape(-1, 2) for part in (opening, upper_lip, lower_lip)])
    height, width = bgr.shape[:2]
    if np.any(places < 0.0) or np.any(places > (width - 1.0, height - 1.0)):
        return None
    whiteness = _whiteness(_sampled(bgr, places))
    inside = opening.shape[0] * opening.shape[1]
    return float(np.percentile(whiteness[:inside], LIGHTEST_PERCENT) - np.median(whiteness[inside:]))


def _sampled(bgr: ByteArray, places: FloatArray) -> FloatArray:
    """(n, 3) colours between the pixels, bilinear."""
    corner = np.minimum(places.astype(np.int64), np.array(bgr.shape[1::-1]) - 2)
    across, down = (places - corner).T[:, :, None]
    x, y = corner.T
    above = bgr[y, x] * (1.0 - across) + bgr[y, x + 1] * across
    below = bgr[y + 1, x] * (1.0 - across) + bgr[y + 1, x + 1] * across
    return np.asarray(above * (1.0 - down) + below * down, dtype=np.float64)


def _whiteness(bgr: FloatArray) -> FloatArray:
    """(n,) L* - a* of sRGB colours 0..255 (CIE 1976, white D65)."""
    c = bgr[:, ::-1] / 255.0
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    xy = linear @ _RGB_TO_XYZ.T / _WHITE[:2]
    f_x, f_y = np.where(xy > 0.008856, np.cbrt(xy), 7.787 * xy + 16.0 / 116.0).T
    return np.asarray((116.0 * f_y - 16.0) - 500.0 * (f_x - f_y))
