"""The review of a call of half an hour: how soon it opens, and what its tracks cost while it plays and is zoomed.

Offscreen, so what a screen and its driver cost is not in it. Expected before the first measurement (2 cores, other
programmes running): a new process 1.3 s to the first picture, warm 0.7 s, a frame while playing 1 ms and 4 % of a core,
a zoom 40 ms.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.table import Figure
from tests.long_session import write_long_session

OPEN_S, FPS = 1.5, 30.0
SIZE = (1252, 420)  # of the tracks in a window of 1280 x 720, and some more
PLAYED_S = 4.0
_FRAME_MS = 33
_ZOOMS = 12


def run() -> list[Figure]:
    """Open, play and zoom."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="atr") as name:
        folder = write_long_session(Path(name) / "long")
        size = (folder / "events.jsonl").stat().st_size / 1e6
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
        cold = _cold(folder)
        note = f"{size:.0f} MB of records, {os.cpu_count()} cores, load before the run {load:.1f}"
        return [
            Figure("review: new process to the first picture of the tracks", cold, "s", note=note),
            *_warm(folder),
        ]


def _cold(folder: Path) -> float:
    """Seconds from the start of a process to its first picture, the middle of three."""
    times = []
    for _ in range(3):
        began_s = time.perf_counter()
        with subprocess.Popen([sys.executable, "-m", "tests.benchmarks.review", str(folder)]) as process:
            if process.wait() != 0:
                raise RuntimeError("the tracks could not be shown")
        times.append(time.perf_counter() - began_s)
    return statistics.median(times)


def _warm(folder: Path) -> list[Figure]:
    from PySide6.QtCore import QEvent, QObject

    from app.library.review.read_series import read_for_review

    class Paints(QObject):
        """Counts what is painted."""

        count = 0

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            self.count += event.type() == QEvent.Type.Paint
            return False

    reads, cpu = [], []
    for _ in range(3):
        began_s, cpu_s = time.perf_counter(), time.process_time()
        series = read_for_review(folder).series
        reads.append(time.perf_counter() - began_s)
        cpu.append(time.process_time() - cpu_s)
    began_s = time.perf_counter()
    app, view, playhead = _shown(series)
    first_s = time.perf_counter() - began_s
    paints = Paints()
    view.canvas.viewport().installEventFilter(paints)
    frames, fps, share = _play(app, view, playhead, paints)
    view.canvas.show_around()
    app.processEvents()
    near_frames, near_fps, near_share = _play(app, view, playhead, paints)
    return [
        Figure("review: reading the session, warm", statistics.median(reads), "s"),
        Figure("review: reading the session, processor time", statistics.median(cpu), "s"),
        Figure("review: reading and first picture, warm", statistics.median(reads) + first_s, "s", OPEN_S),
        Figure("review: a frame of the tracks while playing, median", 1000 * statistics.median(frames), "ms"),
        Figure("review: frames a second while playing, whole call", fps, "fps", FPS * 0.97, "higher"),
        Figure("review: share of a core while playing, whole call", share, "%", 10.0),
        Figure("review: a frame while playing, half a minute shown", 1000 * statistics.median(near_frames), "ms"),
        Figure("review: frames a second while playing, half a minute", near_fps, "fps", FPS * 0.97, "higher"),
        Figure("review: share of a core while playing, half a minute", near_share, "%", 10.0),
        *_zoom(app, view),
    ]


def _shown(series):
    """The tracks on the (unseen) screen, painted once."""
    from app.ui.resources import FONTS
    from app.ui.review.playhead import Playhead
    from app.ui.review.tracks.view import TracksView
    from app.ui.run import make_application
    from app.ui.theme import load_fonts, make_theme

    app = make_application()
    theme = make_theme(name="dark", text_size="normal", reduced_motion=True, family=load_fonts(FONTS))
    app.setStyleSheet(theme.stylesheet())
    playhead = Playhead(series.duration_s)
    view = TracksView(theme, series, playhead, locked=False)
    view.resize(*SIZE)
    view.show()
    app.processEvents()
    return app, view, playhead


def _play(app, view, playhead, paints) -> tuple[list[float], float, float]:
    """Seconds a frame takes, frames painted a second, and percent of a core, as a timer plays at 30 frames a second."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer

    began_t = view.canvas.scale.start_s
    playhead.seek(began_t)
    app.processEvents()
    playhead.play(True)
    frames: list[float] = []
    loop, timer = QEventLoop(), QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    began_s, cpu_s, painted = time.perf_counter(), time.process_time(), paints.count

    def frame() -> None:
        at_s = time.perf_counter()
        if at_s - began_s >= PLAYED_S:
            loop.quit()
            return
        playhead.advance(began_t + at_s - began_s)
        app.processEvents()
        frames.append(time.perf_counter() - at_s)

    timer.timeout.connect(frame)
    timer.start(_FRAME_MS)
    loop.exec()
    timer.stop()
    wall_s, cpu_s = time.perf_counter() - began_s, time.process_time() - cpu_s
    playhead.play(False)
    return frames, (paints.count - painted) / wall_s, 100.0 * cpu_s / wall_s


def _zoom(app, view) -> list[Figure]:
    """Zooming in step by step from the whole call, each painted anew; and panning at the end of it."""
    view.canvas.show_whole()
    app.processEvents()
    zooms, cpu, pans = [], [], []
    for _ in range(_ZOOMS):
        began_s, cpu_s = time.perf_counter(), time.process_time()
        view.canvas.zoom_in()
        app.processEvents()
        zooms.append(time.perf_counter() - began_s)
        cpu.append(time.process_time() - cpu_s)
    bar = view.canvas.horizontalScrollBar()
    for _ in range(60):
        began_s = time.perf_counter()
        bar.setValue(bar.value() + 40)
        app.processEvents()
        pans.append(time.perf_counter() - began_s)
    return [
        Figure("review: a step of zoom, median", 1000 * statistics.median(zooms), "ms", 1000 / FPS),
        Figure("review: a step of zoom, processor time, median", 1000 * statistics.median(cpu), "ms", 1000 / FPS),
        Figure("review: a step of zoom, slowest", 1000 * max(zooms), "ms", 100.0),
        Figure("review: panning by 40 px, median", 1000 * statistics.median(pans), "ms", 1000 / FPS),
        Figure("review: panning by 40 px, slowest", 1000 * max(pans), "ms", 100.0),
    ]


def main() -> int:
    """Show the tracks of a folder and end: what a new process needs."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from app.library.review.read_series import read_for_review

    _shown(read_for_review(Path(sys.argv[1])).series)
    return 0


if __name__ == "__main__":
    sys.exit(main())
