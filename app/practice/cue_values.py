"""Live cues as values: what may be shown, what was shown, and the choices of the user (product.md 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from perception.recording.format import LiveHelp
from perception.types import Letter


@dataclass(frozen=True, slots=True)
class Cue:
    """A short word cue. rule: which rule it is. text: at most 8 words that name an action, never a feeling of the CSM.

    since_s: session time its cause began. numbers, limits: what was measured, and the limits it passed, by name.
    """

    rule: str
    letter: Letter
    text: str
    t_s: float
    since_s: float
    numbers: Mapping[str, float] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CueSettings:
    """The user's choices. budget: cues in 20 minutes, 0..6 (0: none). spacing_s: least time between two, 20 or more.
    letter_spacing_s: between two of one letter. shown_s: how long one stays. strip: the strip of seven marks is shown.
    letters: for which cues may come. trust_in: rule to 0..1, lowered where the user said "that was wrong"."""

    budget: int = 4
    spacing_s: float = 45.0
    letter_spacing_s: float = 90.0
    shown_s: float = 3.0
    strip: bool = True
    letters: tuple[Letter, ...] = ("E", "M", "P", "A", "T", "H", "Y")
    trust_in: Mapping[str, float] = field(default_factory=dict)

    @property
    def help(self) -> LiveHelp:
        """What a call with them helps with, as its session keeps it."""
        if self.budget > 0 and self.letters:
            return "cues"
        return "marks" if self.strip else "none"
