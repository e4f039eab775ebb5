"""What the import page needs of the room where stopped imports are kept. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from app.engine.messages import ImportMedia


@dataclass(frozen=True, slots=True)
class StoppedImport:
    """An import that can go on. share: 0..1 of the recording that was read. trouble: why it begins anew, or ''."""

    work: Path
    command: ImportMedia
    begun_at: datetime | None
    share: float
    trouble: str = ""


class ImportRoom(Protocol):
    """Where stopped imports are kept. All of it reads or writes files, so it runs away from the window."""

    def work_for(self, folder: Path) -> Path:
        """Where the work for a future session belongs. Touches no file."""
        ...

    def stopped(self) -> Sequence[StoppedImport]:
        """Those that can go on, the newest first. Raises OSError."""
        ...

    def forget(self, work: Path) -> None:
        """Remove one. Raises OSError."""
        ...
