"""Finds face and body in single pictures of a recording in a process of its own: the window loads no model.

Points cross the pipe and are drawn; they are written nowhere.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import Final

import numpy as np

from app.library.review.landmarks import Landmarks
from app.ui.ports import MediaPart
from app.ui.review.ports import Side
from perception.types import ByteArray, VideoFrame

ENDED: Final = "Points cannot be found any more: their helper has ended."
_WAIT_S: Final = 2.0


class LookerElsewhere:
    """Implements app.ui.review.ports.Looker. One question is out at a time; of later ones the newest follows."""

    def __init__(self, media: Sequence[MediaPart], side: Side | None) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_work, args=(theirs, tuple(media), side), name="attune-points", daemon=True
        )
        self._process.start()
        theirs.close()
        self._trouble = ""
        self._out = False
        self._next_s: float | None = None

    @property
    def trouble(self) -> str:
        """Why nothing can be found, or ''."""
        return self._trouble

    def ask(self, t_s: float) -> None:
        """Look at the picture shown then."""
        if self._trouble:
            return
        if self._out:
            self._next_s = t_s
            return
        self._next_s, self._out = None, True
        try:
            self._pipe.send(t_s)
        except OSError:
            self._trouble = ENDED

    def answers(self) -> Sequence[Landmarks]:
        """What was found since."""
        found: list[Landmarks] = []
        try:
            while not self._trouble and self._pipe.poll():
                answer = self._pipe.recv()
                self._out = False
                if isinstance(answer, Landmarks):
                    found.append(answer)
                elif isinstance(answer, str):
                    self._trouble = answer
                if self._next_s is not None:
                    self.ask(self._next_s)
        except (EOFError, OSError):
            self._trouble = ENDED
        return found

    def close(self) -> None:
        """End the process."""
        if self._process.is_alive():
            self._process.terminate()
            self._process.join(_WAIT_S)
        self._pipe.close()
        self._trouble = self._trouble or ENDED


def _work(pipe: Connection, media: tuple[MediaPart, ...], side: Side | None) -> None:
    """The life of the helper: answers one question after the other until the window is gone."""
    from perception.errors import PerceptionError

    try:
        eyes = _Eyes(media, side)
        while True:
            pipe.send(eyes.look(pipe.recv()))
    except PerceptionError as error:
        pipe.send(f"{error.message} {error.recovery}")
    except (EOFError, OSError):
        return


class _Eyes:
    """Models and files, opened when needed."""

    def __init__(self, media: tuple[MediaPart, ...], side: Side | None) -> None:
        from app.bootstrap.perception_parts import Models
        from perception.devices.media_pictures import MediaPictures
        from perception.inference.mediapipe_face import MediaPipeFace
        from perception.inference.mediapipe_pose import MediaPipePose

        models = Models()
        self._media, self._side = media, side
        self._open = MediaPictures
        self._files: dict[int, MediaPictures] = {}
        self._face = MediaPipeFace(models.path("face"), max_faces=1, mode="image")
        self._pose = MediaPipePose(models.path("pose"), mode="image")

    def look(self, t_s: float) -> Landmarks | None:
        """Face and body in the picture shown at this session time; None where there is no picture."""
        begun = [number for number, part in enumerate(self._media) if part.start_s <= t_s]
        number = begun[-1] if begun else 0
        part = self._media[number]
        if number not in self._files:
            self._files[number] = self._open(part.path)
        still = self._files[number].at(t_s - part.start_s)
        if still is None:
            return None
        return self._found(still.bgr, still.t_s + part.start_s, still.end_s + part.start_s)

    def _found(self, bgr: ByteArray, t_s: float, end_s: float) -> Landmarks:
        from perception.pipeline.crop import half

        frame = VideoFrame(t_s, bgr)
        frame = frame if self._side is None else half(frame, self._side)
        height, width = frame.bgr.shape[:2]
        size = np.array([width, height], dtype=np.float64)
        faces, body = self._face.detect(frame), self._pose.detect(frame)
        return Landmarks(
            t_s,
            end_s,
            face=faces[0].landmarks[:, :2] / size if faces else None,
            body=body.landmarks[:, :2] / size if body is not None else None,
            seen=body.visibility if body is not None else None,
        )
