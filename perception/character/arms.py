"""Arms before the body: crossed, or open with the hands apart. Hanging arms are out of the picture and not drawn."""

from __future__ import annotations

import numpy as np

from perception.character.face import Head
from perception.character.pen import Pen
from perception.character.shapes import deeper
from perception.types import FloatArray

_SHOULDER = (16.5, -19.5, -3.0)
_ELBOW = (20.5, -36.0, 3.0)
# Wrist and fingertips of the left arm (x to its own side); the other arm is its mirror image, a little lower when
# crossed, so that one lies before the other.
_CROSSED = ((-7.5, -30.0, 9.0), (-12.5, -29.0, 8.0))
_OPEN = ((11.0, -30.0, 14.0), (8.5, -27.0, 17.0))
_BEHIND_CM = 3.0
_RAISED_CM = 26.0  # how far the arms come up from below the picture
_SLEEVE_CM, _FOREARM_CM, _HAND_CM = 8.2, 6.8, 5.2


def draw_arms(pen: Pen, head: Head, arms: float) -> None:
    """Both arms: `arms` > 0 crossed, < 0 open, 1 or -1 in place, 0 none."""
    if abs(arms) < 0.02:
        return
    sunk = np.array([0.0, -_RAISED_CM * (1.0 - min(1.0, abs(arms))), 0.0])
    wrist, tips = _CROSSED if arms > 0.0 else _OPEN
    for side in (1.0, -1.0):
        lower = np.array([0.0, -_BEHIND_CM if arms > 0.0 and side < 0.0 else 0.0, 0.0])
        mirror = np.array([side, 1.0, 1.0])
        wide = mirror * np.array([head.look.shoulders, 1.0, 1.0])
        shoulder, elbow = np.array(_SHOULDER) * wide, np.array(_ELBOW) * wide + sunk
        at_wrist, at_tips = np.array(wrist) * mirror + sunk + lower, np.array(tips) * mirror + sunk + lower
        _limb(pen, head, shoulder, elbow, _SLEEVE_CM)
        _limb(pen, head, elbow, at_wrist, _FOREARM_CM)
        hand = head.stage.body(np.stack([at_wrist, at_tips]))
        pen.flat(_capsule(hand, _HAND_CM * head.px), head.look.skin, part="hand")


def _limb(pen: Pen, head: Head, start: FloatArray, end: FloatArray, width_cm: float) -> None:
    line = head.stage.body(np.stack([start, end]))
    cloth = head.look.top
    pen.flat(_capsule(line, (width_cm + 0.8) * head.px), deeper(cloth, 0.4), part="arm")
    pen.flat(_capsule(line, width_cm * head.px), cloth, part="arm")


def _capsule(line: FloatArray, width_px: float) -> FloatArray:
    """The outline (22, 2) of a thick line with round ends."""
    along = line[1] - line[0]
    angle = float(np.arctan2(along[1], along[0]))
    turn = np.linspace(-np.pi / 2, np.pi / 2, 11)
    ends = [
        point + width_px / 2 * np.stack([np.cos(turn + at), np.sin(turn + at)], axis=1)
        for point, at in ((line[1], angle), (line[0], angle + np.pi))
    ]
    return np.concatenate(ends)
