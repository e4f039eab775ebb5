"""The drawn person as shapes: one call a frame."""

from __future__ import annotations

from perception.character.arms import draw_arms
from perception.character.backdrop import backdrop
from perception.character.body import draw_torso
from perception.character.brows import draw_brows, draw_forehead
from perception.character.eyes import draw_irises, draw_lids, draw_whites
from perception.character.face import Head, draw_cheeks, draw_ears, draw_nose, draw_skin, draw_sockets, make_head
from perception.character.geometry import Stage
from perception.character.layers import PLANS
from perception.character.looks import Look
from perception.character.mouth import draw_mouth
from perception.character.pen import Pen
from perception.character.plain_hair import draw_plain_back_hair, draw_plain_front_hair
from perception.character.rig import RigPose
from perception.character.shapes import Shape


def draw_person(pose: RigPose, look: Look, *, width: int, height: int) -> tuple[Shape, ...]:
    """The person alone, back to front, in pixels of a picture of `width` x `height`."""
    head = make_head(Stage(pose, width=width, height=height), pose, look)
    pen = Pen()
    if not look.large:
        _draw_plain(pen, head)
        return pen.shapes
    for plan in PLANS.values():
        plan.draw(pen, head)
    return pen.shapes


def _draw_plain(pen: Pen, head: Head) -> None:
    """The small pictures' own order, in which the models' reading of them was measured."""
    draw_plain_back_hair(pen, head)
    draw_torso(pen, head)
    draw_arms(pen, head, head.pose.arms)
    draw_ears(pen, head)
    draw_skin(pen, head)
    draw_cheeks(pen, head)
    draw_sockets(pen, head)
    draw_forehead(pen, head)
    for layer in (draw_whites, draw_irises, draw_lids, draw_mouth, draw_nose, draw_plain_front_hair, draw_brows):
        layer(pen, head)


def draw(pose: RigPose, look: Look, *, width: int, height: int) -> tuple[Shape, ...]:
    """The person in the room, back to front. The room's shapes carry a key and are the same in every frame."""
    return backdrop(look, width=width, height=height) + draw_person(pose, look, width=width, height=height)
