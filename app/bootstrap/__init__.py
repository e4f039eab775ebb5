"""The only composition root: picks adapters, builds objects and hands them in through constructors.

Heavy libraries are imported inside the functions that need them: the window's process never loads them.
"""

from __future__ import annotations

from app.bootstrap.commands import (
    CommandResult,
    analyse_media,
    examine,
    has_screen,
    observe_media,
    open_window,
    run_demo,
)
from app.bootstrap.engine import engine_main

__all__ = [
    "CommandResult",
    "analyse_media",
    "engine_main",
    "examine",
    "has_screen",
    "observe_media",
    "open_window",
    "run_demo",
]
