"""pack.json: what a calibration pack says of itself. Reading and writing it, and merging two versions of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from perception.errors import SessionFormatError
from perception.recording.codec import decode, encode
from perception.recording.format import not_writable, write_atomically
from perception.recording.plain_files import read_plain
from perception.recording.records import parse_line

PACK_NAME: Final = "pack.json"
CLIPS_FOLDER: Final = "clips"
MOST_CLIPS: Final = 60
NAME_LENGTH: Final = 120  # characters
QUESTION_LENGTH: Final = 1000
SHORTEST_S: Final = 5.0  # of a clip; in less nothing can be rated
LONGEST_S: Final = 600.0
IS_ID: Final = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class PackClip:
    """A clip of a pack. id: of its session, and the name of its folder. question: what to talk about, or ''.

    duration_s: its length.
    """

    id: str
    title: str
    duration_s: float
    question: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack: its clips in the order to rate them. id: made once. author: who made it, as they call themselves, or ''.

    rubric: name and version of the texts it is to be rated by, or ''. made_at, changed_at: wall clock, ISO 8601 with
    offset; changed_at: when name, order, titles or questions were changed last.
    """

    id: str
    name: str
    made_at: str
    changed_at: str
    author: str = ""
    rubric: str = ""
    clips: tuple[PackClip, ...] = ()

    def clip(self, clip_id: str) -> PackClip | None:
        """The clip of this id."""
        return next((clip for clip in self.clips if clip.id == clip_id), None)


class PackError(SessionFormatError):
    """A calibration pack cannot be read, changed or made."""


def clip_folder(pack_folder: Path, clip_id: str) -> Path:
    """Where the session of a clip lies."""
    return pack_folder / CLIPS_FOLDER / clip_id


def read_pack(folder: Path) -> Pack:
    """The pack in a folder. Raises PackError."""
    try:
        return pack_from_json(parse_line(read_plain(folder / PACK_NAME)))
    except FileNotFoundError:
        raise PackError("This calibration pack is not there any more.", recovery="Open it from the list.") from None
    except OSError as error:
        raise PackError(
            f"The calibration pack “{folder.name}” cannot be read ({error.strerror or error}).",
            recovery="Check that the disk is connected and that you may read the folder.",
        ) from error
    except ValueError as error:
        raise PackError(
            f"The calibration pack “{folder.name}” is damaged ({error}).",
            recovery="Ask for it to be sent again, or restore the file from a copy.",
        ) from error


def write_pack(folder: Path, pack: Pack) -> None:
    """Write it, whole or not at all. Raises PackError, SessionFormatError."""
    try:
        check(pack)
    except ValueError as error:
        raise PackError(f"The pack cannot be kept: {error}.", recovery="Change that and try again.") from error
    try:
        write_atomically(folder / PACK_NAME, pack_data(pack))
    except OSError as error:
        raise not_writable(folder, error) from error


def pack_data(pack: Pack) -> bytes:
    """The bytes of pack.json."""
    text = json.dumps(encode(pack), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return text.encode("utf-8", errors="backslashreplace")


def pack_from_json(data: Mapping[str, Any]) -> Pack:
    """A checked pack. Raises ValueError."""
    try:
        pack: Pack = decode(Pack, data)
    except (OverflowError, RecursionError) as error:
        raise ValueError("a number is too large") from error
    check(pack)
    return pack


def check(pack: Pack) -> None:
    """Raises ValueError, in words, for what no pack may be."""
    ids = [clip.id for clip in pack.clips]
    if not all(IS_ID.fullmatch(one) for one in (pack.id, *ids)):
        raise ValueError("an id is missing")
    if len(ids) > MOST_CLIPS:
        raise ValueError(f"it has more than {MOST_CLIPS} clips")
    if len(set(ids)) != len(ids):
        raise ValueError("a clip is in it twice")
    if not pack.name.strip():
        raise ValueError("it has no name")
    names = (pack.name, pack.author, pack.rubric, pack.made_at, pack.changed_at, *(clip.title for clip in pack.clips))
    if max(map(len, names)) > NAME_LENGTH or any(len(clip.question) > QUESTION_LENGTH for clip in pack.clips):
        raise ValueError("a text is too long")
    if not all(0.0 <= clip.duration_s <= 2 * LONGEST_S for clip in pack.clips):
        raise ValueError("a clip has no length")


def merged(here: Pack, other: Pack) -> Pack:
    """The pack with what another version of it knows: the newer one's words and order, and no clip lost."""
    newer, older = (other, here) if _moment(other.changed_at) > _moment(here.changed_at) else (here, other)
    ids = {clip.id for clip in newer.clips}
    return replace(newer, clips=(*newer.clips, *(clip for clip in older.clips if clip.id not in ids)))


def _moment(text: str) -> float:
    try:
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError, OSError):
        return 0.0


def tidy(text: str, longest: int = NAME_LENGTH) -> str:
    """One line that fits."""
    return " ".join(text.split())[:longest].strip()
