"""Recorded media: the concrete pieces of an import, and the observing of files without scoring."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from app.bootstrap.perception_parts import Models
from app.engine.media_import import MediaFacts, Plan, Side, TrackChoice
from app.engine.messages import ImportMedia
from app.version import VERSION
from perception.pipeline.offline import FrameConsumer, OfflineParts
from perception.pipeline.shared_track import SharedTrack
from perception.pipeline.vision_chain import FACE_FPS
from perception.types import AudioBlock, FloatArray, Observation, Scorecard, Speaker, VideoFrame

if TYPE_CHECKING:
    from perception.ports import Camera, FaceModel

_LAYOUT_SAMPLES: Final = 5
_LAYOUT_LOOK_S: Final = 15.0  # the layout of a call does not change: its beginning tells, and is quickly read
_EQUAL_FACES: Final = 0.5  # the smaller of two callers' faces is at least half as high as the larger
_MAX_HEIGHT_PX: Final = 1080  # places are told in pixels of the recording up to this height
_MOST_SAMPLES: Final = 0.6  # share of the sampled pictures that must show one face in each half


class MediaTools:
    """Implements app.engine.media_import.ImportTools."""

    def __init__(self, models: Models, *, source: Literal["import", "demo"] = "import") -> None:
        self._models = models
        self._source = source

    def facts(self, path: Path) -> MediaFacts:
        """Look into the file. Raises MediaError."""
        from perception.devices.media_file import probe

        info = probe(path)
        return MediaFacts(info.duration_s, info.has_video, len(info.audio_tracks))

    def side_by_side(self, path: Path) -> bool:
        """Whether most of a few pictures over the file show one face in each half, of similar size."""
        from perception.devices.media_file import MediaCamera, probe
        from perception.inference.mediapipe_face import MediaPipeFace

        times = np.linspace(0.1, 0.9, _LAYOUT_SAMPLES) * min(probe(path).duration_s, _LAYOUT_LOOK_S)
        taken: list[float] = []

        def wanted(t_s: float) -> bool:
            return len(taken) < len(times) and t_s >= times[len(taken)]

        model = MediaPipeFace(self._models.path("face"), mode="image")
        camera = MediaCamera(path, wanted=wanted)
        camera.open()
        hits = 0
        try:
            while len(taken) < len(times) and (frame := camera.read()) is not None:
                taken.append(frame.t_s)
                hits += _one_face_in_each_half(model, frame)
        finally:
            camera.close()
            model.close()
        return hits >= _MOST_SAMPLES * len(times)

    def video(self, path: Path, wanted: Callable[[float], bool]) -> Camera:
        """The pictures, whole."""
        from perception.devices.media_file import MediaCamera

        return MediaCamera(path, wanted=wanted, max_height=_MAX_HEIGHT_PX)

    def audio(self, choice: TrackChoice, speaker: Speaker) -> Iterator[AudioBlock]:
        """The sound of one person, 16 kHz mono."""
        from perception.devices.media_file import iter_audio

        return iter_audio(choice.path, track=choice.track, rate_hz=16000, channel=speaker)

    def parts(self, plan: Plan, *, face_fps: float = FACE_FPS) -> OfflineParts:
        """What the offline pipeline needs for this plan."""
        video, models = plan.video, self._models
        models.check_transcriber(plan.transcriber)
        return OfflineParts(
            make_video=None if video is None else lambda wanted: self.video(video, wanted),
            make_lookers=self._lookers(plan.side, face_fps) if video is not None else (),
            audio={speaker: _bind_audio(self.audio, choice, speaker) for speaker, choice in plan.tracks.items()},
            make_voice=partial(self._models.voice_chain, keeps_timbre=plan.shared),
            make_transcriber=(lambda: models.transcriber(plan.transcriber)) if plan.tracks else None,
            duration_s=plan.duration_s,
            hotwords=plan.terms,
            shared=SharedTrack(plan.speaker_first) if plan.shared else None,
        )

    def _lookers(self, side: Side | None, face_fps: float) -> list[Callable[[], FrameConsumer]]:
        """Who looks at each picture: at the CSM's half where two people are side by side, and at the customer's."""
        from perception.pipeline.crop import OTHER_SIDE, HalfLooker

        models = self._models
        if side is None:
            return [lambda: models.face_chain(None, fps=face_fps), lambda: models.pose_chain(None)]
        return [
            lambda: HalfLooker(models.face_chain(None, fps=face_fps), side=side),
            lambda: HalfLooker(models.pose_chain(None), side=side),
            lambda: HalfLooker(models.customer_smile_chain(), side=OTHER_SIDE[side]),
        ]

    def score(self, plan: Plan, observations: Sequence[Observation], duration_s: float) -> Scorecard:
        """The seven letters of the whole recording."""
        from perception.pipeline.scoring_setup import make_scoring

        engine = make_scoring(
            has_video=plan.video is not None,
            has_customer_channel=plan.has_customer,
            speaker_certainty=plan.speaker_certainty,
            hears_overlaps=plan.hears_overlaps,
        )
        for observation in observations:
            engine.observe(observation)
        return engine.scorecard(now_s=duration_s)

    def write(
        self, command: ImportMedia, plan: Plan, observations: Sequence[Observation], scorecard: Scorecard
    ) -> None:
        """The session folder: events, the copied streams, the header."""
        from perception.pipeline.scoring_setup import captured_params
        from perception.recording.format import PICTURE_SIDE, SessionHeader
        from perception.recording.media_copy import StreamChoice, copy_streams
        from perception.recording.writer import SessionWriter

        folder = Path(command.folder)
        header = SessionHeader(
            session_id=uuid.uuid4().hex,
            app_version=VERSION,
            models=self._models.versions(),
            started_at=datetime.now(UTC).isoformat(timespec="seconds"),
            title=command.title,
            source=self._source,
            devices={"media": Path(command.media).name} | ({PICTURE_SIDE: plan.side} if plan.side is not None else {}),
            params=captured_params(
                has_video=plan.video is not None,
                has_customer_channel=plan.has_customer,
                speaker_certainty=plan.speaker_certainty,
                hears_overlaps=plan.hears_overlaps,
            ),
            notices=tuple(notice.text for notice in plan.notices),
        )
        streams = [StreamChoice(plan.video, "video")] if plan.video is not None else []
        for speaker in ("csm", "customer"):
            choice = plan.tracks.get(speaker)
            if choice is not None:
                streams.append(StreamChoice(choice.path, "audio", choice.track))
        writer = SessionWriter(folder, header, video=False, audio=())
        reason = "not complete"
        try:
            for observation in observations:
                writer.observe(observation)
            writer.write_scorecard(scorecard)
            copy_streams(streams, folder / "media.mkv")
            reason = "imported"
        finally:
            writer.close(reason=reason)
        if writer.problem is not None:
            raise writer.problem


def _bind_audio(
    audio: Callable[[TrackChoice, Speaker], Iterator[AudioBlock]], choice: TrackChoice, speaker: Speaker
) -> Callable[[], Iterator[AudioBlock]]:
    return lambda: audio(choice, speaker)


def _one_face_in_each_half(model: FaceModel, frame: VideoFrame) -> bool:
    """Each half is looked at by itself: in the whole, wide picture the faces of two callers are too small to find."""
    middle = frame.bgr.shape[1] // 2
    if any(_crosses(reading.landmarks[:, 0], middle) for reading in model.detect(frame)):
        return False
    heights = []
    for start, end in ((0, middle), (middle, frame.bgr.shape[1])):
        readings = model.detect(replace(frame, bgr=np.ascontiguousarray(frame.bgr[:, start:end])))
        if not readings:
            return False
        heights.append(float(np.ptp(readings[0].landmarks[:, 1])))
    return min(heights) >= _EQUAL_FACES * max(heights)


def _crosses(x_px: FloatArray, middle_px: float) -> bool:
    return bool(x_px.min() < middle_px < x_px.max())
