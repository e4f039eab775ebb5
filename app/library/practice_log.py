"""Which scenarios were played, how often, when last, and the best end: one small file that can be deleted by hand."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import platformdirs

log = logging.getLogger(__name__)

VERSION: Final = 1
FILE_NAME: Final = "practice.json"
# The better ends first.
ENDS: Final = ("resolved", "calmed", "open", "escalated", "left")


@dataclass(frozen=True, slots=True)
class PlayedScenario:
    """What is remembered of one scenario. last: local time. best: one of ENDS, None when it never came to its end."""

    times: int
    last: datetime
    best: str | None = None


def practice_log_path() -> Path:
    """The file of this user."""
    return Path(platformdirs.user_data_dir("attune")) / FILE_NAME


class PracticeLog:
    """The file. One that cannot be read counts as empty and is replaced when something is noted."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or practice_log_path()

    def all(self) -> dict[str, PlayedScenario]:
        """Every scenario that was played, by its id. Raises OSError when the file is there but cannot be opened."""
        try:
            return _checked(json.loads(self.path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return {}
        except (ValueError, RecursionError) as error:
            log.warning("the list of practice calls could not be read and starts fresh: %s", error)
            return {}

    def note(self, scenario_id: str, end: str | None, now: datetime) -> None:
        """Note that a scenario was played just now. Raises OSError."""
        kept = self.all()
        before = kept.get(scenario_id)
        times = 1 + (before.times if before is not None else 0)
        kept[scenario_id] = PlayedScenario(times, now, _better(end, before.best if before is not None else None))
        data = {
            "version": VERSION,
            "scenarios": {
                name: {"times": one.times, "last": one.last.isoformat(timespec="seconds"), "best": one.best}
                for name, one in sorted(kept.items())
            },
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.path.with_suffix(".tmp")
        temporary.write_text(json.dumps(data, indent=1), encoding="utf-8")
        temporary.replace(self.path)


def _better(one: str | None, other: str | None) -> str | None:
    known = [end for end in (one, other) if end in ENDS]
    return min(known, key=ENDS.index) if known else None


def _checked(data: Any) -> dict[str, PlayedScenario]:
    """What is in the file. Raises ValueError."""
    if not isinstance(data, Mapping) or not isinstance(data.get("scenarios"), Mapping):
        raise ValueError("it is not a list of practice calls")
    kept: dict[str, PlayedScenario] = {}
    for name, one in data["scenarios"].items():
        if not isinstance(one, Mapping) or type(one.get("times")) is not int or one["times"] < 1:
            raise ValueError(f"{name}: it is not said how often it was played")
        last = datetime.fromisoformat(str(one.get("last")))
        kept[str(name)] = PlayedScenario(one["times"], last, _better(one.get("best"), None))
    return kept
