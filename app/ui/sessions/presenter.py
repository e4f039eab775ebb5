"""What the list of sessions shows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.ui.home.presenter import SessionView, present_session
from app.ui.ports import SessionEntry


@dataclass(frozen=True, slots=True)
class SessionsView:
    """The list, and a sentence when it is empty or narrowed."""

    sessions: tuple[SessionView, ...]
    summary: str


def present_sessions(entries: Sequence[SessionEntry], today: date, search: str) -> SessionsView:
    """The sessions found."""
    count = len(entries)
    noun = "call" if count == 1 else "calls"
    if search.strip():
        summary = f"{count} {noun} with “{search.strip()}”" if count else f"Nothing was found for “{search.strip()}”."
    else:
        summary = f"{count} {noun}" if count else ""
    return SessionsView(tuple(present_session(entry, today) for entry in entries), summary)
