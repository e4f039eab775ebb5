"""What a shared file holds, below its encryption: a list of contents, then the files one after another.

```
4 bytes  length of the list, big-endian
list     `Contents` as JSON, UTF-8
files    the bytes of every file, in the order of the list, with nothing between or after them
```
Nothing is compressed, so what comes out is never larger than what came in. Names are of a fixed form only, and the
sizes in the list must add up to the file before a single byte is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from app.library.calibration_packs.pack import CLIPS_FOLDER, PACK_NAME
from app.library.packages.errors import PackageError
from perception.recording.codec import decode, encode
from perception.recording.format import EVENTS_NAME, HEADER_NAME, NOTES_NAME, SCENARIO_NAME
from perception.recording.rescored import RESCORED_NAME
from perception.recording.review_notes import VOICE_FOLDER

SUFFIX: Final = ".attune"
NOTES_SUFFIX: Final = ".notes.attune"
LARGEST_LIST: Final = 1_000_000  # bytes
MOST_FILES: Final = 2_000
_CLIP: Final = re.compile(rf"{CLIPS_FOLDER}/([0-9a-f]{{32}})/(.+)")
PACK_SUFFIX: Final = ".pack.attune"
_LARGEST_PACK: Final = 2_000_000  # bytes of pack.json
_GIGA: Final = 1_000_000_000
_MEDIA: Final = re.compile(r"media(-[1-9][0-9]{0,2})?\.mkv")
# A long name of plain letters and figures: nothing that any system takes for a device or a folder.
_VOICE: Final = re.compile(r"voice/[0-9A-Za-z]{8,64}\.[0-9a-z]{2,5}")
_LARGEST: Final[Mapping[str, int]] = {  # bytes
    HEADER_NAME: 20_000_000,
    EVENTS_NAME: 4 * _GIGA,
    NOTES_NAME: 50_000_000,
    RESCORED_NAME: 100_000_000,
    SCENARIO_NAME: 2_000_000,
}
_LARGEST_MEDIA: Final = 200 * _GIGA
LARGEST_VOICE: Final = 25_000_000

Variant = Literal["full", "without_face", "notes", "pack", "pack_notes"]
FileKind = Literal["session", "notes", "pack", "pack_notes"]
Extra = Literal["picture", "sound", "self_check", "own_notes", "coach_notes"]


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file. size: bytes. sha256: hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a shared file says of itself.

    package: its own id, new for every file made. session: the session it is about; title, started_at: of it. Of a
    calibration pack, and of ratings on their way back from one, these are the pack's id, name and when it was made.
    made_at: wall clock, ISO 8601 with offset. by: who made it, as they call themselves, or ''. extras: what was taken
    in by choice.
    """

    package: str
    session: str
    title: str
    started_at: str
    made_at: str
    variant: Variant
    files: tuple[PackedFile, ...]
    by: str = ""
    extras: tuple[Extra, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def contents_data(contents: Contents) -> bytes:
    """The list as it stands in the file."""
    data = json.dumps(encode(contents), ensure_ascii=False, allow_nan=False).encode("utf-8", errors="backslashreplace")
    return len(data).to_bytes(4, "big") + data


def contents_of(data: bytes, name: str, *, room: int) -> Contents:
    """The checked list, its words fit to be shown. room: bytes that follow it. name: of the file.

    Raises PackageError.
    """
    try:
        raw: Any = json.loads(data.decode("utf-8"))
        found: Contents = decode(Contents, raw)
        _check(found)
    except (ValueError, OverflowError, RecursionError) as error:
        raise PackageError(
            f"The list of contents of “{name}” cannot be understood ({error}).",
            recovery="It may come from a newer version of the programme: ask for it to be made again.",
        ) from error
    if found.size != room:
        raise PackageError(
            f"“{name}” does not hold what its list says.", recovery="Ask for it to be made and sent again."
        )
    return replace(found, title=plain(found.title), by=plain(found.by))


def _check(contents: Contents) -> None:
    """Raises ValueError."""
    names = [file.name.casefold() for file in contents.files]
    if len(names) > MOST_FILES or len(set(names)) != len(names):
        raise ValueError("too many files, or one twice")
    for file in contents.files:
        if not 0 <= file.size <= _largest_in(contents.variant, file.name):
            raise ValueError(f"“{plain(file.name)}” may not be in it, or is too large")
        if not re.fullmatch(r"[0-9a-f]{64}", file.sha256):
            raise ValueError("a sum is missing")
    if not (contents.package.isalnum() and len(contents.package) <= 64 and 0 < len(contents.session) <= 200):
        raise ValueError("it has no id")
    if not _needed(contents) <= set(names):
        raise ValueError("a file that belongs in it is missing")


def clips_in(contents: Contents) -> dict[str, tuple[str, ...]]:
    """By the id of each clip the names of its files, as they are in its own folder."""
    found: dict[str, list[str]] = {}
    for file in contents.files:
        of_clip = _CLIP.fullmatch(file.name)
        if of_clip is not None:
            found.setdefault(of_clip[1], []).append(of_clip[2])
    return {clip: tuple(names) for clip, names in found.items()}


def clip_name(clip: str, name: str) -> str:
    """The name of a clip's file in a pack."""
    return f"{CLIPS_FOLDER}/{clip}/{name}"


def _needed(contents: Contents) -> set[str]:
    """The files that have to be in it."""
    if contents.variant == "notes":
        return {NOTES_NAME}
    if contents.variant == "pack":
        clips = clips_in(contents) or {"": ()}
        return {PACK_NAME, *(clip_name(clip, name) for clip in clips for name in (HEADER_NAME, EVENTS_NAME))}
    if contents.variant == "pack_notes":
        return {clip_name(clip, NOTES_NAME) for clip in clips_in(contents) or ("",)}
    return {HEADER_NAME, EVENTS_NAME}


def _largest_in(variant: Variant, name: str) -> int:
    """How large a file of this name may be in such a file; -1 for a name that does not belong in it."""
    if variant not in ("pack", "pack_notes"):
        return -1 if variant == "notes" and not _is_note(name) else _largest(name)
    if name == PACK_NAME and variant == "pack":
        return _LARGEST_PACK
    of_clip = _CLIP.fullmatch(name)
    if of_clip is None or (variant == "pack_notes" and not _is_note(of_clip[2])):
        return -1
    return _largest(of_clip[2])


def _is_note(name: str) -> bool:
    return name == NOTES_NAME or _VOICE.fullmatch(name) is not None


def _largest(name: str) -> int:
    """How large a file of this name may be; -1 for a name that does not belong in a package."""
    if _MEDIA.fullmatch(name):
        return _LARGEST_MEDIA
    return LARGEST_VOICE if _VOICE.fullmatch(name) else _LARGEST.get(name, -1)


def is_voice_name(name: str) -> bool:
    """Whether a spoken comment of this file name may be in a package."""
    return _VOICE.fullmatch(f"{VOICE_FOLDER}/{name}") is not None


def plain(text: str) -> str:
    """Fit to be shown in one line."""
    return "".join(sign if sign.isprintable() else " " for sign in text)[:120].strip()
