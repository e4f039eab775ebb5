"""The drawn person as shapes: one call a frame."""

from __future__ import annotations

from perception.character.arms import draw_arms
from perception.character.backdrop import backdrop
from perception.character.body import draw_torso
from perception.character.brows import draw_brow, draw_forehead
from perception.character.extras import draw_earrings, draw_glasses
from perception.character.eyes import draw_eye
from perception.character.face import draw_cheeks, draw_ears, draw_nose, draw_skin, make_head
from perception.character.geometry import Stage
from perception.character.hair import draw_back_hair, draw_front_hair
from perception.character.looks import Look
from perception.character.mouth import draw_mouth
from perception.character.pen import Pen
from perception.character.rig import RigPose
from perception.character.shapes import Shape


def draw_person(pose: RigPose, look: Look, *, width: int, height: int) -> tuple[Shape, ...]:
    """The person alone, back to front, in pixels of a picture of `width` x `height`."""
    stage = Stage(pose, width=width, height=height)
    head = make_head(stage, pose, look)
    pen = Pen()
    draw_back_hair(pen, head)
    draw_torso(pen, head)
    draw_arms(pen, head, pose.arms)
    draw_ears(pen, head)
    draw_earrings(pen, head)
    draw_skin(pen, head)
    draw_cheeks(pen, head)
    draw_forehead(pen, head)
    for side in (-1.0, 1.0):
        draw_eye(pen, head, side)
    draw_mouth(pen, head)
    draw_nose(pen, head)
    draw_front_hair(pen, head)
    for side in (-1.0, 1.0):
        draw_brow(pen, head, side)
    draw_glasses(pen, head)
    return pen.shapes


def draw(pose: RigPose, look: Look, *, width: int, height: int) -> tuple[Shape, ...]:
    """The person in the room, back to front. The room's shapes carry a key and are the same in every frame."""
    return backdrop(look, width=width, height=height) + draw_person(pose, look, width=width, height=height)
