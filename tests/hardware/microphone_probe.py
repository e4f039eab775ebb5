"""Runs in a process of its own, so that the sound library meets the private service. Prints JSON lines."""

from __future__ import annotations

import json
import sys
import threading
import time

import numpy as np

from perception.devices import discovery
from perception.pipeline.clock import SessionClock


def _say(record: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(record) + "\n")
    sys.stdout.flush()


def main(device_id: str, seconds: float, out: str) -> None:
    clock = SessionClock()
    blocks: list = []
    first, ended = threading.Event(), threading.Event()
    ends: list[tuple[float, str | None]] = []

    def on_block(block) -> None:
        blocks.append(block)
        first.set()

    def on_end(error: Exception | None) -> None:
        ends.append((time.monotonic(), None if error is None else str(error)))
        ended.set()

    say = {
        "microphones": [(d.id, d.name, d.is_default) for d in discovery.list_microphones()],
        "sources": [(d.id, d.name) for d in discovery.list_customer_sources()],
    }
    microphone = discovery.microphone_from_id(device_id, clock=clock)
    info = microphone.start(on_block, on_end)
    first.wait(5)
    _say({**say, "name": info.name, "rate_hz": info.rate_hz})
    ended.wait(seconds)
    lost_at = ends[0] if ends else None
    microphone.stop()
    np.savez(
        out,
        samples=np.concatenate([b.samples for b in blocks]),
        times=np.array([b.t_s for b in blocks]),
        lengths=np.array([len(b.samples) for b in blocks]),
    )
    _say({"lost": lost_at, "overflows": microphone.overflows, "drift_ms": microphone.drift_ms})


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), sys.argv[3])
