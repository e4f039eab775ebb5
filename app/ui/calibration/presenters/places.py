"""How far the customer's picture is from the camera, as an angle at the eyes. Pure.

The camera is taken to sit in the middle of the top edge of the screen. An angle of 7 degrees or less still looks like
looking at the other person (Tam 2007 [R]); from 10 degrees on the advice gets plainer.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, degrees
from typing import Final

from app.ui.setup.presenter import Advice

GOOD_DEG: Final = 7.0
FAR_DEG: Final = 10.0
# A screen that says it is denser or coarser than any real one does not know its size.
_LEAST_MM_PER_PX: Final = 0.05
_MOST_MM_PER_PX: Final = 0.6


@dataclass(frozen=True, slots=True)
class TilePlace:
    """The centre of the customer's picture: mm below the top edge, mm to the right of the middle of the screen.

    can_rise: there is room above the window. fills: the window fills its screen.
    """

    below_mm: float
    right_mm: float
    can_rise: bool = True
    fills: bool = False


def mm_per_px(length_mm: float, length_px: float) -> float | None:
    """Size of a pixel from the length of a screen's side; None when the screen cannot be right about it."""
    if length_px <= 0:
        return None
    size = length_mm / length_px
    return size if _LEAST_MM_PER_PX <= size <= _MOST_MM_PER_PX else None


def angle_deg(length_mm: float, distance_cm: float) -> float:
    """The angle of a length at the eyes: atan(h / Z)."""
    return degrees(atan2(length_mm, distance_cm * 10))


def present_place(place: TilePlace | None, distance_cm: float | None) -> Advice | None:
    """One sentence about the place of the picture; None while place or distance is not known."""
    if place is None or distance_cm is None or distance_cm <= 0:
        return None
    below = angle_deg(place.below_mm, distance_cm)
    aside = angle_deg(place.right_mm, distance_cm)
    said = f"The customer's picture is about {below:.0f} degrees below the camera."
    if below <= GOOD_DEG and abs(aside) <= GOOD_DEG:
        return Advice(f"{said} Good.", "good")
    if abs(aside) > GOOD_DEG:
        said = f"{said[:-1]} and {abs(aside):.0f} to the {'right' if aside > 0 else 'left'}."
        move = "Make the window smaller and move it" if place.fills else "Move the window"
        return Advice(f"{said} {move} up under the camera, or sit a little further back.", "watch")
    if below <= FAR_DEG:
        return Advice(
            f"{said} {'Move the window up or sit' if place.can_rise else 'Sit'} a little further back.", "watch"
        )
    if place.can_rise:
        return Advice(f"{said} Move the window up under the camera, or sit a little further back.", "watch")
    return Advice(f"{said} Make the window smaller, or sit a little further back.", "watch")
