"""Points of a face and a body in one picture, for drawing over it. They are never kept."""

from __future__ import annotations

from dataclasses import dataclass

from perception.types import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Landmarks:
    """What was found in the picture that begins at `t_s` and stays until `end_s`, session time.

    face: (478, 2), body: (33, 2), both as shares 0..1 of the picture's width and height; None where nothing was found.
    seen: (33,) how surely each point of the body is in sight, 0..1.
    """

    t_s: float
    end_s: float
    face: FloatArray | None = None
    body: FloatArray | None = None
    seen: FloatArray | None = None
