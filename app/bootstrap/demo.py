"""The sample call: drawn and spoken once, kept in the user's cache folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class SampleCall:
    """The built media file and its title."""

    media: Path
    title: str


def sample_call(on_progress: Callable[[float], None]) -> SampleCall:
    """Build the sample call, or take the one built before from the same script."""
    raise RuntimeError(on_progress)


CACHE = Path(platformdirs.user_cache_dir("attune")) / "sample-call"
