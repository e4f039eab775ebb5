"""A practice call with everything running: how soon the customer answers, and what it costs.

The CSM's lines are spoken into the live call (camera, words, scoring, recording); the delays run from the end of a line
to the customer's first sound ("Mm." counts) and to the first word of the answer. Other programmes on the machine
lengthen them; the load before the run is told.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import numpy as np

from app.bootstrap.practice import scenario_shelf
from app.bootstrap.practice_spoken import SpokenCall, Stage, spoken_call
from app.practice.play import csm_lines
from perception.inference.asset_files import assets_dir
from tests.benchmarks.clip import benchmark_clip
from tests.benchmarks.table import Figure

SCENARIO = "outage-closing-day"
MEDIAN_S, P95_S = 0.7, 1.5


def run() -> list[Figure]:
    """One call with the empathic sample."""
    scenario = scenario_shelf().entries[SCENARIO].scenario
    script = assets_dir() / "scenarios" / "samples" / SCENARIO / "empathic.txt"
    lines = csm_lines(script.read_text(encoding="utf-8"))
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    with tempfile.TemporaryDirectory(prefix="atp") as name:
        folder = Path(name)
        stage = Stage(camera_id=f"file:{benchmark_clip(folder)}")
        began_s, cpu_s = time.monotonic(), time.process_time()
        _, call = spoken_call(scenario, lines, 0, folder, stage=stage)
        wall_s, cpu_s = time.monotonic() - began_s, time.process_time() - cpu_s
    note = f"{len(call.answers_s)} answers in {wall_s:.0f} s, {os.cpu_count()} cores, load before the run {load:.1f}"
    return figures(call, 100.0 * cpu_s / wall_s, note)


def figures(call: SpokenCall, cpu: float, note: str) -> list[Figure]:
    """The table's lines."""
    return [
        Figure("practice: first sound after the CSM's turn, median", _share(call.first_sounds_s, 50), "s", MEDIAN_S),
        Figure("practice: first sound after the CSM's turn, p95", _share(call.first_sounds_s, 95), "s", P95_S),
        Figure("practice: first word of the answer, median", _share(call.answers_s, 50), "s", MEDIAN_S, "lower", note),
        Figure("practice: first word of the answer, p95", _share(call.answers_s, 95), "s", P95_S),
        Figure("practice: processor time of the engine, of one core", cpu, "%", 100.0),
    ]


def _share(values: list[float], percent: float) -> float | None:
    return float(np.percentile(values, percent)) if values else None
