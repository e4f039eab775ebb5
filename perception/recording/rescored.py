"""rescored.json: the result with the corrections of the transcript and the self-check taken in.

Made from the rest at any time.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from perception.errors import SessionFormatError
from perception.recording.codec import decode, encode
from perception.recording.format import not_writable, write_atomically
from perception.recording.plain_files import read_plain
from perception.recording.records import dump_line, parse_line
from perception.types import Scorecard

RESCORED_NAME: Final = "rescored.json"


def write_rescored(folder: Path, scorecard: Scorecard, *, notes: int) -> None:
    """Keep the result of a session with so many notes that change it. Raises SessionFormatError."""
    data = {"corrections": notes, "scorecard": encode(scorecard)}
    try:
        write_atomically(folder / RESCORED_NAME, dump_line(data))
    except OSError as error:
        raise not_writable(folder, error) from error


def read_rescored(folder: Path, *, notes: int) -> Scorecard | None:
    """The result kept for exactly so many notes that change it; None when there is none, or none that can be read."""
    try:
        data = parse_line(read_plain(folder / RESCORED_NAME))
        if data.get("corrections") != notes:
            return None
        found: Scorecard = decode(Scorecard, data.get("scorecard"))
    except FileNotFoundError:
        return None
    except (ValueError, OverflowError):
        return None  # damaged: it is made again from the rest
    except OSError as error:
        raise SessionFormatError(
            f"“{RESCORED_NAME}” of “{folder.name}” cannot be read ({error.strerror or error}).",
            recovery="Check that the disk is connected and that you may read the folder.",
        ) from error
    return found
