"""The session folder: names, the header, and writing small files so that they are whole or absent."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from perception.errors import SessionFormatError
from perception.recording.codec import decode, encode
from perception.types import LETTERS, Letter, PersonalBaseline

FORMAT_VERSION: Final = 1
HEADER_NAME: Final = "session.json"
EVENTS_NAME: Final = "events.jsonl"
NOTES_NAME: Final = "notes.jsonl"
MEDIA_NAME: Final = "media.mkv"
SCENARIO_NAME: Final = "scenario.yaml"
LOCK_NAME: Final = "recording.lock"
PARTIAL_SUFFIX: Final = ".part"
PICTURE_SIDE: Final = "side"  # among the devices: 'left' or 'right', where the CSM's picture is half of the recording's

Source = Literal["live", "import", "demo", "practice", "partner"]
LiveHelp = Literal["", "cues", "marks", "none"]


@dataclass(frozen=True, slots=True)
class StatedFacts:
    """What the scenario of a practice call states, as scoring takes it (perception/scoring/context.py). facts, impacts:
    each one a list of words that take it up. may_promise: the CSM had the authority to promise."""

    facts: tuple[tuple[str, ...], ...] = ()
    impacts: tuple[tuple[str, ...], ...] = ()
    may_promise: bool = False


@dataclass(frozen=True, slots=True)
class SessionHeader:
    """What holds for a whole session (session.json).

    models: model id to sha256. started_at: wall clock, ISO 8601 with offset; all other times are session seconds.
    devices: what each signal came from, by name. consent: signal to whether it may be measured. letters: the ones
    measured; others are left out without penalty. params: scoring settings that differ from the shipped ones.
    scenario: the id of a practice call's scenario, stated: what it states, None without one.
    customer_words_kept, customer_sound_kept: False where the other side did not agree; their words, or their sound and
    its measures, were then used during the call only, and the result cannot be computed again.
    live_help: what the call helped with: 'cues' words could come, 'marks' the strip of seven marks only, 'none'
    neither, as in a check call; '' where that is not known.
    notices: what the user should know about how an imported recording was read, plain sentences.
    """

    session_id: str
    app_version: str
    models: Mapping[str, str]
    started_at: str
    title: str
    source: Source
    devices: Mapping[str, str] = field(default_factory=dict)
    scenario: str | None = None
    consent: Mapping[str, bool] = field(default_factory=dict)
    baseline: PersonalBaseline | None = None
    letters: tuple[Letter, ...] = LETTERS
    params: Mapping[str, float | str] = field(default_factory=dict)
    stated: StatedFacts | None = None
    notices: tuple[str, ...] = ()
    customer_words_kept: bool = True
    customer_sound_kept: bool = True
    live_help: LiveHelp = ""
    format_version: int = FORMAT_VERSION


def result_is_final(header: SessionHeader) -> bool:
    """Whether the result of the call stays as it is, because something it rests on was not kept."""
    return not (header.customer_words_kept and header.customer_sound_kept)


def header_to_json(header: SessionHeader) -> dict[str, Any]:
    """The header as JSON data; the format version always stands first."""
    return {"format_version": header.format_version, **encode(header)}


def header_from_json(data: Mapping[str, Any]) -> SessionHeader:
    """A header of the current version. Raises ValueError."""
    header: SessionHeader = decode(SessionHeader, data)
    return header


def media_name(part: int) -> str:
    """media.mkv for the first part of a session, media-1.mkv, media-2.mkv ... for later ones."""
    return MEDIA_NAME if part == 0 else f"media-{part}.mkv"


def write_header(folder: Path, header: SessionHeader) -> None:
    """Write session.json, whole or not at all. Raises OSError."""
    text = json.dumps(header_to_json(header), ensure_ascii=False, indent=2, allow_nan=False)
    write_atomically(folder / HEADER_NAME, (text + "\n").encode("utf-8", errors="backslashreplace"))


def write_atomically(path: Path, data: bytes) -> None:
    """Write beside `path`, push to the disk, then replace. Raises OSError."""
    partial = path.with_name(path.name + PARTIAL_SUFFIX)
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError:
        with suppress(OSError):  # what cannot be written may not be taken away either; the first error tells why
            partial.unlink(missing_ok=True)
        raise


def not_writable(folder: Path, error: OSError) -> SessionFormatError:
    """The error for a folder that cannot be written to."""
    full = error.errno == errno.ENOSPC
    return SessionFormatError(
        f"The session folder “{folder.name}” cannot be written ({error.strerror or error}).",
        recovery="Free some space and try again." if full else "Choose another folder, or allow writing there.",
    )
