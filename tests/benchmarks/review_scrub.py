"""Scrubbing a call of half an hour: how soon a picture is there after the playhead was moved, and how it plays.

One recording as Attune writes them (VP9, a key picture each second) and one as other programmes do (h264, one in ten
seconds). A picture is the exact one, or a small one from nearby that stands for it. Offscreen, so what a screen costs
is not in it. Expected before the first measurement (2 cores, other programmes running): 30 ms to the exact picture
of VP9, 100 ms of h264, where a small one stands after 25 ms; 30 pictures a second while playing; the page of a session
with 400 lines 1.2 s after it was asked for.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.table import Figure
from tests.long_media import Codec, write_long_media
from tests.long_session import write_long_session

OPEN_S, SCRUB_MS, FPS = 1.5, 50.0, 30.0
SEEKS, DRAGGED = 60, 60
_DRAG_STEP_S = 0.016  # between two movements of a hand
_PLAYED_S = 4.0
_WAIT_S = 60.0
SIZES: dict[Codec, tuple[int, int]] = {"libvpx-vp9": (640, 480), "libx264": (1280, 720)}


def run() -> list[Figure]:
    """Open the page, scrub and play, for both recordings."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="atr") as name:
        os.environ["XDG_CACHE_HOME"] = str(Path(name) / "cache")
        for codec, (width, height) in SIZES.items():
            folder = write_long_session(Path(name) / codec)
            write_long_media(folder / "media.mkv", minutes=30, codec=codec, width=width, height=height)
            figures += _Hand(folder, f"{codec.removeprefix('lib')} {width}x{height}").figures()
    return figures


class _Hand:
    """Opens the page of a session and moves its playhead."""

    def __init__(self, folder: Path, words: str) -> None:
        from tests.review_window import review_window

        self._words = words
        self._app, self._window, go = review_window(folder.parent / "window")
        began_s = time.perf_counter()
        go(folder)
        self._until(lambda: self._window.page.review is not None)
        self._app.processEvents()
        self.opened_s = time.perf_counter() - began_s
        self.page = self._window.page
        self._until(lambda: self.page.picture.has_picture)
        self.first_s = time.perf_counter() - began_s
        began_s = time.perf_counter()
        self._until(lambda: self.page.picture.film.complete, 300.0)
        self.film_s = time.perf_counter() - began_s

    def figures(self) -> list[Figure]:
        """What was measured; the window is closed."""
        any_ms, exact_ms = self._seek()
        dragged_ms = self._drag()
        fps, late_ms = self._play()
        self._window.close()
        name = f"review: {self._words}: "
        return [
            Figure(name + "page of 400 lines open", self.opened_s, "s", OPEN_S),
            Figure(name + "page open with its first picture", self.first_s, "s", OPEN_S),
            Figure(name + "small pictures of half an hour made", self.film_s, "s"),
            Figure(name + "jump to any picture, median", statistics.median(any_ms), "ms", SCRUB_MS),
            Figure(name + "jump to the exact picture, median", statistics.median(exact_ms), "ms"),
            Figure(name + "dragged to any picture, median", statistics.median(dragged_ms), "ms", SCRUB_MS),
            Figure(name + "pictures a second while playing", fps, "fps", FPS * 0.95, "higher"),
            Figure(name + "longest stand of the window while playing", late_ms, "ms"),
        ]

    def _seek(self) -> tuple[list[float], list[float]]:
        """Single jumps: milliseconds to any picture, and to the exact one."""
        chance = random.Random(3)
        any_ms, exact_ms = [], []
        for _ in range(SEEKS):
            t_s = chance.uniform(5.0, 1790.0)
            began_s = time.perf_counter()
            before = self.page.picture.canvas.painted
            self.page.playhead.seek(t_s)
            self._until(lambda before=before: self.page.picture.canvas.painted is not before)
            any_ms.append(1000 * (time.perf_counter() - began_s))
            self._until(lambda t_s=t_s: self._is_exact(t_s))
            exact_ms.append(1000 * (time.perf_counter() - began_s))
        return any_ms, exact_ms

    def _drag(self) -> list[float]:
        """The hand goes on without waiting: milliseconds from a movement to the next change of the picture."""
        delays: list[float] = []
        for number in range(DRAGGED):
            began_s = time.perf_counter()
            before = self.page.picture.canvas.painted
            self.page.playhead.seek(300.0 + 9.7 * number)
            while time.perf_counter() - began_s < _DRAG_STEP_S:
                self._app.processEvents()
                if self.page.picture.canvas.painted is not before:
                    break
            self._until(lambda before=before: self.page.picture.canvas.painted is not before)
            delays.append(1000 * (time.perf_counter() - began_s))
        return delays

    def _play(self) -> tuple[float, float]:
        """Pictures a second, and the longest time the window did not come to its events."""
        frames: list[float] = []
        recording = self.page.picture.playback.recording
        recording.framed.connect(lambda shown: frames.append(shown.t_s))
        self.page.playhead.seek(600.0)
        self._until(lambda: self._is_exact(600.0))
        self.page.playhead.play(True)
        self._until(lambda: len(frames) > 5)
        frames.clear()
        began_s = last_s = time.perf_counter()
        longest_s = 0.0
        while time.perf_counter() - began_s < _PLAYED_S:
            self._app.processEvents()
            now_s = time.perf_counter()
            longest_s, last_s = max(longest_s, now_s - last_s), now_s
            time.sleep(0.0005)
        self.page.playhead.play(False)
        return len(frames) / (time.perf_counter() - began_s), 1000 * longest_s

    def _is_exact(self, t_s: float) -> bool:
        shown = self.page.picture.playback.shown
        canvas = self.page.picture.canvas
        exact = canvas.picture is not None and canvas.painted is canvas.picture
        return exact and shown is not None and shown.t_s - 0.002 <= t_s <= shown.end_s + 0.002

    def _until(self, condition: Callable[[], object], wait_s: float = _WAIT_S) -> None:
        end_s = time.perf_counter() + wait_s
        while not condition():
            self._window.tasks.deliver()
            self._app.processEvents()
            if time.perf_counter() > end_s:
                raise RuntimeError(f"this did not happen within {wait_s:.0f} s")
            time.sleep(0.0005)
