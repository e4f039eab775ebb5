"""Reads the shipped lexicon files into one `Lexicon`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

from perception.errors import InvalidValueError
from perception.inference.asset_files import assets_dir
from perception.language.lexicon import GROUPS, Lexicon

LEXICON_FILES: Final = ("common", "feelings", "backchannels", "rewrites", *GROUPS)
_RECOVERY: Final = "Reinstall Attune, or correct the file under assets/lexicons."


def load_lexicon(folder: Path | None = None) -> Lexicon:
    """The lexicon of `folder`, or of the shipped assets.

    Raises:
        InvalidValueError: a file is missing, unreadable or not well formed.
    """
    return _load(folder if folder is not None else assets_dir() / "lexicons")


@cache
def _load(folder: Path) -> Lexicon:
    return Lexicon.from_tables({name: _read(folder / f"{name}.toml") for name in LEXICON_FILES})


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise InvalidValueError(f"The word list {path.name} cannot be read.", recovery=_RECOVERY) from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise InvalidValueError(
            f"The word list {path.name} is not well formed: {fault}.", recovery=_RECOVERY
        ) from fault
