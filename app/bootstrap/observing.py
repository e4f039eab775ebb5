"""`attune observe` over real models: an image, a video, a sound, or a folder of them."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from app.bootstrap.media import MediaTools
from app.bootstrap.perception_parts import Models
from app.engine.media_import import Plan, TrackChoice
from app.engine.messages import TranscriberName
from perception.errors import MediaError
from perception.features.nod_timing import phrase_ends, well_timed
from perception.features.settled_zones import settled_zones
from perception.features.turn_taking import intervals_of
from perception.pipeline.observe_records import observe_records
from perception.pipeline.offline import OfflineAnalysis
from perception.pipeline.ordering import observation_time_s
from perception.pipeline.shared_track import SharedTrack
from perception.scoring.params import P4_TIMING_S
from perception.types import FaceObservation, Nod, Observation, PersonalBaseline, Speaker, SpeechSegment, Utterance

Progress = Callable[[float, str], None]
LeftOut = Callable[[MediaError], None]
OBSERVED_FPS: Final = 30.0  # every picture of a usual recording: blinks are short


@dataclass(frozen=True, slots=True)
class Listening:
    """How sound is put into words: by which recogniser, and which names and terms to expect."""

    transcriber: TranscriberName = "tiny.en"
    terms: tuple[str, ...] = ()


def observe_path(
    path: Path,
    models: Models,
    on_progress: Progress,
    on_left_out: LeftOut,
    listening: Listening = Listening(),
) -> Iterator[dict[str, Any]]:
    """Records in order of time. Raises MediaError before the first record when nothing can be observed.

    on_left_out: told of each file of a folder that cannot be read; the others are observed all the same.
    """
    from perception.devices.image_folder import is_image

    if not path.exists():
        raise MediaError(f"{path} does not exist.", recovery="Check the path.")
    if path.is_dir():
        return _folder(path, models, on_progress, on_left_out, listening)
    return _images(path, models) if is_image(path) else _medium(path, models, on_progress, listening)


def _folder(
    path: Path, models: Models, on_progress: Progress, on_left_out: LeftOut, listening: Listening
) -> Iterator[dict[str, Any]]:
    from perception.devices.image_folder import is_image, natural_key

    files = sorted((file for file in path.iterdir() if file.is_file()), key=lambda file: natural_key(file.name))
    media = [file for file in files if not is_image(file) and not file.name.startswith(".") and not _is_other(file)]
    observed = any(is_image(file) for file in files)
    if observed:
        yield from _images(path, models, on_left_out)
    broken: list[MediaError] = []
    for file in media:
        try:
            for record in _medium(file, models, on_progress, listening):
                observed = True
                yield {**record, "source": file.name}
        except MediaError as error:
            if mimetypes.guess_type(file.name)[0] is not None:  # a name no medium has is some other file
                broken.append(error)
    if not observed:
        nothing = MediaError(f"{path} holds no image, video or sound.", recovery="Choose another folder.")
        raise broken[0] if broken else nothing
    for problem in broken:
        on_left_out(problem)


def _is_other(file: Path) -> bool:
    """Whether the name is that of something else than a picture, video or sound, such as a table of labels."""
    kind, _ = mimetypes.guess_type(file.name)
    return kind is not None and kind.split("/")[0] not in ("audio", "image", "video")


def _images(path: Path, models: Models, on_left_out: LeftOut | None = None) -> Iterator[dict[str, Any]]:
    from perception.devices.image_folder import iter_images
    from perception.features.face import FaceInterpreter
    from perception.inference.mediapipe_face import MediaPipeFace

    model = MediaPipeFace(models.path("face"), mode="image")
    try:
        for name, frame in iter_images(path, on_problem=on_left_out):
            # A picture by itself has no before: each gets an interpreter of its own.
            observation = FaceInterpreter(baseline=PersonalBaseline()).interpret(model.detect(frame), t_s=0.0)
            yield from observe_records(observation, source=name)
    finally:
        model.close()


def _medium(path: Path, models: Models, on_progress: Progress, listening: Listening) -> Iterator[dict[str, Any]]:
    tools = MediaTools(models)
    facts = tools.facts(path)
    names: tuple[Speaker, ...] = ("csm", "customer")
    tracks = {name: TrackChoice(path, index) for index, name in zip(range(facts.audio_tracks), names, strict=False)}
    plan = Plan(
        facts.duration_s,
        path if facts.has_video else None,
        None,
        tracks,
        (),
        listening.transcriber,
        listening.terms,
        shared=set(tracks) == {"csm"},
    )
    parts = tools.parts(plan, face_fps=OBSERVED_FPS)
    if parts.shared is not None:
        parts = replace(parts, shared=SharedTrack(keeps_channels=True))
    analysis = OfflineAnalysis(parts, on_progress=lambda fraction: on_progress(fraction, "Watching and listening"))
    observations = _with_hindsight(analysis.run())
    yield from _records(observations, analysis.named.segments if analysis.named is not None else None)


def _records(observations: list[Observation], named: Sequence[SpeechSegment] | None) -> Iterator[dict[str, Any]]:
    """All records in order of time. named: whose the speech of a shared track is, told beside the track's speech."""
    waiting = list(named or ())
    for observation in observations:
        while waiting and waiting[0].start_s <= observation_time_s(observation):
            yield from _of_kind(waiting.pop(0), "speaker")
        if named is not None and isinstance(observation, SpeechSegment):
            yield from _of_kind(observation, "speech")
        else:
            yield from observe_records(observation)
    for segment in waiting:
        yield from _of_kind(segment, "speaker")


def _of_kind(segment: SpeechSegment, kind: str) -> Iterator[dict[str, Any]]:
    return (record for record in observe_records(segment) if record["kind"] == kind)


def _with_hindsight(observations: list[Observation]) -> list[Observation]:
    """What only the whole recording tells: since when a look lasts, and whether a nod was well timed."""
    faces = iter(settled_zones([one for one in observations if isinstance(one, FaceObservation)]))
    said = [one for one in observations if isinstance(one, Utterance)]
    ends = phrase_ends(intervals_of([one for one in observations if isinstance(one, SpeechSegment)], "customer"), said)

    def told(one: Observation) -> Observation:
        if isinstance(one, FaceObservation):
            return next(faces)
        return replace(one, timed=well_timed(one, ends, window_s=P4_TIMING_S)) if isinstance(one, Nod) else one

    return [told(one) for one in observations]
