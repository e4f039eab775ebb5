"""Drafts: a scenario that is being written is kept every few seconds, also while it cannot be saved yet."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from app.practice.scenario.model import Scenario

log = logging.getLogger(__name__)

_KEY: Final = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Draft:
    """A scenario as it was left. key: its id when it was opened. path: the file it came from, None for a new one.

    text: what that file held; '' for a new one. at: local time.
    """

    key: str
    scenario: Scenario
    at: datetime
    path: Path | None = None
    text: str = ""


@cache
def _form() -> TypeAdapter[Draft]:
    return TypeAdapter(Draft)


def draft_key(scenario: Scenario, path: Path | None) -> str:
    """What the draft of a scenario is called: after its file, or after its id where it was never saved."""
    name = scenario.id if path is None else path.stem
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "scenario"


class Drafts:
    """One small file a draft, in a folder of the user's data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, draft: Draft) -> None:
        """Write it in place of the older one. Raises OSError."""
        path = self._path(draft.key)
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(_form().dump_json(draft))
        fresh.replace(path)

    def find(self, key: str) -> Draft | None:
        """The draft of this key; None where there is none or it is damaged, which is logged."""
        return self._read(self._path(key))

    def drop(self, key: str) -> None:
        """Forget it. Raises OSError."""
        self._path(key).unlink(missing_ok=True)

    def all(self) -> list[Draft]:
        """Every draft, the newest first."""
        found = [self._read(path) for path in self.folder.glob("*.json")] if self.folder.is_dir() else []
        return sorted((one for one in found if one is not None), key=lambda one: one.at, reverse=True)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(key)
        return self.folder / f"{key}.json"

    @staticmethod
    def _read(path: Path) -> Draft | None:
        try:
            return _form().validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as error:
            log.warning("the draft %s could not be read: %s", path.name, type(error).__name__)
            return None
