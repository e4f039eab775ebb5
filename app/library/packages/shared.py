"""shared.json: the mark of a session that somebody else shared."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.library.packages.contents import Variant
from app.library.packages.errors import not_readable
from perception.recording.codec import decode, encode
from perception.recording.format import write_atomically
from perception.recording.records import parse_line

SHARED_NAME: Final = "shared.json"


@dataclass(frozen=True, slots=True)
class SharedMark:
    """Where a session came from. package: the id of its file. by: who shared it, as they call themselves, or ''.

    made_at, opened_at: wall clock, ISO 8601 with offset. sound: whether the sound is in it.
    """

    package: str
    variant: Variant
    made_at: str
    opened_at: str
    by: str = ""
    sound: bool = True


def read_shared(folder: Path) -> SharedMark | None:
    """The mark of a session; None for one of the user's own. A damaged mark still says that it was shared.

    Raises PackageError where it cannot be read.
    """
    path = folder / SHARED_NAME
    try:
        found: SharedMark = decode(SharedMark, parse_line(path.read_bytes()))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, OverflowError):
        return SharedMark("", "full", "", "")
    except OSError as error:
        raise not_readable(path, error) from error
    return found


def write_shared(folder: Path, mark: SharedMark) -> None:
    """Put the mark on a session folder. Raises OSError."""
    data = json.dumps(encode(mark), ensure_ascii=False, allow_nan=False) + "\n"
    write_atomically(folder / SHARED_NAME, data.encode("utf-8", errors="backslashreplace"))
