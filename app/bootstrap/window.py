"""The window over a real engine, library and settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.library.folders import library_root

if TYPE_CHECKING:
    from app.engine.port import Engine


def show_window(engine: Engine, session: Path | None) -> int:
    """Run the window until it is closed."""
    from app.ui.run import run_window

    return run_window(engine, library_root(), open_session=session)
