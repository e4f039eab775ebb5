"""The engine as the window sees it. EngineClient (own process) and InlineEngine (same process) implement it."""

from __future__ import annotations

from typing import Protocol

from app.engine.messages import Command, Event, PreviewImage


class Engine(Protocol):
    """Perception behind a pipe. No method blocks longer than a few milliseconds."""

    def start(self) -> None:
        """Start (or restart) the engine; StateChanged events tell how it goes."""
        ...

    def send(self, command: Command) -> None:
        """Hand a command over. Never raises for a dead engine: a Problem event follows instead."""
        ...

    def poll(self) -> list[Event]:
        """The events since the last call, oldest first."""
        ...

    def latest_preview(self) -> PreviewImage | None:
        """The newest preview picture, or None when there is none newer than the last one taken."""
        ...

    def close(self) -> None:
        """End the engine and wait for it, at most a few seconds."""
        ...
