"""Fetches the archive of one npm package where npm itself is not there: fetch_npm.py NAME@VERSION FOLDER.

Set-up work; the programme never does this while it runs. What the archive carries is checked by who asked for it.
"""

from __future__ import annotations

import os
import shutil
import sys
import urllib.error
import urllib.request
from pathlib import Path

_REGISTRY = "https://registry.npmjs.org"
_TIMEOUT_S = 60.0


def fetch(package: str, folder: Path) -> Path:
    """The archive in `folder`, whole or not there. Raises OSError (URLError is one)."""
    name, _, version = package.rpartition("@")
    registry = os.environ.get("NPM_CONFIG_REGISTRY", _REGISTRY).rstrip("/")
    file = f"{name.rpartition('/')[2]}-{version}.tgz"
    place, part = folder / file, folder / f"{file}.part"
    try:
        with (
            urllib.request.urlopen(f"{registry}/{name}/-/{file}", timeout=_TIMEOUT_S) as stream,
            part.open("wb") as out,
        ):
            shutil.copyfileobj(stream, out)
            promised = stream.headers.get("Content-Length")
        if promised is not None and part.stat().st_size != int(promised):
            raise OSError(f"{file} broke off: connection aborted")
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
    return place


if __name__ == "__main__":
    try:
        fetch(sys.argv[1], Path(sys.argv[2]))
    except OSError as error:
        sys.exit(f"ERROR: {error}")
