"""Scoring a kept session again, in its own thread: the window goes on, and asks once more whenever it likes."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.engine.building import Builder
from app.engine.messages import Event, ScoreAgain, ScoredAgain
from app.engine.problems import describe_problem


class ScoringJob:
    """Ends with ScoredAgain, or a Problem."""

    def __init__(self, command: ScoreAgain, *, builder: Builder, emit: Callable[[Event], None]) -> None:
        self._command = command
        self._builder = builder
        self._emit = emit
        self._thread = threading.Thread(target=self._run, name="attune-score-again", daemon=True)

    @property
    def done(self) -> bool:
        """Whether the work has ended, in whatever way."""
        return not self._thread.is_alive()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def join(self, *, timeout_s: float = 10.0) -> None:
        """Wait for the end."""
        self._thread.join(timeout_s)

    def _run(self) -> None:
        try:
            scorecard = self._builder.score_again(self._command.folder)
        except Exception as error:  # noqa: BLE001 - becomes a message to the user
            kept = "The corrections are kept."
            self._emit(describe_problem(error, what="scoring", doing="scoring again", severity="notice", kept=kept))
        else:
            self._emit(ScoredAgain(self._command.folder, scorecard, self._command.corrections))
