"""The tokens of the look: the only place where colours and sizes are written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours by purpose. `good` in range and primary action, `watch` worth a look (never red)."""

    paper: str
    card: str
    line: str
    ink: str
    muted: str
    good: str
    good_soft: str
    on_good: str
    watch: str
    watch_soft: str
    unknown: str
    you: str
    customer: str
    track: str
    tile_top: str
    tile_bottom: str
    veil: str
    on_veil: str
    hover: str


LIGHT: Final = Colours(
    paper="#f7f5f0",
    card="#ffffff",
    line="#e4e0d7",
    ink="#20242c",
    muted="#6a7079",
    good="#0f766e",
    good_soft="#d5ebe7",
    on_good="#ffffff",
    watch="#b45309",
    watch_soft="#fbe9cf",
    unknown="#b9b5ab",
    you="#2f5d8a",
    customer="#6d3f70",
    track="#e4e0d7",
    tile_top="#dde5e9",
    tile_bottom="#cbd5dc",
    veil="#d2161a20",
    on_veil="#ffffff",
    hover="#f1eee7",
)
DARK: Final = Colours(
    paper="#15181d",
    card="#1d2127",
    line="#2d323a",
    ink="#e9e6df",
    muted="#9aa0a8",
    good="#4fb8aa",
    good_soft="#163733",
    on_good="#0b1f1d",
    watch="#f0a94a",
    watch_soft="#3b2a12",
    unknown="#565b63",
    you="#8fb8e0",
    customer="#c79bc9",
    track="#2d323a",
    tile_top="#2a3038",
    tile_bottom="#20252c",
    veil="#d20b0d10",
    on_veil="#ffffff",
    hover="#262b32",
)

TEXT_SCALES: Final[Mapping[str, float]] = {"normal": 1.0, "large": 1.18, "larger": 1.36, "largest": 2.0}
NORMAL_BODY: Final = 14
VERY_LARGE_BODY: Final = 20


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes in pixels. Text grows with the text size; the grid of 4 stays."""

    small: int = 13
    body: int = NORMAL_BODY
    heading: int = 16
    letter: int = 20
    caption: int = 20
    title: int = 24
    display: int = 30
    control: int = 40
    unit: int = 4
    radius_card: int = 14
    radius_control: int = 10
    gap: int = 16
    margin: int = 20
    pad: int = 20
    bar: int = 56
    aside: int = 400
    cue: int = 64
    scroll: int = 12
    call_aside: int = 270
    portrait: int = 270
    reading: int = 720
    window: int = 1080
    focus: int = 2
    motion_ms: int = 150
    undo_ms: int = 8000

    @property
    def very_large(self) -> bool:
        """Whether the text is so large that parts stand under each other instead of side by side."""
        return self.body > VERY_LARGE_BODY

    def room(self, width: int) -> int:
        """A width at the normal text size, grown half as much as the text in it."""
        return int(width * (1 + self.body / NORMAL_BODY) / 2 + 0.5)

    @classmethod
    def scaled(cls, scale: float) -> Sizes:
        """Sizes with text and controls enlarged by `scale`."""
        base = cls()
        grown = ("small", "body", "heading", "letter", "caption", "title", "display", "control", "bar")
        sizes = {name: int(getattr(base, name) * scale + 0.5) for name in grown}
        # Columns and the line of the cue grow half as much as the text in them: the picture keeps its room.
        sizes |= {name: int(getattr(base, name) * (1 + scale) / 2 + 0.5) for name in ("aside", "call_aside", "cue")}
        return cls(**sizes)
