"""What is fuzzed: every module NAME_target.py here.

`fuzz_one(data)` takes bytes and refuses them in its own words, or takes them; whatever it raises is a fault.
`seeds()`, where there is one, gives good examples to begin with.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_TAIL: Final = "_target"


@dataclass(frozen=True)
class Target:
    """fuzz_one: takes the bytes; what it raises is a fault. seeds: good examples."""

    name: str
    fuzz_one: Callable[[bytes], None]
    seeds: Sequence[bytes]


def names() -> list[str]:
    """What can be fuzzed."""
    return sorted(path.stem.removesuffix(_TAIL) for path in Path(__file__).parent.glob(f"*{_TAIL}.py"))


def target(name: str) -> Target:
    """The target of this name, with its seeds made."""
    module = importlib.import_module(f"tests.fuzz.{name}{_TAIL}")
    seeds = module.seeds() if hasattr(module, "seeds") else (b"",)
    return Target(name, module.fuzz_one, seeds)
