"""Calibrations kept on this machine: one small file for each learner and pair of camera and microphone.

A file holds medians, spreads and ranges, never a recording or a series; it can be read, copied and deleted by hand.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import platformdirs

from perception.recording.codec import decode, encode
from perception.types import PersonalBaseline

VERSION: Final = 1
ME: Final = "me"  # the learner of a machine that one person uses
_SUFFIX: Final = ".calibration.json"
_STEPS_MAX: Final = 32

# What comes from the microphone; everything else in a baseline but `calibrated` comes from the camera.
_VOICE: Final = ("f0_hz", "f0_sd_st", "level_dbfs", "level_sd_db", "tilt_db", "words_per_minute")


@dataclass(frozen=True, slots=True)
class Calibration:
    """What one calibration found. camera, microphone: names as the system tells them, '' when it was off.

    made_at: local time with its offset. measured: the steps it rests on.
    """

    learner: str
    camera: str
    microphone: str
    made_at: datetime
    measured: tuple[str, ...]
    baseline: PersonalBaseline


@dataclass(frozen=True, slots=True)
class _File:
    """The file's fields."""

    version: int
    learner: str
    camera: str
    microphone: str
    made_at: str
    measured: tuple[str, ...]
    baseline: PersonalBaseline


def calibrations_folder() -> Path:
    """The folder of all calibrations of this user."""
    return Path(platformdirs.user_data_dir("attune")) / "calibrations"


class Calibrations:
    """The calibrations in one folder. Files that cannot be read are left alone and told by `problems`."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or calibrations_folder()
        self._told: set[str] = set()
        self._problems: list[str] = []

    def find(self, learner: str, *, camera: str, microphone: str) -> Calibration | None:
        """What is known of this learner with these devices; None when nothing is.

        With another microphone the camera's part still serves, and the other way round; then what the other device
        measured is left out of the baseline.
        """
        # The very pair first, then the newest.
        mine = sorted(
            (one for one in self.all() if one.learner == learner),
            key=lambda one: (one.camera, one.microphone) != (camera, microphone),
        )
        seen = next((one for one in mine if camera and one.camera == camera and _sees(one.baseline)), None)
        heard = next(
            (one for one in mine if microphone and one.microphone == microphone and _hears(one.baseline)), None
        )
        return _joined(seen, heard, learner, camera, microphone)

    def keep(self, calibration: Calibration) -> Path:
        """Write a calibration over the one of the same learner and devices. Raises OSError."""
        path = self._path(calibration.learner, calibration.camera, calibration.microphone)
        self.folder.mkdir(parents=True, exist_ok=True)
        data = _File(
            version=VERSION,
            learner=calibration.learner,
            camera=calibration.camera,
            microphone=calibration.microphone,
            made_at=calibration.made_at.isoformat(timespec="seconds"),
            measured=calibration.measured,
            baseline=calibration.baseline,
        )
        temporary = path.with_suffix(".tmp")
        temporary.write_text(json.dumps(encode(data, digits=4), indent=1), encoding="utf-8")
        temporary.replace(path)
        return path

    def forget(self, learner: str, *, camera: str | None = None, microphone: str | None = None) -> int:
        """Delete this learner's calibrations, all or those of the named devices; how many. Raises OSError."""
        gone = [
            path
            for path, one in self._readable()
            if one.learner == learner
            and (camera is None or one.camera == camera)
            and (microphone is None or one.microphone == microphone)
        ]
        for path in gone:
            path.unlink(missing_ok=True)
        return len(gone)

    def all(self) -> list[Calibration]:
        """Every calibration that can be read, the newest first."""
        return sorted((one for _, one in self._readable()), key=lambda one: one.made_at.timestamp(), reverse=True)

    def problems(self) -> tuple[str, ...]:
        """One sentence for each damaged file met since this was asked last; no file is told twice."""
        problems, self._problems = self._problems, []
        return tuple(problems)

    # ------------------------------------------------------------ files

    def _files(self) -> list[Path]:
        try:
            return sorted(path for path in self.folder.iterdir() if path.name.endswith(_SUFFIX))
        except OSError:
            return []

    def _readable(self) -> list[tuple[Path, Calibration]]:
        return [(path, one) for path in self._files() if (one := self._read(path)) is not None]

    def _read(self, path: Path) -> Calibration | None:
        try:
            return _calibration(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, RecursionError) as error:
            if path.name not in self._told:
                self._told.add(path.name)
                self._problems.append(
                    f"The calibration in {path.name} could not be read and is left out ({error}). Calibrate again."
                )
            return None

    def _path(self, learner: str, camera: str, microphone: str) -> Path:
        key = hashlib.sha256("\0".join((learner, camera, microphone)).encode()).hexdigest()[:12]
        name = re.sub(r"[^a-z0-9]+", "-", learner.lower()).strip("-")[:20] or "learner"
        return self.folder / f"{name}-{key}{_SUFFIX}"


def _calibration(data: Any) -> Calibration:
    """Checked contents of a file. Raises ValueError."""
    if isinstance(data, dict) and isinstance(data.get("version"), int) and data["version"] > VERSION:
        raise ValueError("a newer Attune wrote it")
    file: _File = decode(_File, data)
    if len(file.measured) > _STEPS_MAX:
        raise ValueError("too many steps")
    return Calibration(
        learner=file.learner,
        camera=file.camera,
        microphone=file.microphone,
        made_at=datetime.fromisoformat(file.made_at).astimezone(),
        measured=file.measured,
        baseline=file.baseline,
    )


def _sees(baseline: PersonalBaseline) -> bool:
    return _without_voice(baseline) != PersonalBaseline(calibrated=baseline.calibrated)


def _hears(baseline: PersonalBaseline) -> bool:
    return any(getattr(baseline, name) is not None for name in _VOICE)


def _without_voice(baseline: PersonalBaseline) -> PersonalBaseline:
    nothing: Mapping[str, Any] = dict.fromkeys(_VOICE)
    return replace(baseline, **nothing)


def _joined(
    seen: Calibration | None, heard: Calibration | None, learner: str, camera: str, microphone: str
) -> Calibration | None:
    """The picture's part of one calibration with the sound's part of another; either may be missing."""
    if seen is not None and (seen.camera, seen.microphone) == (camera, microphone) and heard in (seen, None):
        return seen
    newest = max(
        (one for one in (seen, heard) if one is not None), key=lambda one: one.made_at.timestamp(), default=None
    )
    if newest is None:
        return None
    baseline = _without_voice(seen.baseline) if seen is not None else PersonalBaseline(calibrated="full")
    if heard is not None:
        voice: Mapping[str, Any] = {name: getattr(heard.baseline, name) for name in _VOICE}
        baseline = replace(baseline, **voice)
    measured = [step for step in seen.measured if step not in ("reading", "talking")] if seen is not None else []
    measured += [step for step in heard.measured if step in ("reading", "talking")] if heard is not None else []
    return Calibration(learner, camera, microphone, newest.made_at, tuple(measured), baseline)
