"""What is fuzzed. A target takes bytes and must refuse them in its own words, or take them; anything else is a fault.

To add one: a module with `seeds()`, good examples, and `run(data)`, named in TARGETS.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

TARGETS: Final[Mapping[str, str]] = {
    "package": "tests.fuzz.package",
    "contents": "tests.fuzz.contents",
    "files": "tests.fuzz.files",
    "notes": "tests.fuzz.notes",
}


@dataclass(frozen=True)
class Target:
    """run: takes the bytes; what it raises is a fault. seeds: good examples to begin with."""

    name: str
    run: Callable[[bytes], None]
    seeds: Sequence[bytes]


def target(name: str) -> Target:
    """The target of this name, with its seeds made."""
    module = importlib.import_module(TARGETS[name])
    return Target(name, module.run, module.seeds())
