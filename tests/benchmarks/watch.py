"""Runs a command and watches it: wall time, processor time and peak memory of all its processes together."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass

import psutil

_POLL_S = 0.05


@dataclass(frozen=True)
class Watched:
    """What one run took."""

    wall_s: float
    peak_gb: float
    stdout: str


def watch(command: Sequence[str], *, env: dict[str, str] | None = None) -> Watched:
    """Run to the end; raises when the command fails."""
    began_s = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **(env or {})}
    ) as process:
        peak = 0
        root = psutil.Process(process.pid)
        while True:
            try:
                stdout, stderr = process.communicate(timeout=_POLL_S)
                break
            except subprocess.TimeoutExpired:
                peak = max(peak, resident_bytes(root))
    wall_s = time.perf_counter() - began_s
    if process.returncode != 0:
        raise RuntimeError(f"{command} failed: {stderr}")
    return Watched(wall_s, peak / 1e9, stdout)


def resident_bytes(root: psutil.Process) -> int:
    """Memory of a process and its children; shared pages count once each, so this is an upper bound."""
    total = 0
    for process in [root, *root.children(recursive=True)]:
        try:
            total += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total
