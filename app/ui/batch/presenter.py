"""What the page of a folder of recordings shows. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.batch.values import BatchStatus, Item, ItemState
from app.reports.words import percent
from app.ui.words import duration, time_left
from perception.types import LETTERS

STATE_WORDS: Final[Mapping[ItemState, str]] = {
    "waiting": "waits",
    "running": "being read",
    "done": "done",
    "failed": "not read",
    "left_out": "left out",
}
_COUNTED: Final[Mapping[ItemState, str]] = {
    "running": "being read",
    "failed": "could not be read",
    "left_out": "left out",
}


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One recording. mark: as kit's MarkDot ('good', 'watch' or 'unknown'). share: 0..1 while it is read, else None."""

    name: str
    state: str
    about: str
    mark: str
    share: float | None = None
    session: Path | None = None


@dataclass(frozen=True, slots=True)
class BatchView:
    """The page. action: what the main button says, '' when there is nothing to do."""

    summary: str
    left: str
    fraction: float
    action: str
    rows: tuple[BatchRow, ...]


def present_batch(status: BatchStatus, *, running: bool, stopping: bool) -> BatchView:
    """The list with the state of each."""
    waiting, failed = status.count("waiting"), status.count("failed")
    action = "Stop" if running else ""
    if not running and waiting:
        begun = status.count("done") or failed
        action = "Go on" if begun else "Read them all"
    elif not running and failed:
        action = "Try the rest again"
    left = ""
    if stopping:
        left = "Stopping …"
    elif running:
        left = time_left(status.remaining_s)
    return BatchView(_summary(status), left, status.fraction, action, tuple(_row(item) for item in status.items))


def _summary(status: BatchStatus) -> str:
    if not status.items:
        return "There are no recordings in this folder."
    parts = [f"{status.count('done')} of {len(status.items)} done"]
    parts += [f"{status.count(state)} {words}" for state, words in _COUNTED.items() if status.count(state)]
    return ", ".join(parts)


def _row(item: Item) -> BatchRow:
    name = item.recording.media.name
    if item.recording.customer_audio is not None:
        name = f"{name} and {item.recording.customer_audio.name}"
    if item.state == "done":
        about = f"{duration(item.duration_s)}. {_letters(item)}"
        return BatchRow(name, STATE_WORDS["done"], about, "good", session=item.session)
    if item.state == "running":
        return BatchRow(name, STATE_WORDS["running"], percent(item.share), "unknown", share=item.share)
    about = " ".join(filter(None, (item.message, item.remedy)))
    if item.state == "waiting" and item.message:
        about = f"Last time: {item.message}"
    return BatchRow(name, STATE_WORDS[item.state], about, "watch" if item.message else "unknown")


def _letters(item: Item) -> str:
    """E 72 · M – …: the letters with their values."""
    if not any(values.get("value") is not None for values in item.letters.values()):
        return "Not enough evidence for any letter."
    shown = []
    for letter in LETTERS:
        value = item.letters.get(letter, {}).get("value")
        shown.append(f"{letter} {value:.0f}" if isinstance(value, int | float) else f"{letter} –")
    return " · ".join(shown)
