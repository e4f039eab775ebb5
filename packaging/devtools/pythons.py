"""Finding a Python that can carry Attune: 3.12 first, then 3.13, then 3.11."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from devtools.telling import Trouble

# 3.12 first: the sound library starts in .6 s there, against 3 s on 3.11.
PREFERENCE = ((3, 12), (3, 13), (3, 11))
PYTHON_VARIABLE = "ATTUNE_PYTHON"
_PROBE_TIMEOUT_S = 30
# The modules beyond the core that a thrifty build of Python may lack and the libraries need.
_PROBE = """
import struct, sys
missing = []
for name in ("bz2", "ctypes", "lzma", "sqlite3", "ssl", "venv", "ensurepip"):
    try:
        __import__(name)
    except ImportError:
        missing.append(name)
own = getattr(sys, "_base_executable", "") or sys.executable
print(*sys.version_info[:3], struct.calcsize("P") * 8, ",".join(missing) or "-", own)
"""


@dataclass(frozen=True)
class Python:
    """An interpreter that ran. `missing`: standard modules that this build lacks."""

    path: str
    version: tuple[int, int, int]
    bits: int
    missing: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether Attune's libraries exist for this version."""
        return self.version[:2] in PREFERENCE and self.bits == 64

    @property
    def usable(self) -> bool:
        """Whether an environment can be made with it."""
        return self.known and not self.missing

    @property
    def lacks_only_venv(self) -> bool:
        """A Debian Python without its venv package."""
        return self.known and bool(self.missing) and set(self.missing) <= {"venv", "ensurepip"}

    @property
    def text(self) -> str:
        """The version as people write it."""
        return ".".join(str(part) for part in self.version)


def candidates() -> Iterator[str]:
    """Commands and paths that may be a Python, best guesses first."""
    named = os.environ.get(PYTHON_VARIABLE)
    if named:
        yield named
        return
    for major, minor in PREFERENCE:
        found = shutil.which(f"python{major}.{minor}")
        if found:
            yield found
    yield sys.executable
    for name in ("python3", "python"):
        found = shutil.which(name)
        if found:
            yield found
    for folder, pattern in _usual_places():
        if folder.is_dir():
            yield from (str(path) for path in sorted(folder.glob(pattern), reverse=True))


def _usual_places() -> list[tuple[Path, str]]:
    home = Path.home()
    pyenv = Path(os.environ.get("PYENV_ROOT") or home / ".pyenv")
    versions = "3.1[123]"
    if os.name == "nt":
        local = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
        return [
            (local / "Programs" / "Python", "Python31[123]/python.exe"),
            (Path(os.environ.get("PROGRAMFILES") or "C:/Program Files"), "Python31[123]/python.exe"),
            (home / ".pyenv" / "pyenv-win" / "versions", f"{versions}*/python.exe"),
        ]
    return [
        (pyenv / "versions", f"{versions}*/bin/python3"),
        (home / ".local" / "share" / "uv" / "python", f"cpython-{versions}*/bin/python3"),
        (Path("/opt/homebrew/bin"), f"python{versions}"),
        (Path("/usr/local/bin"), f"python{versions}"),
        (Path("/usr/bin"), f"python{versions}"),
        (Path("/Library/Frameworks/Python.framework/Versions"), f"{versions}/bin/python3"),
    ]


def probe(command: str) -> Python | None:
    """Run the interpreter and ask it about itself; None when it does not run (a pyenv shim without a version)."""
    try:
        done = subprocess.run(
            [command, "-I", "-c", _PROBE], capture_output=True, text=True, timeout=_PROBE_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    words = done.stdout.strip().split(" ", 5)
    if done.returncode != 0 or len(words) != 6:
        return None
    missing = tuple(word for word in words[4].split(",") if word != "-")
    return Python(words[5], (int(words[0]), int(words[1]), int(words[2])), int(words[3]), missing)


def all_pythons(commands: Iterable[str]) -> list[Python]:
    """Every interpreter that runs, each once, in the order of `commands`."""
    seen: dict[str, Python] = {}
    for command in commands:
        python = probe(command)
        if python is not None:
            seen.setdefault(str(Path(python.path).resolve()), python)
    return list(seen.values())


def choose(pythons: Iterable[Python]) -> Python | None:
    """The best of those that can make an environment: by preferred version, then the newest patch."""
    usable = [python for python in pythons if python.usable]
    return min(usable, key=_rank, default=None)


def choose_lacking_venv(pythons: Iterable[Python]) -> Python | None:
    """The best of those that need only Debian's venv package."""
    lacking = [python for python in pythons if python.lacks_only_venv]
    return min(lacking, key=_rank, default=None)


def _rank(python: Python) -> tuple[int, int]:
    return PREFERENCE.index(python.version[:2]), -python.version[2]


def venv_package(python: Python) -> str:
    """The Debian package that completes a Debian Python."""
    return f"python{python.version[0]}.{python.version[1]}-venv"


def no_python(pythons: Iterable[Python]) -> Trouble:
    """The line for a machine without a suitable Python: what was found and what is wanted."""
    found = sorted(pythons, key=lambda python: python.version)
    lacking = choose_lacking_venv(found)
    if lacking is not None:
        message = f"Python {lacking.text} at {lacking.path} comes without {', '.join(lacking.missing)}."
        return Trouble(message, f"On Debian: sudo apt-get install -y {venv_package(lacking)}", 2)
    thrifty = [python for python in found if python.known]
    if thrifty:
        facts = f"Python {thrifty[-1].text} at {thrifty[-1].path} was built without {', '.join(thrifty[-1].missing)}"
    elif any(python.version[:2] in PREFERENCE for python in found):
        facts = "only a 32-bit Python was found"
    else:
        facts = "found " + (", ".join(dict.fromkeys(python.text for python in found)) or "none")
    remedy = f"Install Python 3.12 (python.org, or “pyenv install 3.12”), or name one in {PYTHON_VARIABLE}."
    return Trouble(f"Attune needs Python 3.11 to 3.13; {facts}.", remedy, 2)
