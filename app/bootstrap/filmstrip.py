"""Small pictures of a recording for scrubbing: made in a process of its own, kept in the user's cache folder.

They go when their recording goes: each folder says whose pictures it holds, and what has no recording is removed.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import shutil
import time
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import platformdirs

from app.ui.ports import MediaPart
from perception.types import FloatArray

if TYPE_CHECKING:
    from perception.devices.media_pictures import Still

HEIGHT_PX: Final = 180
COARSE_S: Final = 15.0  # first, all over the recording
EVERY_S: Final = 2.0
FINE_S: Final = 1.0  # where key pictures are rare, one of all pictures that often
_RARE_S: Final = 3.0
_NEAR_S: Final = 10.0  # a small picture further away tells nothing
_LOOK_EVERY_S: Final = 0.7
_WAIT_S: Final = 2.0
_MOST_FOLDERS: Final = 20
_BEGUN_S: Final = 600.0  # another window may be about to say whose pictures a folder holds
_WHOSE, _DONE, _TIMES = "of.txt", "done", "times.npy"
_QUALITY: Final = 70


class FilmstripElsewhere:
    """Implements app.ui.review.ports.Filmstrip."""

    def __init__(self, folder: Path, media: Sequence[MediaPart], *, root: Path | None = None) -> None:
        self._media = tuple(media)
        self._root = root or filmstrip_root()
        self.place = self._root / _key(folder, media)
        self._times: FloatArray = np.zeros(0)
        self._have: list[int] = []  # milliseconds of session time, in order
        self._looked = 0.0
        self._process: multiprocessing.process.BaseProcess | None = None
        if not self.complete:
            context = multiprocessing.get_context("spawn")
            self._process = context.Process(
                target=_work, args=(self.place, folder, self._media), name="attune-filmstrip", daemon=True
            )
            self._process.start()

    def nearest(self, t_s: float) -> Path | None:
        """The small picture nearest to a time, of what is there by now."""
        self._look()
        wanted = round(t_s * 1000)
        at = bisect_left(self._have, wanted)
        near = min(self._have[max(0, at - 1) : at + 1], key=lambda one: abs(one - wanted), default=None)
        if near is None or abs(near - wanted) > _NEAR_S * 1000:
            return None
        return self.place / _name(near)

    @property
    def complete(self) -> bool:
        """Whether all of them are there."""
        return (self.place / _DONE).exists()

    def frame_times(self) -> Sequence[float]:
        """The times of all pictures; empty until they were read."""
        if not self._times.size and (self.place / _TIMES).exists():
            self._times = np.load(self.place / _TIMES)
        return self._times  # type: ignore[return-value]

    def close(self) -> None:
        """Stop making more; what is there is kept and gone on with the next time."""
        if self._process is not None and self._process.is_alive():
            self._process.terminate()
            self._process.join(_WAIT_S)

    def _look(self) -> None:
        """Read what is there; not at each movement of the hand."""
        now = time.monotonic()
        if now - self._looked < _LOOK_EVERY_S and self._have:
            return
        self._looked = now
        try:
            self._have = sorted(int(one.stem) for one in self.place.iterdir() if one.suffix == ".jpg")
        except OSError:
            return  # not made yet


def filmstrip_root() -> Path:
    """Where small pictures are kept."""
    return Path(platformdirs.user_cache_dir("attune")) / "review-pictures"


def tidy_filmstrips(root: Path | None = None) -> None:
    """Remove the small pictures of recordings that are gone, and of all but those used last. Raises OSError."""
    root = root or filmstrip_root()
    if not root.is_dir():
        return
    folders = sorted((one for one in root.iterdir() if one.is_dir()), key=_changed_s, reverse=True)
    for number, place in enumerate(folders):
        if number >= _MOST_FOLDERS or not _has_recording(place):
            shutil.rmtree(place, ignore_errors=True)


def _changed_s(place: Path) -> float:
    """When a folder was changed last, seconds since 1970; 0 where another window has taken it away."""
    try:
        return place.stat().st_mtime
    except OSError:
        return 0.0


def _has_recording(place: Path) -> bool:
    try:
        paths = (place / _WHOSE).read_text(encoding="utf-8").splitlines()
    except OSError:
        return time.time() - _changed_s(place) < _BEGUN_S
    return bool(paths) and all(Path(path).exists() for path in paths)


def _key(folder: Path, media: Sequence[MediaPart]) -> str:
    """A name for these very files."""
    parts = [str(folder.resolve())]
    for part in media:
        try:
            stat = part.path.stat()
        except OSError:
            continue
        parts.append(f"{part.path.name} {part.start_s} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _name(ms: int) -> str:
    return f"{ms:09d}.jpg"


def _work(place: Path, folder: Path, media: tuple[MediaPart, ...]) -> None:
    """The life of the helper. It gives way to everything else; a recording that cannot be read has no small pictures.

    The window then simply waits for the exact picture, and the player says what is wrong with the file.
    """
    from perception.errors import MediaError

    if hasattr(os, "nice"):
        os.nice(15)
    try:
        tidy_filmstrips(place.parent)
        place.mkdir(parents=True, exist_ok=True)
        (place / _WHOSE).write_text("\n".join(str(part.path.resolve()) for part in media), encoding="utf-8")
        _make(place, [part for part in media if part.path.is_relative_to(folder) or part.path.exists()])
        (place / _DONE).touch()
    except (OSError, MediaError):
        return


def _make(place: Path, media: Sequence[MediaPart]) -> None:
    from perception.devices.media_pictures import picture_times, scattered_pictures, small_pictures

    for part in media:
        _write(place, part, scattered_pictures(part.path, every_s=COARSE_S, max_height=HEIGHT_PX))
    times: list[float] = []
    for part in media:
        times += [t_s + part.start_s for t_s in picture_times(part.path)]
    partial = place / f"{_TIMES}.part"
    with partial.open("wb") as file:
        np.save(file, np.asarray(times))
    partial.replace(place / _TIMES)
    for part in media:
        some = small_pictures(part.path, every_s=EVERY_S, max_height=HEIGHT_PX, keys_only=True)
        keys = _write(place, part, some)
        if len(keys) < 2 or float(np.max(np.diff(keys))) > _RARE_S:
            _write(place, part, small_pictures(part.path, every_s=FINE_S, max_height=HEIGHT_PX, keys_only=False))


def _write(place: Path, part: MediaPart, pictures: Iterable[Still]) -> list[float]:
    """Small pictures of one file; when they are shown."""
    from perception.devices.cv2_setup import cv2

    made: list[float] = []
    for still in pictures:
        made.append(still.t_s)
        target = place / _name(round((still.t_s + part.start_s) * 1000))
        if target.exists():
            continue
        fine, data = cv2.imencode(".jpg", still.bgr, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        if fine:
            partial = target.with_suffix(".part")
            partial.write_bytes(data.tobytes())
            partial.replace(target)
    return made
