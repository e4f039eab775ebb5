"""Older session folders, brought to the current version in memory; the files themselves are never changed.

A new version adds one `Step`, one frozen sample under tests/data/sessions and raises FORMAT_VERSION; a test
checks that every step has its sample.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from perception.errors import SessionFormatError
from perception.recording.format import FORMAT_VERSION

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """From one version to the next. header, record: raw JSON objects to raw JSON objects."""

    from_version: int
    header: Callable[[Raw], Raw]
    record: Callable[[Raw], Raw]


STEPS: Final[tuple[Step, ...]] = ()


def version_of(raw: Mapping[str, Any], *, current: int = FORMAT_VERSION, name: str = "This session") -> int:
    """The format version of a raw header. Raises SessionFormatError when it is absent or newer than `current`.

    name: how the session is called in that error.
    """
    version = raw.get("format_version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise SessionFormatError(
            f"{name} does not say which format it has.",
            recovery="Look whether session.json in its folder was changed or replaced.",
        )
    if version > current:
        raise SessionFormatError(
            f"{name} was made by a newer version (format {version}; this one reads up to {current}).",
            recovery="Update the application to open it.",
        )
    return version


def upgrade_header(raw: Raw, *, steps: Sequence[Step] = STEPS, current: int = FORMAT_VERSION) -> Raw:
    """The header in the current format. Raises SessionFormatError."""
    version = version_of(raw, current=current)
    for step in _chain(version, steps, current):
        raw = {**step.header(raw), "format_version": step.from_version + 1}
    return raw


def record_upgrade(
    version: int, *, steps: Sequence[Step] = STEPS, current: int = FORMAT_VERSION
) -> Callable[[Raw], Raw]:
    """What brings a raw record of `version` to the current format."""
    chain = _chain(version, steps, current)

    def upgrade(raw: Raw) -> Raw:
        for step in chain:
            raw = step.record(raw)
        return raw

    return upgrade


def _chain(version: int, steps: Sequence[Step], current: int) -> list[Step]:
    by_version = {step.from_version: step for step in steps}
    missing = [number for number in range(version, current) if number not in by_version]
    if missing:
        raise SessionFormatError(
            f"Sessions of format {missing[0]} can no longer be opened.",
            recovery="Open the session with the version that made it and export what you need.",
        )
    return [by_version[number] for number in range(version, current)]
