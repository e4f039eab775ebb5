"""The environment in .venv: made once, filled from the lock with hashes, stamped when whole.

The stamp is written last. Without it, or when a lock file or the list of models has changed, the set-up runs again
and mends what is there, so that an interrupted set-up needs nothing but the same command once more.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from devtools.pythons import Python, probe
from devtools.telling import ROOT, Trouble, say

VENV = ROOT / ".venv"
STAMP_NAME = "attune-stamp.json"
LOCK_RUN = ROOT / "packaging" / "lock" / "requirements.txt"
LOCK_TEST = ROOT / "packaging" / "lock" / "requirements-dev.txt"
MODEL_LIST = ROOT / "assets" / "models.toml"
_LAYOUT = 1  # raise when the set-up itself changes in a way that must run again
_NETWORK_SIGNS = (
    "name resolution",
    "getaddrinfo failed",
    "nodename nor servname",
    "connection broken",
    "connection refused",
    "connection aborted",
    "network is unreachable",
    "max retries exceeded",
    "newconnectionerror",
    "timed out",
    "proxyerror",
)


def venv_python(venv: Path = VENV) -> Path:
    """The interpreter of the environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def digest(files: Sequence[Path]) -> str:
    """One checksum over the files that decide what an environment holds."""
    whole = hashlib.sha256(str(_LAYOUT).encode())
    for file in files:
        whole.update(file.name.encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()


def fresh(stamp: dict[str, Any] | None, *, test: bool, venv: Path = VENV) -> bool:
    """Whether nothing has to be done: same lock, same models and their files in place, same Python, same folder."""
    if stamp is None or not venv_python(venv).exists() or (test and not stamp.get("test")):
        return False
    lock = LOCK_TEST if stamp.get("test") else LOCK_RUN
    if stamp.get("digest") != digest([lock, MODEL_LIST]) or stamp.get("root") != str(ROOT):
        return False
    if stamp.get("models_folder", "") != os.environ.get("ATTUNE_MODELS", ""):
        return False
    return stamp.get("python") == venv_version(venv) and all(_same_size(*pair) for pair in stamp.get("files", []))


def _same_size(path: str, size: int) -> bool:
    try:
        return Path(path).stat().st_size == size
    except OSError:
        return False


def read_stamp(venv: Path = VENV) -> dict[str, Any] | None:
    """The stamp, or None when there is none that can be read."""
    try:
        stamp = json.loads((venv / STAMP_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return stamp if isinstance(stamp, dict) else None


def write_stamp(files: Sequence[tuple[str, int]], *, test: bool, venv: Path = VENV) -> None:
    """Note that the environment is whole; `files` are the model files with their sizes."""
    stamp = {
        "digest": digest([LOCK_TEST if test else LOCK_RUN, MODEL_LIST]),
        "root": str(ROOT),
        "python": venv_version(venv),
        "models_folder": os.environ.get("ATTUNE_MODELS", ""),
        "test": test,
        "files": list(files),
    }
    part = venv / f"{STAMP_NAME}.part"
    part.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    part.replace(venv / STAMP_NAME)


def drop_stamp(venv: Path = VENV) -> None:
    """From here on the environment counts as unfinished."""
    (venv / STAMP_NAME).unlink(missing_ok=True)


def venv_version(venv: Path = VENV) -> str:
    """The Python version noted in pyvenv.cfg; empty when there is none."""
    try:
        found = re.search(r"(?m)^version\s*=\s*(\S+)", (venv / "pyvenv.cfg").read_text(encoding="utf-8"))
    except OSError:
        return ""
    return found.group(1) if found else ""


def existing(venv: Path = VENV) -> Python | None:
    """The Python of an environment that is there and runs, pip included; None when it has to be made anew."""
    if not (venv / "pyvenv.cfg").is_file():
        return None
    python = probe(str(venv_python(venv)))
    if python is None or not python.known:
        return None
    has_pip = subprocess.run([str(venv_python(venv)), "-m", "pip", "--version"], capture_output=True, check=False)
    return python if has_pip.returncode == 0 else None


def make(python: Python, venv: Path = VENV) -> None:
    """Make the environment anew. Only a folder that is an environment (or half of one) is replaced."""
    if venv.exists():
        if any(venv.iterdir()) and not (venv / "pyvenv.cfg").is_file():
            raise Trouble(f"{venv} is there but is no Python environment.", "Move it away and run again.", 2)
        shutil.rmtree(venv)
    say(f"Making .venv with Python {python.text} ...")
    done = subprocess.run([python.path, "-m", "venv", str(venv)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        reason = (done.stdout + done.stderr).strip().splitlines()[-1:] or ["no reason given"]
        raise Trouble(f"Making .venv failed: {reason[0]}.", "Check free space and rights, then run again.")


def install_locked(lock: Path, venv: Path = VENV) -> None:
    """Install exactly what the lock says, every file checked against its hash."""
    count = len(re.findall(r"(?m)^[A-Za-z0-9]", lock.read_text(encoding="utf-8")))
    say(f"Installing up to {count} libraries (about 500 MB to fetch the first time; some minutes) ...")
    command = [str(venv_python(venv)), "-m", "pip", "install", "--require-hashes", "--only-binary=:all:", "--no-input"]
    command += ["--disable-pip-version-check", "--progress-bar=off", "--no-warn-script-location", "--no-deps"]
    command += ["--retries=2", "-r", str(lock)]
    tail: deque[str] = deque(maxlen=60)
    pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    if pip.stdout is not None:
        with pip.stdout:
            _follow(pip.stdout, tail)
    if pip.wait() != 0:
        raise pip_trouble("\n".join(tail))


def _follow(lines: Any, tail: deque[str]) -> None:
    """Show every tenth library while pip works."""
    fetched = 0
    for line in lines:
        tail.append(line.rstrip())
        if line.startswith("Collecting "):
            fetched += 1
            if fetched % 10 == 0:
                say(f"  {fetched} libraries fetched")
        elif line.startswith("Installing collected packages"):
            say("  unpacking")


def pip_trouble(output: str) -> Trouble:
    """The one line for what pip printed."""
    text = output.lower()
    again = "Run the same command again."
    if "do not match the hashes" in text:
        found = re.search(r"(?m)^\s+(\S+?)(?:==\S+)? from ", output)
        name = found.group(1) if found else "a library"
        return Trouble(f"The download of {name} is not the file in the lock (its checksum differs).", again)
    if any(sign in text for sign in _NETWORK_SIGNS):
        return Trouble("The package index cannot be reached.", f"Check the internet connection. {again}")
    if "no space left" in text:
        return Trouble("The disk is full.", f"Free about 3 GB. {again}", 2)
    if "permission denied" in text or "read-only file system" in text:
        return Trouble(f"{VENV} cannot be written.", "Give yourself the rights to it, or clone elsewhere.", 2)
    errors = [line for line in output.splitlines() if line.startswith("ERROR")] or output.splitlines()[-1:]
    reason = errors[0].replace("ERROR:", "").strip().rstrip(".") if errors else "pip gave no reason"
    return Trouble(f"Installing the libraries failed: {reason}.", again)


def link_project(venv: Path = VENV, root: Path = ROOT) -> None:
    """Make `app` and `perception` importable from anywhere, and the command `attune`."""
    asked = [str(venv_python(venv)), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    (Path(site) / "attune.pth").write_text(f"{root}\n", encoding="utf-8")
    python = venv_python(venv)
    if os.name == "nt":
        (python.parent / "attune.cmd").write_text(f'@"{python}" -m app %*\n', encoding="utf-8")
        return
    script = python.parent / "attune"
    # A shell line and not a #! with Python's path: that breaks when the path has spaces.
    script.write_text(f'#!/bin/sh\nexec {shlex.quote(str(python))} -m app "$@"\n', encoding="utf-8")
    script.chmod(0o755)


def fetch_models(venv: Path = VENV) -> list[tuple[str, int]]:
    """Install the models with the environment's Python; gives the files with their sizes."""
    worker = Path(__file__).with_name("fetch_models.py")
    done = subprocess.run(
        [str(venv_python(venv)), str(worker)],
        stdout=subprocess.PIPE,
        text=True,
        errors="replace",
        cwd=ROOT,
        check=False,
    )
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise Trouble("Installing the models failed.", "Run the same command again.") from None
    if answer.get("problem"):
        raise Trouble(answer["problem"], answer["remedy"])
    return [(path, size) for path, size in answer["files"]]


def quiet_environment() -> dict[str, str]:
    """The variables a started programme gets: ours, without another environment's traces."""
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "__PYVENV_LAUNCHER__")}
    env["PATH"] = str(venv_python().parent) + os.pathsep + env.get("PATH", "")
    env["VIRTUAL_ENV"] = str(VENV)
    return env


def hand_over(arguments: Sequence[str]) -> int:
    """Become the environment's Python; on Windows wait for it instead."""
    command = [str(venv_python()), *arguments]
    if os.name != "nt":
        sys.stdout.flush()
        sys.stderr.flush()
        os.execve(command[0], command, quiet_environment())
    return subprocess.run(command, env=quiet_environment(), check=False).returncode
