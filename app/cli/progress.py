"""A progress line on a terminal; silent where output goes to a file or another program."""

from __future__ import annotations

import sys
import time
from typing import Final

_WIDTH: Final = 28
_EVERY_S: Final = 0.1


class ProgressLine:
    """Draws `label  ########----  42 %  about 12 s left` on stderr, at most ten times a second."""

    def __init__(self, *, enabled: bool | None = None) -> None:
        self._enabled = sys.stderr.isatty() if enabled is None else enabled
        self._began_s = time.monotonic()
        self._next_s = 0.0

    def show(self, fraction: float, label: str) -> None:
        """Draw the line for this share 0..1 of the work."""
        now_s = time.monotonic()
        if not self._enabled or now_s < self._next_s:
            return
        self._next_s = now_s + _EVERY_S
        done = round(_WIDTH * min(max(fraction, 0.0), 1.0))
        bar = "#" * done + "-" * (_WIDTH - done)
        print(f"\r\x1b[K{label}  {bar}  {100 * fraction:3.0f} %{self._left(fraction, now_s)}", end="", file=sys.stderr)
        sys.stderr.flush()

    def clear(self) -> None:
        """Remove the line."""
        if self._enabled:
            print("\r\x1b[K", end="", file=sys.stderr)
            sys.stderr.flush()

    def _left(self, fraction: float, now_s: float) -> str:
        if fraction < 0.05:
            return ""
        return f"  about {(now_s - self._began_s) * (1 - fraction) / fraction:.0f} s left"
