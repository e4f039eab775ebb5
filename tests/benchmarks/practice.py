"""Practice calls with everything running: how soon the customer answers, of what the delay is made, what it costs.

The CSM's lines are spoken into the live call (camera, words, scoring, recording); the delays run from the end of a line
to the customer's first sound ("Mm." counts) and to the first word of the answer. Other programmes on the machine
lengthen them; the load before the run is told.
"""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from app.bootstrap.perception_parts import Models
from app.bootstrap.practice import scenario_shelf
from app.bootstrap.practice_spoken import SpokenCall, Stage, spoken_call
from app.practice.play import csm_lines
from perception.inference.asset_files import assets_dir
from perception.ports import QuickTranscriber, Transcriber
from perception.types import Float32Array, Word
from tests.benchmarks.clip import benchmark_clip
from tests.benchmarks.table import Figure

CALLS = (
    ("outage-closing-day", "empathic"),
    ("price-rise-letter", "sympathetic"),
    ("lost-import", "dismissive"),
)
MEDIAN_S, P95_S = 0.7, 1.5


@dataclass
class Delays:
    """All delays of all calls, seconds. words: of the recogniser, for each time that it was asked."""

    first_sounds: list[float] = field(default_factory=list)
    decided: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    words: list[float] = field(default_factory=list)
    cut_off: int = 0

    def add(self, call: SpokenCall) -> None:
        """What came of a call."""
        self.first_sounds += call.first_sounds_s
        self.decided += call.decided_s
        self.answers += call.answers_s
        self.cut_off += call.cut_off


class _Timed:
    """A recogniser that notes how long a glance takes."""

    def __init__(self, recogniser: QuickTranscriber, took_s: list[float]) -> None:
        self._recogniser, self._took_s = recogniser, took_s
        self.transcribe = recogniser.transcribe

    def glance(self, samples: Float32Array, *, t_s: float) -> tuple[Word, ...]:
        began_s = time.monotonic()
        words = self._recogniser.glance(samples, t_s=t_s)
        self._took_s.append(time.monotonic() - began_s)
        return words


class _TimedModels(Models):
    def __init__(self, took_s: list[float]) -> None:
        super().__init__()
        self._took_s = took_s

    def transcriber(self, name: str = "tiny.en", *, threads: int = 1) -> Transcriber:
        recogniser = super().transcriber(name, threads=threads)
        return _Timed(recogniser, self._took_s) if isinstance(recogniser, QuickTranscriber) else recogniser


def run() -> list[Figure]:
    """One call of each kind of sample."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    delays = Delays()
    models = _TimedModels(delays.words)
    began_s, cpu_s = time.monotonic(), time.process_time()
    for name, sample in CALLS:
        script = assets_dir() / "scenarios" / "samples" / name / f"{sample}.txt"
        lines = csm_lines(script.read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory(prefix="atp") as folder:
            stage = Stage(camera_id=f"file:{benchmark_clip(Path(folder))}")
            scenario = scenario_shelf().entries[name].scenario
            delays.add(spoken_call(scenario, lines, 0, Path(folder), models=models, stage=stage)[1])
    wall_s, cpu_s = time.monotonic() - began_s, time.process_time() - cpu_s
    note = f"{len(delays.answers)} answers in {wall_s:.0f} s, {os.cpu_count()} cores, load before the run {load:.1f}"
    return figures(delays, 100.0 * cpu_s / wall_s, note)


def figures(delays: Delays, cpu: float, note: str) -> list[Figure]:
    """The table's lines; what has no target tells of what a delay is made."""
    sound, word = "practice: first sound after the CSM's turn", "practice: first word of the answer"
    return [
        Figure(f"{sound}, median", _share(delays.first_sounds, 50), "s", MEDIAN_S),
        Figure(f"{sound}, p95", _share(delays.first_sounds, 95), "s", P95_S),
        Figure(f"{word}, median", _share(delays.answers, 50), "s", MEDIAN_S, "lower", note),
        Figure(f"{word}, p95", _share(delays.answers, 95), "s", P95_S),
        Figure("practice: what to say is known, median", _share(delays.decided, 50), "s"),
        Figure("practice: what to say is known, p95", _share(delays.decided, 95), "s"),
        Figure("practice: the recogniser, each time, median", _share(delays.words, 50), "s"),
        Figure("practice: the recogniser, each time, p95", _share(delays.words, 95), "s"),
        Figure("practice: lines the customer did not let end", float(delays.cut_off), ""),
        Figure("practice: processor time of the engine, of one core", cpu, "%", 100.0),
    ]


def _share(values: list[float], percent: float) -> float | None:
    return float(np.percentile(values, percent)) if values else None
