"""`attune analyze` of a minute against real time and against a bare sequential loop of the same model calls."""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

import numpy as np

from perception.recording.reader import open_session
from perception.types import FaceObservation, PoseObservation, Utterance
from tests.benchmarks.clip import LENGTH_S, benchmark_clip
from tests.benchmarks.table import Figure
from tests.benchmarks.watch import Watched, watch

RUNS = 3


def run() -> list[Figure]:
    """Both in turn, three times; medians."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clip = benchmark_clip(folder)
        first = analyse(clip, folder / "first")  # warms the disk cache and tells which calls were made
        calls = folder / "calls.npz"
        note_calls(folder / "first", calls)
        ours, bare = [], []
        for number in range(RUNS):
            ours.append(analyse(clip, folder / f"run-{number}"))
            bare.append(watch([sys.executable, "-m", "tests.benchmarks.bare_loop", str(clip), str(calls)]))
    wall_s = statistics.median(run.wall_s for run in ours)
    ratio = statistics.median(a.wall_s / b.wall_s for a, b in zip(ours, bare, strict=True))
    peak_gb = max(run.peak_gb for run in (first, *ours))
    return [
        Figure("analyze: times faster than real time, start included", LENGTH_S / wall_s, "x", 5.0, "higher"),
        Figure("analyze: wall time against a bare sequential loop", ratio, "x", 0.75),
        Figure("analyze: peak memory of all processes", peak_gb, "GB", 1.2),
    ]


def analyse(clip: Path, out: Path) -> Watched:
    """One run of the command, as a user starts it."""
    return watch(
        [sys.executable, "-m", "app", "analyze", str(clip), "--customer-track", "1", "--json", "--out", str(out)]
    )


def note_calls(session: Path, target: Path) -> None:
    """Which pictures and which stretches of speech the analysis gave to the models."""
    observations = list(open_session(session).observations())
    speech = [
        [(o.start_s - 0.2, o.end_s + 0.2) for o in observations if isinstance(o, Utterance) and o.speaker == who]
        for who in ("csm", "customer")
    ]
    np.savez(
        target,
        face_times=np.array([o.t_s for o in observations if isinstance(o, FaceObservation)]),
        pose_times=np.array([o.t_s for o in observations if isinstance(o, PoseObservation)]),
        speech_0=np.clip(np.array(speech[0]).reshape(-1, 2), 0, None),
        speech_1=np.clip(np.array(speech[1]).reshape(-1, 2), 0, None),
    )
