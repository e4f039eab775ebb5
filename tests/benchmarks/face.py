"""What the customer's moving face costs: share of one core while the customer speaks and while the customer listens.

The tile alone in a window of its own, as large as in a call, fed with what the engine tells it. Process time over wall
time, event loop and painting included; the first seconds, in which pictures are made once, are left out.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPaintEvent

from app.engine.practice_messages import CustomerIs, CustomerSpeaks, CustomerStops
from app.practice.face.speech import guessed_line
from app.practice.scenario.model import Display
from app.ui.call.placement import tile_in_page
from app.ui.run import make_application
from app.ui.theme import make_theme
from app.ui.widgets.character_view import CharacterView
from app.ui.widgets.customer import customer_drawing
from app.ui.widgets.letter_strip import STRIP_SIZE
from tests.benchmarks.table import Figure

_TARGET = 5.0  # per cent of one core
_WINDOWS = ((1280, 720), (1920, 1080))
_BAR = 56  # the window's own bar over the page
_SETTLE_S, _PART_S = 4.0, 9.0
_LOOKS = ("dana", "amara")  # the usual one, and the one with most to draw


class _Counting(CharacterView):
    """Counts its paints."""

    paints = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint and count."""
        self.paints += 1
        super().paintEvent(event)


@dataclass(frozen=True)
class _Share:
    per_cent: float
    paints_per_s: float


def run() -> list[Figure]:
    """Both sizes, both looks."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application()
    theme = make_theme(name="light", text_size="normal", reduced_motion=False, family="Sans")
    figures = []
    for width, height in _WINDOWS:
        _, _, wide, tall = tile_in_page(width, height - _BAR, theme.sizes, STRIP_SIZE)
        for look in _LOOKS:
            view = _Counting(theme, "Maya", customer_drawing(look))
            view.resize(wide, tall)
            started = time.process_time()
            view.show()
            made_s = time.process_time() - started
            speaking, listening, turns = _measured(view)
            view.close()
            place = f"{width}x{height}, {look}"
            note = f"tile {wide}x{tall}, {speaking.paints_per_s:.0f} paints/s, pictures made in {made_s:.2f} s"
            figures += [
                Figure(f"face, customer speaks ({place})", speaking.per_cent, "% core", _TARGET, note=note),
                Figure(f"face, customer listens ({place})", listening.per_cent, "% core", _TARGET),
                Figure(f"face, turns of 5 s with new displays ({place})", turns.per_cent, "% core", _TARGET),
            ]
    del application
    return figures


def _measured(view: _Counting) -> tuple[_Share, _Share, _Share]:
    _speak(view, "worried", _SETTLE_S + _PART_S)
    _wait(_SETTLE_S)
    speaking = _share(view, _PART_S)
    view.hear(CustomerStops(0.0))
    view.hear(CustomerIs(0.0, "listening", "worried", 2))
    _wait(1.5)
    listening = _share(view, _PART_S)
    shown: tuple[Display, ...] = ("angry", "relieved")
    turns = [
        QTimer(
            view, singleShot=True, interval=int(10_000 * i), timeout=lambda display=display: _speak(view, display, 5.0)
        )
        for i, display in enumerate(shown)
    ]
    for turn in turns:
        turn.start()
    return speaking, listening, _share(view, 10.0 * len(shown))


def _speak(view: CharacterView, display: Display, seconds: float) -> None:
    line = guessed_line(seconds, seed=3)
    view.hear(CustomerSpeaks(0.0, "", display, "tense", 2, seconds, 0.1, line.opening, line.rounding))


def _share(view: _Counting, seconds: float) -> _Share:
    view.paints = 0
    wall, used = time.monotonic(), time.process_time()
    _wait(seconds)
    wall, used = time.monotonic() - wall, time.process_time() - used
    return _Share(100.0 * used / wall, view.paints / wall)


def _wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()
