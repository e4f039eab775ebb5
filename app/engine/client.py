"""The window's side of the engine: starts it, talks to it, notices when it dies and starts it again.

`EngineClient` runs the engine in a process of its own: a crash in a native library costs at most the last
half second of a recording. `InlineEngine` has the same face and runs the host in a thread (tests, tools).
"""

from __future__ import annotations

import dataclasses
import multiprocessing
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Final

from app.engine.messages import (
    CalibrationFinished,
    CallFinished,
    Command,
    Event,
    PreviewImage,
    Problem,
    Shutdown,
    StartCalibration,
    StartCall,
    StartCheck,
    StateChanged,
    StopCalibration,
    StopCall,
)
from app.engine.preview import PreviewReader

_CLOSE_TIMEOUT_S: Final = 5.0
_FINISH_TIMEOUT_S: Final = 30.0
_MAX_RESTARTS: Final = 5  # an engine that dies again and again will not get better by itself

EngineMain = Callable[[Connection, str], None]


class _PipeEngine:
    """What both engines share: a pipe, a preview, the events so far."""

    def __init__(self, engine_main: EngineMain) -> None:
        self._engine_main = engine_main
        self._preview = PreviewReader()
        self._connection: Connection | None = None
        self._pending: list[Event] = []
        self._closed = False

    def latest_preview(self) -> PreviewImage | None:
        """The newest preview picture not yet taken."""
        return self._preview.read()

    def send(self, command: Command) -> None:
        """Hand a command over; a dead engine answers with a Problem at the next poll."""
        if self._connection is None:
            return
        try:
            self._connection.send(command)
        except (BrokenPipeError, OSError):
            self._pending.append(
                Problem("engine", "The measuring part is not running.", "It is being started again.", "notice")
            )

    def _drain(self) -> list[Event]:
        events, self._pending = self._pending, []
        try:
            while self._connection is not None and self._connection.poll(0):
                events.append(self._connection.recv())
        except (EOFError, ConnectionResetError, BrokenPipeError):
            self._connection = None
        return events


class EngineClient(_PipeEngine):
    """The engine in a process of its own."""

    def __init__(self, engine_main: EngineMain) -> None:
        super().__init__(engine_main)
        self._process: BaseProcess | None = None
        self._call: StartCall | None = None
        self._call_began_s = 0.0
        self._calibrating = False
        self._restarts = 0

    @property
    def pid(self) -> int | None:
        """The engine's process id while it runs."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start the engine process."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self._preview.reset()
        self._process = context.Process(
            target=self._engine_main, args=(theirs, self._preview.name), name="attune-engine", daemon=True
        )
        self._process.start()
        theirs.close()
        self._connection = ours
        self._pending.append(StateChanged(state="starting", detail="Preparing"))

    def send(self, command: Command) -> None:
        """Hand a command over and remember a running call, so that it can go on after a crash."""
        if isinstance(command, StartCall):
            self._call, self._call_began_s, self._restarts = command, time.monotonic(), 0
        elif isinstance(command, StopCall) and self._connection is None:
            self._call = None
        if isinstance(command, StartCalibration):
            self._calibrating, self._restarts = True, 0
        elif isinstance(command, StopCalibration | StartCheck | StartCall):
            self._calibrating = False
        super().send(command)

    def poll(self) -> list[Event]:
        """The events since the last call; restarts an engine that died."""
        events = self._drain()
        for event in events:
            if isinstance(event, CallFinished) or (isinstance(event, Problem) and event.severity == "failed"):
                self._call = None
            if isinstance(event, CalibrationFinished) or (isinstance(event, Problem) and event.severity == "failed"):
                self._calibrating = False
        if self._process is not None and not self._process.is_alive() and not self._closed:
            events.extend(self._recover())
        return events

    def close(self) -> None:
        """End the engine; a running call is closed in good order by the engine itself. May be called twice."""
        if self._closed:
            return
        self._closed = True
        process, self._process = self._process, None
        if process is not None:
            self.send(Shutdown())
            process.join(_FINISH_TIMEOUT_S if self._call is not None else _CLOSE_TIMEOUT_S)
            if process.is_alive():
                process.kill()
                process.join(_CLOSE_TIMEOUT_S)
            process.close()
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._preview.close()

    def _recover(self) -> list[Event]:
        events = self._drain()
        call, self._process = self._call, None
        self._restarts += 1
        if self._restarts > _MAX_RESTARTS:
            self._call = None
            message = "The measuring part stopped several times in a row."
            return [*events, Problem("engine", message, "Close the window and run “attune doctor”.", "failed")]
        self.start()
        if self._calibrating:
            # What the engine measured went with it. The window hands back what it was told step by step.
            self._calibrating = False
            message = "The measuring part stopped during the calibration and was started again."
            return [*events, Problem("engine", message, "Try again.", "failed")]
        if call is None:
            return [*events, Problem("engine", "The measuring part stopped.", "It was started again.", "notice")]
        elapsed_s = call.start_s + time.monotonic() - self._call_began_s
        self._call = dataclasses.replace(call, segment=call.segment + 1, start_s=elapsed_s)
        self._call_began_s = time.monotonic()
        super().send(self._call)
        problem = Problem(
            "engine",
            "The measuring part stopped and was started again.",
            "The call goes on as a new part of the same session.",
            "notice",
            kept="Everything up to the last half second is kept.",
        )
        return [*events, problem]


class InlineEngine(_PipeEngine):
    """The engine in a thread of this process, with the same face."""

    def __init__(self, engine_main: EngineMain) -> None:
        super().__init__(engine_main)
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the engine thread."""
        ours, theirs = multiprocessing.Pipe()
        self._connection = ours
        self._preview.reset()
        self._thread = threading.Thread(
            target=self._engine_main, args=(theirs, self._preview.name), name="attune-engine", daemon=True
        )
        self._thread.start()

    def poll(self) -> list[Event]:
        """The events since the last call."""
        return self._drain()

    def close(self) -> None:
        """End the engine and wait for it. May be called twice."""
        if self._closed:
            return
        self._closed = True
        if self._thread is not None:
            self.send(Shutdown())
            self._thread.join(_FINISH_TIMEOUT_S)
            self._thread = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._preview.close()
