"""System libraries on Debian and its children: which are missing, and installing them where that asks no question."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterable, Sequence

from devtools.telling import Trouble, say

_RUN = """
libgl1 libegl1 libgles2 libglib2.0-0 libxkbcommon0 libdbus-1-3 libfontconfig1 libportaudio2 libpulse0 libxrandr2
libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libxcb-randr0
libxcb-sync1 libxcb-xfixes0 libxkbcommon-x11-0 ca-certificates
"""
_TEST = """
xvfb xauth dbus-x11 openbox at-spi2-core gir1.2-atspi-2.0 python3-gi pulseaudio pulseaudio-utils libasound2-plugins
pipewire pipewire-v4l2 wireplumber gstreamer1.0-pipewire gstreamer1.0-tools gstreamer1.0-plugins-base ffmpeg
"""
RUN_PACKAGES = tuple(_RUN.split())
TEST_PACKAGES = tuple(_TEST.split())


def on_debian() -> bool:
    """Whether apt-get and dpkg-query are the tools of this machine."""
    return bool(shutil.which("apt-get") and shutil.which("dpkg-query"))


def missing_packages(wanted: Sequence[str]) -> list[str]:
    """Those of `wanted` that are not installed; Ubuntu's renamed packages (…t64) count as installed."""
    names = [name for package in wanted for name in (package, f"{package}t64")]
    query = ["dpkg-query", "-W", "-f=${db:Status-Abbrev} ${Package}\\n", *names]
    listed = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    return [package for package in wanted if not _installed(package, listed.splitlines())]


def _installed(package: str, lines: Iterable[str]) -> bool:
    return any(line.split() in (["ii", package], ["ii", f"{package}t64"]) for line in lines)


def ensure_packages(wanted: Sequence[str]) -> None:
    """Install what is missing when root, or when sudo asks nothing; else raise Trouble with the exact command."""
    if not on_debian():
        return
    missing = missing_packages(wanted)
    if not missing:
        return
    by_hand = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
    prefix = _rights()
    if prefix is None:
        raise Trouble(
            f"{len(missing)} system packages are missing and installing them needs rights.",
            f"Run: sudo apt-get update && sudo {by_hand}   (or add --no-system to go on without them)",
            2,
        )
    say(f"Installing {len(missing)} system packages with apt-get ...")
    _apt(prefix, ["update"], by_hand)
    _apt(prefix, ["install", "-y", "--no-install-recommends", *missing], by_hand)


def _rights() -> list[str] | None:
    """What to put before apt-get; None when it would ask for a password."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        if asked.returncode == 0:
            return ["sudo", "-n"]
    return None


def _apt(prefix: Sequence[str], arguments: Sequence[str], by_hand: str) -> None:
    quiet = ["-q", "-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=2"]
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *quiet, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    # apt-get update ends well even when no list could be fetched: then old lists are used, and the install tells.
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if line.startswith("E:")] or [shlex.join(command)]
        raise Trouble(
            f"Installing system packages failed: {lines[0].removeprefix('E:').strip().rstrip('.')}.",
            f"Check the internet connection, or run by hand: {by_hand}   (or add --no-system to go on without them)",
        )
