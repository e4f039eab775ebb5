"""Who is drawn: colours and styles, and the ready-made people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from perception.character.shapes import Color, mix

Hair = Literal["crop", "bob", "long", "bun", "curls", "waves"]
Cut = Literal[
    "crop", "fade", "swept", "receding", "pixie", "bob", "fringe", "long", "waves", "bun", "curls", "headscarf"
]
Clothes = Literal["crew", "blazer", "shirt"]
Room = Literal["office", "study", "plain"]
Glasses = Literal["", "round", "square", "half"]
Earrings = Literal["", "stud", "hoop", "drop"]


@dataclass(frozen=True, slots=True)
class Look:
    """How the drawn person looks; nobody real. `seed` varies small things (strands of hair, things on the shelf).

    beard, lashes: 0..1. shoulders, face_width: 1 is average. brows: None for the colour that goes with the hair.
    eye_size, brow_weight, mouth_size, lip_size: 1 is average. eye_slant: -1..1, + the outer corners are higher.
    brow_lift: centimetres. slender: 0..1, how far jaw and chin are narrower. softness: 0 every line of the face is
    drawn, 1 only the larger forms. age: 0..1, lines that years leave. large: drawn for people to look at, with the
    haircut `cut` (a headscarf has its colour in `hair`); without it for models to read, with `hair_style`.
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
    brows: Color | None = None
    eye_size: float = 1.0
    eye_slant: float = 0.0
    brow_weight: float = 1.0
    brow_lift: float = 0.0
    mouth_size: float = 1.0
    lip_size: float = 1.0
    slender: float = 0.0
    softness: float = 0.0
    age: float = 0.0
    glasses: Glasses = ""
    earrings: Earrings = ""
    cut: Cut = "crop"
    large: bool = False


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
            cut="waves",
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
            cut="bob",
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
            earrings="stud",
            cut="curls",
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
            cut="swept",
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
            cut="fade",
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
            cut="bun",
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
            cut="crop",
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
            cut="pixie",
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
            cut="long",
            seed=29,
        ),
        Look(
            "samira",
            (212, 160, 124),
            (124, 92, 134),
            "bun",
            "blazer",
            (62, 66, 84),
            eyes=(78, 54, 38),
            lips=(172, 88, 84),
            brows=(48, 34, 28),
            room="plain",
            lashes=0.95,
            shoulders=0.95,
            face_width=0.95,
            cut="headscarf",
            large=True,
            seed=31,
        ),
        Look(
            "walter",
            (236, 190, 164),
            (206, 204, 200),
            "crop",
            "blazer",
            (74, 84, 92),
            under=(214, 226, 238),
            eyes=(92, 116, 132),
            lips=(186, 112, 102),
            brows=(150, 146, 142),
            room="study",
            lashes=0.25,
            shoulders=1.06,
            face_width=1.03,
            age=0.9,
            glasses="square",
            cut="receding",
            large=True,
            seed=37,
        ),
        Look(
            "mei",
            (244, 208, 176),
            (34, 28, 32),
            "bob",
            "crew",
            (206, 120, 96),
            eyes=(58, 40, 32),
            lips=(196, 96, 96),
            room="office",
            lashes=0.8,
            shoulders=0.92,
            face_width=0.96,
            glasses="round",
            cut="fringe",
            large=True,
            seed=41,
        ),
        Look(
            "zuri",
            (98, 62, 46),
            (28, 22, 22),
            "crop",
            "shirt",
            (226, 176, 84),
            eyes=(48, 32, 26),
            lips=(138, 62, 64),
            room="office",
            lashes=0.95,
            shoulders=0.93,
            face_width=0.94,
            earrings="hoop",
            cut="fade",
            large=True,
            seed=43,
        ),
        Look(
            "finn",
            (246, 208, 184),
            (172, 92, 50),
            "crop",
            "shirt",
            (92, 118, 104),
            eyes=(96, 128, 116),
            lips=(196, 116, 104),
            room="study",
            beard=0.75,
            lashes=0.35,
            shoulders=1.06,
            cut="swept",
            large=True,
            seed=47,
        ),
        Look(
            "carmen",
            (222, 170, 134),
            (150, 146, 146),
            "waves",
            "blazer",
            (128, 58, 64),
            eyes=(92, 64, 42),
            lips=(172, 78, 76),
            brows=(88, 76, 72),
            room="study",
            lashes=0.8,
            face_width=0.97,
            age=0.6,
            earrings="drop",
            cut="waves",
            large=True,
            seed=53,
        ),
    )
}

DEFAULT_LOOK: Final = LOOKS["robin"]
# The people on whom the reading of the drawn person is measured: bare faces, no glasses.
MEASURED_LOOKS: Final = ("robin", "dana", "amara", "kenji", "joseph", "lena", "mateo", "ingrid", "priya")


def as_customer(look: Look) -> Look:
    """The same person for a large picture that people look at: eyes and brows a little larger, softer lines."""
    return replace(
        look,
        eye_size=1.15 * look.eye_size,
        brow_weight=1.12 * look.brow_weight,
        brow_lift=0.18 + look.brow_lift,
        mouth_size=0.98 * look.mouth_size,
        slender=0.5,
        softness=0.7,
        beard=0.9 * look.beard,
        lips=mix(look.lips, (196, 116, 108), 0.22),
        large=True,
    )
