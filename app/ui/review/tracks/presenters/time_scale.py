"""Where a time stands on the axis: zoom, pan and the marks of the ruler."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from app.reports.words import clock

FINEST_PX_A_S: Final = 400.0  # a hop of 10 ms is then 4 px wide
_STEPS_S: Final = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0)
_LEAST_S: Final = 0.5  # a session is drawn as if it were at least so long


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the ruler. x: pixels from the left edge of what is shown."""

    x: float
    t_s: float
    text: str


@dataclass(frozen=True, slots=True)
class TimeScale:
    """A window of `width_px` on a session: px_per_s, and how many pixels of it are left of the window."""

    duration_s: float
    width_px: int
    px_per_s: float
    offset_px: int = 0

    @classmethod
    def whole(cls, duration_s: float, width_px: int) -> TimeScale:
        """The whole session across the window."""
        length, width = max(duration_s, _LEAST_S), max(width_px, 1)
        return cls(length, width, width / length)

    @property
    def total_px(self) -> int:
        """Width of the whole session."""
        return max(self.width_px, int(self.duration_s * self.px_per_s + 0.5))

    @property
    def start_s(self) -> float:
        """The time at the left edge."""
        return self.offset_px / self.px_per_s

    @property
    def span_s(self) -> float:
        """How long a stretch is shown."""
        return self.width_px / self.px_per_s

    @property
    def end_s(self) -> float:
        """The time at the right edge."""
        return self.start_s + self.span_s

    @property
    def is_whole(self) -> bool:
        """Whether the whole session is shown."""
        return self.total_px <= self.width_px

    def x(self, t_s: float) -> float:
        """Pixels from the left edge."""
        return t_s * self.px_per_s - self.offset_px

    def t(self, x: float) -> float:
        """The time at a place, kept within the session."""
        return min(self.duration_s, max(0.0, (x + self.offset_px) / self.px_per_s))

    def at(self, offset_px: float) -> TimeScale:
        """Moved so that so many pixels are left of the window."""
        most = self.total_px - self.width_px
        return replace(self, offset_px=int(min(most, max(0, offset_px)) + 0.5))

    def zoomed(self, factor: float, x: float) -> TimeScale:
        """Closer (factor over 1) or farther, with the time at `x` staying where it is."""
        t_s = (x + self.offset_px) / self.px_per_s
        least = self.width_px / self.duration_s
        px_per_s = min(max(FINEST_PX_A_S, least), max(least, self.px_per_s * factor))
        return replace(self, px_per_s=px_per_s).at(t_s * px_per_s - x)

    def around(self, t_s: float, span_s: float) -> TimeScale:
        """A stretch of so many seconds with a time in its middle."""
        scale = replace(self, offset_px=0).zoomed(self.span_s / max(span_s, 1e-3), 0.0)
        return scale.at(t_s * scale.px_per_s - self.width_px / 2)

    def showing(self, t_s: float, *, lead: float = 0.05) -> TimeScale:
        """Turned to the page that holds a time; as it is where it is shown already. lead: where it then stands."""
        if self.start_s <= t_s <= self.end_s:
            return self
        return self.at(t_s * self.px_per_s - lead * self.width_px)

    def resized(self, width_px: int) -> TimeScale:
        """For a window of another width: the whole session stays whole, a zoom stays as close."""
        if self.is_whole:
            return TimeScale.whole(self.duration_s, width_px)
        least = max(width_px, 1) / self.duration_s
        scale = replace(self, width_px=max(width_px, 1), px_per_s=max(self.px_per_s, least))
        return scale.at(self.start_s * scale.px_per_s)

    def ticks(self, room_px: float) -> Iterator[Tick]:
        """The marks of the ruler that are shown, at least `room_px` apart."""
        step = next((one for one in _STEPS_S if one * self.px_per_s >= room_px), _STEPS_S[-1])
        number = int(self.start_s / step)
        while (t_s := number * step) <= min(self.end_s, self.duration_s) + 1e-9:
            text = clock(t_s + 1e-6) + (f".{int(t_s * 10 + 0.5) % 10}" if step < 1.0 else "")
            yield Tick(self.x(t_s), t_s, text)
            number += 1
