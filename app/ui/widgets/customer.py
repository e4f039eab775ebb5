"""Who sits in the customer's tile."""

from __future__ import annotations

from typing import Final

from app.ui.widgets.character_view import Drawing
from perception.character.rig import RigPose
from perception.character.shapes import Shape

CUSTOMER_LOOK: Final = "dana"


def customer_drawing(look_name: str = CUSTOMER_LOOK) -> Drawing:
    """A way to draw this person in any pose and size."""
    from perception.character.draw import draw
    from perception.character.looks import LOOKS, as_customer

    look = as_customer(LOOKS[look_name])

    def drawing(pose: RigPose, width: int, height: int) -> tuple[Shape, ...]:
        return draw(pose, look, width=width, height=height)

    return drawing
