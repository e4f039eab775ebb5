"""Single pictures: one image file, or a folder of them in the order a person would count them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import numpy as np

from perception.devices.cv2_setup import cv2
from perception.devices.media_probe import IMAGE_SUFFIXES
from perception.errors import MediaError
from perception.types import VideoFrame

_HIGHEST_PX: Final = 2160  # larger pictures cost memory and time and show no more of a face
_OTHER: Final = "Choose pictures of type jpg, png, bmp, webp or tiff."


def is_image(path: Path | str) -> bool:
    """Whether the name is that of a picture."""
    return Path(path).suffix.lower() in IMAGE_SUFFIXES


def natural_key(name: str) -> list[tuple[int, int | str]]:
    """Sorting key by which 'p2' comes before 'p10'."""
    return [(0, int(part)) if part.isdigit() else (1, part.casefold()) for part in re.split(r"([0-9]+)", name) if part]


def iter_images(
    path: Path | str, *, on_problem: Callable[[MediaError], None] | None = None
) -> Iterator[tuple[str, VideoFrame]]:
    """Name and picture (t_s = 0, index = place in the order) of a file or of every picture in a folder.

    on_problem: told of every picture that cannot be read, which is then left out; None raises instead.
    Raises MediaError when there is no such file or no picture in the folder.
    """
    for index, file in enumerate(_image_files(Path(path))):
        try:
            frame = VideoFrame(t_s=0.0, bgr=_load(file), index=index)
        except MediaError as error:
            if on_problem is None:
                raise
            on_problem(error)
            continue
        yield file.name, frame


def _image_files(path: Path) -> list[Path]:
    if not path.exists():
        raise MediaError(f"There is no file or folder “{path}”.", recovery="Check the name and the folder.")
    if not path.is_dir():
        return [path]
    try:
        files = [file for file in path.iterdir() if file.is_file() and is_image(file)]
    except PermissionError as error:
        raise MediaError(
            f"You are not allowed to look into “{path.name}”.", recovery="Change its permissions or choose another."
        ) from error
    if not files:
        raise MediaError(f"The folder “{path.name}” holds no pictures.", recovery=_OTHER)
    return sorted(files, key=lambda file: natural_key(file.name))


def _load(file: Path) -> np.ndarray:
    try:
        # Not imread: it cannot open every name on Windows, and prints its own warnings.
        data = np.frombuffer(file.read_bytes(), dtype=np.uint8)
    except OSError as error:
        raise MediaError(f"“{file.name}” cannot be opened.", recovery="Check its permissions.") from error
    try:
        bgr = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    except cv2.error:
        bgr = None
    if bgr is None:
        raise MediaError(f"“{file.name}” is not a picture that can be read.", recovery=_OTHER)
    if bgr.shape[0] > _HIGHEST_PX:
        width = max(1, round(bgr.shape[1] * _HIGHEST_PX / bgr.shape[0]))
        bgr = cv2.resize(bgr, (width, _HIGHEST_PX), interpolation=cv2.INTER_AREA)
    picture = np.asarray(bgr, dtype=np.uint8)
    picture.flags.writeable = False
    return picture
