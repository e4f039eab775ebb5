"""Who is drawn: colours and styles, and the ready-made people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from perception.character.shapes import Color

Hair = Literal["crop", "bob", "long", "bun", "curls", "waves"]
Clothes = Literal["crew", "blazer", "shirt"]
Room = Literal["office", "study", "plain"]


@dataclass(frozen=True, slots=True)
class Look:
    """How the drawn person looks; nobody real. `seed` varies small things (strands of hair, things on the shelf).

    beard, lashes: 0..1. shoulders, face_width: 1 is average.
    """

    name: str
    skin: Color
    hair: Color
    hair_style: Hair
    clothes: Clothes
    top: Color
    under: Color = (244, 242, 236)
    eyes: Color = (92, 62, 42)
    lips: Color = (176, 92, 86)
    room: Room = "office"
    beard: float = 0.0
    lashes: float = 0.6
    shoulders: float = 1.0
    face_width: float = 1.0
    seed: int = 1


LOOKS: Final[dict[str, Look]] = {
    look.name: look
    for look in (
        Look(
            "robin",
            (233, 184, 150),
            (92, 58, 38),
            "waves",
            "crew",
            (38, 108, 104),
            eyes=(84, 104, 88),
            face_width=0.95,
            seed=3,
        ),
        Look(
            "dana",
            (205, 146, 108),
            (52, 36, 30),
            "bob",
            "blazer",
            (56, 74, 104),
            eyes=(88, 58, 38),
            lips=(168, 78, 76),
            room="plain",
            lashes=0.9,
            face_width=0.94,
            seed=5,
        ),
        Look(
            "amara",
            (132, 84, 58),
            (34, 26, 24),
            "curls",
            "crew",
            (186, 118, 58),
            eyes=(58, 38, 28),
            lips=(136, 66, 62),
            room="study",
            lashes=0.9,
            seed=7,
        ),
        Look(
            "kenji",
            (236, 194, 158),
            (38, 32, 32),
            "crop",
            "shirt",
            (206, 218, 230),
            eyes=(66, 46, 34),
            lips=(186, 112, 100),
            lashes=0.3,
            shoulders=1.06,
            seed=11,
        ),
        Look(
            "joseph",
            (112, 72, 52),
            (30, 24, 22),
            "crop",
            "blazer",
            (70, 66, 88),
            eyes=(52, 34, 26),
            lips=(130, 72, 66),
            room="study",
            beard=0.55,
            lashes=0.3,
            shoulders=1.1,
            face_width=1.02,
            seed=13,
        ),
        Look(
            "lena",
            (242, 204, 178),
            (196, 152, 96),
            "bun",
            "shirt",
            (150, 172, 164),
            eyes=(86, 122, 140),
            lips=(190, 104, 100),
            room="plain",
            lashes=0.7,
            shoulders=0.95,
            face_width=0.94,
            seed=17,
        ),
        Look(
            "mateo",
            (214, 160, 122),
            (58, 40, 32),
            "crop",
            "crew",
            (126, 74, 70),
            eyes=(94, 66, 42),
            lips=(168, 92, 82),
            beard=0.4,
            lashes=0.35,
            shoulders=1.08,
            seed=19,
        ),
        Look(
            "ingrid",
            (238, 198, 172),
            (172, 170, 168),
            "bob",
            "crew",
            (92, 84, 118),
            eyes=(96, 116, 128),
            lips=(178, 100, 96),
            room="study",
            lashes=0.5,
            shoulders=0.97,
            face_width=0.94,
            seed=23,
        ),
        Look(
            "priya",
            (176, 122, 86),
            (36, 28, 28),
            "long",
            "shirt",
            (138, 62, 84),
            eyes=(62, 42, 30),
            lips=(152, 74, 72),
            lashes=0.9,
            shoulders=0.95,
            face_width=0.94,
            seed=29,
        ),
    )
}

DEFAULT_LOOK: Final = LOOKS["robin"]
