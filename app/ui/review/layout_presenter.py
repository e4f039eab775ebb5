"""What stands beside what in the review, and where the dividers were left. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

_WIDE: Final = 82  # widths of a letter from which three columns are readable
_HIGH: Final = 38  # heights of a letter from which tracks fit below
_NARROWEST: Final = 0.12
_THREE: Final = (0.42, 0.34, 0.24)
_TWO: Final = (0.48, 0.52)


@dataclass(frozen=True, slots=True)
class Stand:
    """beside: parts beside each other, always in sight. turns: parts that take turns. below: the tracks stand below."""

    beside: tuple[str, ...]
    turns: tuple[str, ...]
    below: bool


def stand_for(width: int, height: int, body: int) -> Stand:
    """How the parts stand in so many pixels, with text of this size."""
    below = height >= _HIGH * body
    if width >= _WIDE * body:
        return Stand(("picture", "transcript", "coach"), () if below else ("tracks",), below)
    return Stand(("picture",), ("transcript", "coach") if below else ("transcript", "coach", "tracks"), below)


@dataclass(frozen=True, slots=True)
class Places:
    """Where the dividers stand, as shares 0..1 of the room. down: the upper part."""

    three: tuple[float, ...] = _THREE
    two: tuple[float, ...] = _TWO
    down: float = 0.53

    def across(self, count: int) -> tuple[float, ...]:
        """The widths of so many columns."""
        known = {2: self.two, 3: self.three}
        return known.get(count) or (1 / count,) * count if count else ()

    def moved(self, across: Sequence[int], down: Sequence[int] | None) -> Places:
        """With dividers that were moved to these pixels."""
        new = self
        if sum(across) > 0:
            shares = tuple(round(max(_NARROWEST, one / sum(across)), 3) for one in across)
            new = replace(new, three=shares) if len(shares) == 3 else new
            new = replace(new, two=shares) if len(shares) == 2 else new
        if down is not None and sum(down) > 0:
            new = replace(new, down=round(min(0.85, max(0.15, down[0] / sum(down))), 3))
        return new

    def as_text(self) -> str:
        """As it is kept in the settings."""
        return " ".join(f"{one:g}" for one in (*self.three, *self.two, self.down))


def places_of(text: str) -> Places:
    """As kept in the settings; the first ones for anything else."""
    try:
        numbers = tuple(float(part) for part in text.split())
    except ValueError:
        return Places()
    if len(numbers) != 6 or not all(0.05 <= one <= 0.95 for one in numbers):
        return Places()
    return Places(numbers[:3], numbers[3:5], numbers[5])
