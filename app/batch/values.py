"""The values of a batch: recordings, and how far each is. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

SIDE: Final = re.compile(r"(?P<name>.+?)[ ._-]+(?P<who>csm|agent|customer|client)", re.IGNORECASE)

LetterValues: TypeAlias = Mapping[str, float | str | None]  # value, low, high, coverage, state
ItemState = Literal["waiting", "running", "done", "failed", "left_out"]


def title_of(media: Path) -> str:
    """A title made of a file name; whose side a file holds does not belong to it."""
    side = SIDE.fullmatch(media.stem)
    words = (side["name"] if side is not None else media.stem).replace("_", " ").replace("-", " ").split()
    return " ".join(words) or "Imported call"


@dataclass(frozen=True, slots=True)
class Recording:
    """One call to analyse. options: what was said about it. problem: why it is left out, or ''."""

    media: Path
    customer_audio: Path | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""

    @property
    def title(self) -> str:
        """Its title, by what was said or by its name."""
        return str(self.options.get("title") or title_of(self.media))

    @property
    def files(self) -> tuple[Path, ...]:
        """All files it consists of."""
        return (self.media,) if self.customer_audio is None else (self.media, self.customer_audio)


@dataclass(frozen=True, slots=True)
class Analysed:
    """What a worker gives back. letters: letter to {value, low, high, coverage, state}."""

    session: str
    duration_s: float
    letters: Mapping[str, LetterValues]


@dataclass(frozen=True, slots=True)
class Item:
    """One recording and how far it is. share: 0..1. earlier: it was done before this run.

    message, remedy: what went wrong; of one that waits, the last time.
    """

    recording: Recording
    state: ItemState = "waiting"
    share: float = 0.0
    session: Path | None = None
    duration_s: float = 0.0
    letters: Mapping[str, LetterValues] = field(default_factory=dict)
    message: str = ""
    remedy: str = ""
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class BatchStatus:
    """A batch at one moment. fraction: 0..1 by size of the files. remaining_s: None while unknown."""

    items: tuple[Item, ...]
    fraction: float
    remaining_s: float | None

    def count(self, state: ItemState) -> int:
        """How many are in this state."""
        return sum(item.state == state for item in self.items)
