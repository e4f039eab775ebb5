"""What is drawn over the picture, and which side of two people is shown: as chosen last. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

Part = Literal["both", "you", "customer"]
GAZE, MESH, POSTURE = "gaze", "mesh", "posture"
OVERLAYS: Final[Mapping[str, tuple[str, str]]] = {
    GAZE: ("Gaze", "Where the face is and points, and where the eyes rest, from the records."),
    MESH: ("Face points", "Points of the face, looked for again while you watch. They are not kept."),
    POSTURE: ("Posture lines", "Lines of the body, looked for again while you watch. They are not kept."),
}
PARTS: Final[Mapping[Part, str]] = {"both": "Both sides", "you": "You only", "customer": "Customer only"}
_ORDER: Final[tuple[Part, ...]] = ("both", "you", "customer")


@dataclass(frozen=True, slots=True)
class Switches:
    """on: names of what is drawn."""

    on: frozenset[str] = frozenset()
    part: Part = "both"

    def switched(self, name: str) -> Switches:
        """On when it was off, and the other way round."""
        return replace(self, on=self.on ^ {name})

    def next_part(self) -> Switches:
        """Both, only the CSM, only the customer, both again."""
        return replace(self, part=_ORDER[(_ORDER.index(self.part) + 1) % len(_ORDER)])

    def as_text(self) -> str:
        """As it is kept in the settings."""
        return " ".join([self.part, *(name for name in OVERLAYS if name in self.on)])


def switches_of(text: str) -> Switches:
    """As kept in the settings; words that mean nothing are left out."""
    words = text.split()
    part: Part = next((one for one in _ORDER if one in words), "both")
    return Switches(frozenset(words) & frozenset(OVERLAYS), part)
