"""What bringing in recordings needs: the room of stopped imports, and the reading of whole folders. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from app.batch.values import BatchStatus
from app.engine.messages import ImportMedia, TranscriberName


@dataclass(frozen=True, slots=True)
class StoppedImport:
    """An import that can go on. share: 0..1 of the recording that was read. trouble: why it begins anew, or ''."""

    work: Path
    command: ImportMedia
    begun_at: datetime | None
    share: float
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class BatchReading:
    """How the recordings are read. terms: names the recogniser is told to expect."""

    transcriber: TranscriberName = "tiny.en"
    terms: tuple[str, ...] = ()


class BatchDesk(Protocol):
    """One batch at a time, in processes of its own; it goes on while other pages are shown."""

    def open(self, folder: Path | None, files: Sequence[Path]) -> None:
        """Look which recordings there are and what is known of them; reads files. Raises PerceptionError, OSError."""
        ...

    def start(self, reading: BatchReading) -> None:
        """Analyse what waits."""
        ...

    def stop(self) -> None:
        """Stop soon; `start` goes on from there."""
        ...

    def forget(self) -> None:
        """Begin the list anew; sessions stay. Raises OSError."""
        ...

    def status(self) -> BatchStatus | None:
        """Where it is; None before a folder was opened."""
        ...

    @property
    def name(self) -> str:
        """What is read, in words."""
        ...

    @property
    def running(self) -> bool:
        """Whether recordings are being analysed."""
        ...

    @property
    def stopping(self) -> bool:
        """Whether it was asked to stop and has not yet."""
        ...

    def problem(self) -> str:
        """What ended the last run before its end, or ''."""
        ...

    def close(self) -> None:
        """Stop, and wait for the processes."""
        ...


class ImportRoom(Protocol):
    """Stopped imports, and the reading of whole folders. What touches files runs away from the window."""

    @property
    def batch(self) -> BatchDesk:
        """Reads whole folders of recordings."""
        ...

    def work_for(self, folder: Path) -> Path:
        """Where the work for a future session belongs. Touches no file."""
        ...

    def stopped(self) -> Sequence[StoppedImport]:
        """Those that can go on, the newest first. Raises OSError."""
        ...

    def forget(self, work: Path) -> None:
        """Remove one. Raises OSError."""
        ...
