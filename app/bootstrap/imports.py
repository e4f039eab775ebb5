"""Stopped imports and whole folders of recordings, for the window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.bootstrap.batch_desk import OwnBatch
from app.engine.half_done import list_half_done, remove_half_done, work_folder
from app.ui.importing.ports import BatchDesk, StoppedImport


class OwnImports:
    """Implements app.ui.importing.ports.ImportRoom for one folder of sessions."""

    def __init__(self, sessions: Path) -> None:
        self._sessions = sessions
        self.batch: BatchDesk = OwnBatch(sessions)

    def work_for(self, folder: Path) -> Path:
        """Beside the sessions."""
        return work_folder(folder)

    def stopped(self) -> Sequence[StoppedImport]:
        """Those that can go on, the newest first."""
        return [
            StoppedImport(one.work, one.command, one.begun_at, one.share, one.trouble)
            for one in list_half_done(self._sessions)
        ]

    def forget(self, work: Path) -> None:
        """Remove one."""
        remove_half_done(work)
