"""The drawn person as shapes: one call a frame."""

from __future__ import annotations

from perception.character.backdrop import backdrop
from perception.character.face import make_head
from perception.character.geometry import Stage
from perception.character.layers import PLANS
from perception.character.looks import Look
from perception.character.pen import Pen
from perception.character.rig import RigPose
from perception.character.shapes import Shape


def draw_person(pose: RigPose, look: Look, *, width: int, height: int) -> tuple[Shape, ...]:
    """The person alone, back to front, in pixels of a picture of `width` x `height`."""
    head = make_head(Stage(pose, width=width, height=height), pose, look)
    pen = Pen()
    for plan in PLANS.values():
        plan.draw(pen, head)
    return pen.shapes


def draw(pose: RigPose, look: Look, *, width: int, height: int) -> tuple[Shape, ...]:
    """The person in the room, back to front. The room's shapes carry a key and are the same in every frame."""
    return backdrop(look, width=width, height=height) + draw_person(pose, look, width=width, height=height)
