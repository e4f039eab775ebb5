"""How long after somebody stops speaking their words are there, in a running call.

The first minute of the sample call plays at the speed of life as camera, microphone and customer; the engine measures,
scores and records as in every call, with the quick recogniser. Delay: from the end of the last word to the moment the
line is handed to the window.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue

import numpy as np

from app.bootstrap.engine import RealBuilder
from app.bootstrap.perception_parts import Models
from app.engine.call_session import CallSession
from app.engine.messages import Event, Heard, StartCall
from perception.pipeline.clock import SessionClock
from perception.types import ByteArray
from tests.benchmarks.clip import LENGTH_S, benchmark_clip
from tests.benchmarks.table import Figure

_TARGET_S = 3.0
_TICK_S = 0.02
# Names nobody says in the sample call: the most that a vocabulary costs.
_NAMES = (
    "Grafana",
    "Snowflake",
    "Kubernetes",
    "Zendesk",
    "Okta",
    "Terraform",
    "Datadog",
    "Tableau",
    "Postgres",
    "Jira",
)


class _NoPreview:
    """Nobody looks."""

    def write(self, bgr: ByteArray, *, t_s: float) -> None:
        return


def run() -> list[Figure]:
    """One call without and one with names to expect."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clip = benchmark_clip(folder)
        models = Models()
        models.warm_up()
        plain = delays_s(clip, folder / "plain", models, ())
        named = delays_s(clip, folder / "named", models, _NAMES)
    where = f"{len(plain)} lines, {os.cpu_count()} cores"
    return [
        Figure("words: delay after a turn, median", float(np.median(plain)), "s", None, "lower", where),
        Figure("words: delay after a turn, longest", max(plain), "s", _TARGET_S),
        Figure("words: the same with ten names to expect, median", float(np.median(named)), "s"),
        Figure("words: the same with ten names to expect, longest", max(named), "s", _TARGET_S),
    ]


def delays_s(clip: Path, session: Path, models: Models, names: tuple[str, ...]) -> list[float]:
    """The delay of every line of one call."""
    clock, found, heard = SessionClock(), list[float](), Queue[float]()

    def emit(event: Event) -> None:
        if isinstance(event, Heard):
            heard.put(clock.now_s() - event.utterance.end_s)

    command = StartCall(
        folder=str(session),
        title="Words",
        camera_id=f"file:{clip}",
        microphone_id=f"file:{clip}",
        customer_audio_id=f"file:{clip}#track=1",
        terms=names,
    )
    call = CallSession(command, builder=RealBuilder(models), clock=clock, emit=emit, preview=_NoPreview())
    call.start()
    until_s = clock.now_s() + LENGTH_S
    while clock.now_s() < until_s:
        call.tick()
        with suppress(Empty):
            found.append(heard.get(timeout=_TICK_S))
    call.stop()
    while not heard.empty():
        found.append(heard.get())
    return found
