"""One live call in the real window, measured from inside; started by tests/benchmarks/live.py.

`python -m tests.benchmarks.live_window PLAN.json`: prints {"measuring": true} when the figures begin to count, then
one line of results.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.bootstrap import open_window
from app.engine.messages import Event, PreviewImage, Problem, SnapshotTaken, StartCall
from app.ui.main_window import MainWindow
from app.ui.routes import ToCall

_TICK_MS = 5
_LOOK_MS = 200
_SETTLE_S = 10.0  # after the call has begun: models warm, rates filled


class Measure:
    """Listens beside the window; all times on this process's monotonic clock."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self._plan = StartCall(**plan["call"], letters=tuple("EMPATHY"))
        self._length_s: float = plan["length_s"]
        self._window: MainWindow | None = None
        self._begin_s: float | None = None
        self._stopped = False
        self._last_tick_s: float | None = None
        self.gaps: list[float] = []
        self.previews: list[tuple[float, float]] = []  # when taken, the picture's session time
        self.snapshots: list[tuple[float, SnapshotTaken]] = []
        self.problems: list[str] = []

    # ------------------------------------------------------------ the hand

    def look(self) -> None:
        """Start the call once the engine is ready, end it after its time, leave at the debrief."""
        if self._window is None:
            found = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
            if found:
                self._watch(found[0])
            return
        page = type(self._window.page).__name__
        if page == "HomePage" and self._window.engine_state.state == "ready":
            self._window.go(ToCall(self._plan))
        elif page == "CallPage":
            self._follow_call(self._window.page)
        elif page == "DebriefPage":
            QCoreApplication.quit()

    def _follow_call(self, page: Any) -> None:
        phase = page.presenter.view.phase
        if phase == "failed":
            print(json.dumps({"failed": self.problems}), flush=True)
            sys.exit(1)
        if phase != "running":
            return
        if self._begin_s is None:
            self._begin_s = time.monotonic() + _SETTLE_S
            QTimer.singleShot(int(1000 * _SETTLE_S), self._say_measuring)
        elif not self._stopped and time.monotonic() >= self._begin_s + self._length_s:
            self._stopped = True
            page.end()

    def _say_measuring(self) -> None:
        print(json.dumps({"measuring": True}), flush=True)

    def _watch(self, window: MainWindow) -> None:
        self._window = window
        window._bridge.heard.connect(self._hear)
        window._bridge.preview.connect(self._see)

    # ------------------------------------------------------------ the ears

    @property
    def _counting(self) -> bool:
        return self._begin_s is not None and not self._stopped and time.monotonic() >= self._begin_s

    def tick(self) -> None:
        """The event loop has come round."""
        now_s = time.monotonic()
        if self._last_tick_s is not None and self._counting:
            self.gaps.append(now_s - self._last_tick_s)
        self._last_tick_s = now_s

    def _hear(self, event: Event) -> None:
        if isinstance(event, Problem):
            self.problems.append(event.message)
        if isinstance(event, SnapshotTaken) and self._counting:
            self.snapshots.append((time.monotonic(), event))

    def _see(self, image: PreviewImage) -> None:
        if self._counting:
            self.previews.append((time.monotonic(), image.t_s))

    def results(self) -> dict[str, Any]:
        """The figures. The engine's clock is placed by its quickest message: delays are true to a few milliseconds."""
        offset_s = min(at_s - taken.snapshot.now_s for at_s, taken in self.snapshots)
        delivery_s = [at_s - offset_s - taken.snapshot.now_s for at_s, taken in self.snapshots]
        between_s = float(np.median(np.diff([taken.snapshot.now_s for _, taken in self.snapshots])))
        stats = [taken.stats for _, taken in self.snapshots]
        seen_s = float(np.median([s.latency_ms for s in stats])) / 1000.0
        return {
            "face_fps": float(np.median([s.face_fps for s in stats])),
            "pose_fps": float(np.median([s.pose_fps for s in stats])),
            "preview_lag_s": float(np.median([at_s - offset_s - t_s for at_s, t_s in self.previews])),
            "preview_lag_p99_s": float(np.quantile([at_s - offset_s - t_s for at_s, t_s in self.previews], 0.99)),
            "preview_fps": len(self.previews) / self._length_s,
            # From the camera to the observation, then half a snapshot's wait, then to the window.
            "gauge_s": seen_s + between_s / 2.0 + float(np.median(delivery_s)),
            "seen_s": seen_s,
            "gap_p99_s": float(np.quantile(self.gaps, 0.99)),
            "gap_max_s": max(self.gaps),
            "captured": stats[-1].captured_frames - stats[0].captured_frames,
            "dropped": stats[-1].dropped_frames - stats[0].dropped_frames,
            "recorder_drops": stats[-1].recorder_drops,
            "overflows": stats[-1].audio_overflows,
            "backlog": max(s.speech_backlog for s in stats),
            "problems": self.problems,
        }


def main() -> int:
    """Run the call."""
    measure = Measure(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    application = QApplication(sys.argv[:1])
    timers = [QTimer(application), QTimer(application)]
    timers[0].setTimerType(Qt.TimerType.PreciseTimer)
    for timer, every_ms, then in zip(timers, (_TICK_MS, _LOOK_MS), (measure.tick, measure.look), strict=True):
        timer.setInterval(every_ms)
        timer.timeout.connect(then)
        timer.start()
    status = open_window()
    print(json.dumps(measure.results()), flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
