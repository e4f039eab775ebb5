"""Where sessions live on this machine, and the names of their folders."""

from __future__ import annotations

import os
import re
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Final

import platformdirs

_MAX_SLUG: Final = 40


def library_root() -> Path:
    """The folder of all sessions: ATTUNE_LIBRARY, or the user's data folder."""
    chosen = os.environ.get("ATTUNE_LIBRARY")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("attune")) / "sessions"


def new_session_folder(title: str, *, now: datetime | None = None, root: Path | None = None) -> Path:
    """A path for a new session, not yet made: date, time and title, made unique by a number."""
    when = (now or datetime.now()).strftime("%Y-%m-%d_%H%M%S")
    base = (root or library_root()) / "-".join(filter(None, (when, _slug(title))))
    folder, number = base, 2
    while folder.exists():
        folder, number = base.with_name(f"{base.name}-{number}"), number + 1
    return folder


def _slug(title: str) -> str:
    """Letters and digits of any script, joined by hyphens."""
    plain = unicodedata.normalize("NFKC", title).lower()
    return re.sub(r"[\W_]+", "-", plain).strip("-")[:_MAX_SLUG].strip("-")
