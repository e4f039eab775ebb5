"""Who sits in the customer's tile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.ui.widgets.sprites import Drawing
from perception.character.backdrop import backdrop
from perception.character.draw import draw
from perception.character.layers import Layer, draw_layer
from perception.character.looks import LOOKS, Look, as_customer
from perception.character.rig import RigPose
from perception.character.shapes import Shape

CUSTOMER_LOOK: Final = "dana"


@dataclass(frozen=True, slots=True)
class LookDrawing:
    """Draws one look."""

    look: Look

    def __call__(self, pose: RigPose, width: int, height: int) -> tuple[Shape, ...]:
        """Person and room."""
        return draw(pose, self.look, width=width, height=height)

    def room(self, width: int, height: int) -> tuple[Shape, ...]:
        """The room."""
        return backdrop(self.look, width=width, height=height)

    def layer(self, layer: Layer, pose: RigPose, width: int, height: int) -> tuple[Shape, ...]:
        """One layer of the person."""
        return draw_layer(layer, pose, self.look, width=width, height=height)


def customer_drawing(look_name: str = CUSTOMER_LOOK) -> Drawing:
    """A way to draw this person; a name nobody has gets the usual customer."""
    return LookDrawing(as_customer(LOOKS.get(look_name) or LOOKS[CUSTOMER_LOOK]))
