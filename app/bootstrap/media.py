"""Recorded media: the concrete pieces of an import, and the observing of files without scoring."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from app.bootstrap.perception_parts import Models
from app.engine.import_messages import ImportMedia, TranscriberName
from app.engine.import_plan import MediaFacts, Plan, Side, TrackChoice
from app.version import VERSION
from perception.features.channels import LEVEL_S, channels_apart
from perception.features.prosody import rms_dbfs
from perception.pipeline.crop import OTHER_SIDE, HalfLooker
from perception.pipeline.offline import FrameConsumer, OfflineParts
from perception.pipeline.shared_track import SharedTrack
from perception.pipeline.stretches import KeptTranscriber, KeptWork, StretchedChain, StretchedLooker
from perception.pipeline.vision_chain import FACE_FPS
from perception.types import AudioBlock, FloatArray, Observation, Scorecard, Speaker, VideoFrame

if TYPE_CHECKING:
    from perception.ports import Camera, FaceModel, PoseModel, Transcriber

_LAYOUT_SAMPLES: Final = 5
_LAYOUT_LOOK_S: Final = 15.0  # the layout of a call does not change: its beginning tells, and is quickly read
_EQUAL_FACES: Final = 0.5  # the smaller of two callers' faces is at least half as high as the larger
_MAX_HEIGHT_PX: Final = 1080  # places are told in pixels of the recording up to this height
_CHANNELS_LISTEN_S: Final = 180.0  # both people have spoken by then
_LEVELS_RATE_HZ: Final = 8000
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
        channels = info.audio_tracks[0].channels if info.audio_tracks else 0
        return MediaFacts(info.duration_s, info.has_video, len(info.audio_tracks), channels)

    def versions(self) -> Mapping[str, str]:
        """Checksums of the models it works with."""
        return self._models.versions()

    def channels_apart(self, path: Path) -> bool:
        """Whether the left and the right channel of the first track hold one person each."""
        from perception.devices.media_file import iter_audio

        sides: tuple[Literal["left", "right"], ...] = ("left", "right")
        readers = [iter_audio(path, rate_hz=_LEVELS_RATE_HZ, pick=side, block_s=LEVEL_S) for side in sides]
        levels = [
            [float(rms_dbfs(block.samples)) for block in islice(reader, round(_CHANNELS_LISTEN_S / LEVEL_S))]
            for reader in readers
        ]
        shortest = min(len(side) for side in levels)
        return channels_apart(np.asarray(levels[0][:shortest]), np.asarray(levels[1][:shortest]))

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

    def video(self, path: Path, wanted: Callable[[float], bool], *, max_height: int = _MAX_HEIGHT_PX) -> Camera:
        """The pictures, whole."""
        from perception.devices.media_file import MediaCamera

        return MediaCamera(path, wanted=wanted, max_height=max_height)

    def audio(self, choice: TrackChoice, speaker: Speaker) -> Iterator[AudioBlock]:
        """The sound of one person, 16 kHz mono."""
        from perception.devices.media_file import iter_audio

        return iter_audio(choice.path, track=choice.track, pick=choice.pick, rate_hz=16000, channel=speaker)

    def parts(self, plan: Plan, *, face_fps: float = FACE_FPS, kept: KeptWork | None = None) -> OfflineParts:
        """What the offline pipeline needs for this plan."""
        video, models = plan.video, self._models
        models.check_transcriber(plan.transcriber)
        return OfflineParts(
            make_video=None if video is None else lambda wanted: self.video(video, wanted),
            make_lookers=self._lookers(plan.side, face_fps, kept) if video is not None else (),
            audio={speaker: _bind_audio(self.audio, choice, speaker) for speaker, choice in plan.tracks.items()},
            make_voice=partial(self._models.voice_chain, keeps_timbre=plan.shared),
            make_transcriber=self._recogniser(plan.transcriber, kept) if plan.tracks else None,
            duration_s=plan.duration_s,
            hotwords=plan.terms,
            shared=SharedTrack(plan.speaker_first) if plan.shared else None,
        )

    def _recogniser(self, name: TranscriberName, kept: KeptWork | None) -> Callable[[], Transcriber]:
        def make() -> Transcriber:
            return self._models.transcriber(name)

        return make if kept is None else lambda: KeptTranscriber(make, kept)

    def _lookers(self, side: Side | None, face_fps: float, kept: KeptWork | None) -> list[Callable[[], FrameConsumer]]:
        """Who looks at each picture: at the CSM's half where two people are side by side, and at the customer's."""
        models = self._models
        one_face = partial(models.face_model, max_faces=1)
        face = _Looker("face", lambda: models.face_chain(None, fps=face_fps), models.face_model, kept)
        pose = _Looker("pose", lambda: models.pose_chain(None), models.pose_model, kept)
        if side is None:
            return [face.make, pose.make]
        smile = _Looker("smile", models.customer_smile_chain, one_face, kept)
        return [face.in_half(side), pose.in_half(side), smile.in_half(OTHER_SIDE[side])]

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
            started_at=command.started_at or datetime.now(UTC).isoformat(timespec="seconds"),
            title=command.title,
            source=self._source,
            devices={"media": Path(command.media).name} | ({PICTURE_SIDE: plan.side} if plan.side is not None else {}),
            scenario=command.scenario or None,
            consent=dict(command.consent),
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
            stream = StreamChoice(choice.path, "audio", choice.track) if choice is not None else None
            if stream is not None and stream not in streams:  # two people on two channels share one
                streams.append(stream)
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


@dataclass(frozen=True, slots=True)
class _Looker:
    """How one looker is made. model: a new one for every stretch."""

    name: str
    chain: Callable[[], StretchedChain]
    model: Callable[[], FaceModel | PoseModel]
    kept: KeptWork | None

    def make(self) -> FrameConsumer:
        """At the whole picture."""
        return StretchedLooker(self.chain(), self.model, name=self.name, kept=self.kept)

    def in_half(self, side: Side) -> Callable[[], FrameConsumer]:
        """A maker of one that looks at one half."""
        return lambda: HalfLooker(self.make(), side=side)


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
