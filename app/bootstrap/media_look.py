"""A quick look through a recording before it is imported: who is seen, who is heard, and whose mouth goes with what."""

from __future__ import annotations

import io
import threading
import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import Final

import numpy as np

from app.bootstrap.media import MediaTools
from app.bootstrap.perception_parts import Models
from app.engine.import_messages import (
    ExamineMedia,
    MediaExamined,
    PersonPlace,
    PersonSeen,
    SoundHeard,
    SoundKind,
)
from app.engine.import_plan import MediaFacts, TrackChoice, check_other_file
from app.engine.proposing import own_runs, paired, propose, sound_of
from perception.features.mouth_talk import mouth_track
from perception.features.speaker_names import HINT_RUN_S
from perception.features.turn_taking import intervals_of
from perception.features.voice_split import VoiceRun, VoiceSplit
from perception.pipeline.crop import half
from perception.pipeline.offline import Cancelled
from perception.pipeline.shared_track import split_of
from perception.types import (
    ByteArray,
    FaceObservation,
    Float32Array,
    FloatArray,
    Observation,
    SpeechSegment,
    VideoFrame,
    VoiceObservation,
)

LISTEN_S: Final = 120.0  # of the recording
LOOK_S: Final = 30.0  # from a little before the first words
_LOOK_FPS: Final = 8.0  # steps of the lips need pictures less than .25 s apart
_BEFORE_S: Final = 1.0
_SAMPLE_S: Final = 5.0
_RATE_HZ: Final = 16000
_PICTURE_HEIGHT: Final = 360
_LOOKED_HEIGHT: Final = 720
_LISTENING_SHARE: Final = 0.4  # of the progress

Tell = Callable[[float, str], None]


@dataclass(frozen=True, slots=True, eq=False)
class _Listened:
    """One sound. speech: (n, 2) s; split: the voices on it, where it is the only one."""

    choice: TrackChoice
    samples: Float32Array
    speech: FloatArray
    level_dbfs: float | None
    split: VoiceSplit | None = None


def examine_media(
    command: ExamineMedia, models: Models, on_progress: Tell, cancelled: threading.Event
) -> MediaExamined:
    """Look through a recording. Raises MediaError when it cannot be used, Cancelled."""
    return _Look(command, models, on_progress, cancelled).result()


class _Look:
    """One look. Reads the sound first: the mouth is watched where somebody speaks."""

    def __init__(self, command: ExamineMedia, models: Models, on_progress: Tell, cancelled: threading.Event) -> None:
        self._command = command
        self._models = models
        self._tools = MediaTools(models)
        self._tell = on_progress
        self._cancelled = cancelled
        self._media = Path(command.media)

    def result(self) -> MediaExamined:
        self._tell(0.0, "Looking at the recording")
        facts = self._tools.facts(self._media)
        kind, choices = self._choices(facts)
        heard = [
            self._listen(choice, len(choices) == 1, number / len(choices)) for number, choice in enumerate(choices)
        ]
        if len(heard) == 1:
            kind, sounds, runs = _of_one_track(heard[0])
        else:
            runs = own_runs([one.speech for one in heard])
            sounds = tuple(_sound(kind, number, one, runs) for number, one in enumerate(heard))
        people, links = self._people(facts, runs, heard) if facts.has_video else ((), {})
        told = paired(links) if len(sounds) == 2 else {}
        return MediaExamined(
            number=self._command.number,
            media=self._command.media,
            customer_audio=self._command.customer_audio,
            duration_s=facts.duration_s,
            has_video=facts.has_video,
            tracks=facts.audio_tracks,
            people=people,
            sounds=sounds,
            proposal=propose([person.place for person in people], kind, len(sounds), told),
            recorded_at=_recorded_at(self._media),
            notes=_notes(facts, people, heard),
        )

    def _choices(self, facts: MediaFacts) -> tuple[SoundKind, list[TrackChoice]]:
        """The sounds that may be one person's each."""
        own = [TrackChoice(self._media, index) for index in range(min(facts.audio_tracks, 2))]
        if self._command.customer_audio is not None:
            other = Path(self._command.customer_audio)
            check_other_file(self._media, other, self._tools.facts(other))
            return "file", [*own[:1], TrackChoice(other, 0)]
        if len(own) == 1 and facts.channels == 2 and self._tools.channels_apart(self._media):
            return "channel", [replace(own[0], pick="left"), replace(own[0], pick="right")]
        return "track", own

    def _listen(self, choice: TrackChoice, alone: bool, done: float) -> _Listened:
        chain = self._models.voice_chain("csm", keeps_timbre=alone)
        observations: list[Observation] = []
        pieces: list[Float32Array] = []
        for block in takewhile(lambda block: block.t_s < LISTEN_S, self._tools.audio(choice, "csm")):
            self._check()
            observations += chain.push(block)[0]
            pieces.append(block.samples)
            self._tell(_LISTENING_SHARE * (done + 0.5 * min(1.0, block.t_s / LISTEN_S)), "Listening")
        observations += chain.flush()[0]
        speech = intervals_of([one for one in observations if isinstance(one, SpeechSegment)], "csm")
        split = split_of(observations, chain.timbre) if alone and len(speech) else None
        samples = np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.float32)
        return _Listened(choice, samples, speech, _level(observations, speech), split)

    # ------------------------------------------------------------ the picture

    def _people(
        self, facts: MediaFacts, runs: Sequence[VoiceRun], heard: Sequence[_Listened]
    ) -> tuple[tuple[PersonSeen, ...], dict[PersonPlace, int | None]]:
        self._tell(_LISTENING_SHARE, "Looking who is there")
        places: tuple[PersonPlace, ...] = ("left", "right") if self._tools.side_by_side(self._media) else ("whole",)
        first_s = min((float(one.speech[0, 0]) for one in heard if len(one.speech)), default=0.0)
        begin_s = max(0.0, first_s - _BEFORE_S)
        watched = self._watch(places, begin_s, min(begin_s + LOOK_S, facts.duration_s))
        people: list[PersonSeen] = []
        links: dict[PersonPlace, int | None] = {}
        for place in places:
            seen = watched[place]
            if not seen.found:
                continue
            people.append(PersonSeen(place, _jpeg(seen.best), len(seen.found) / max(seen.looked, 1)))
            links[place] = sound_of(mouth_track(seen.found), runs)
        return tuple(people), links

    def _watch(self, places: Sequence[PersonPlace], begin_s: float, end_s: float) -> dict[PersonPlace, _Watched]:
        chains = {place: self._models.face_chain(None, fps=_LOOK_FPS) for place in places}
        watched = {place: _Watched() for place in places}
        pace = chains[places[0]]
        camera = self._tools.video(self._media, lambda t_s: t_s >= begin_s and pace.due(t_s), max_height=_LOOKED_HEIGHT)
        camera.open()
        try:
            while (frame := camera.read()) is not None and frame.t_s <= end_s:
                self._check()
                for place in places:
                    part = frame if place == "whole" else half(frame, place)
                    watched[place].take(part, chains[place].process(part))
                share = (frame.t_s - begin_s) / max(end_s - begin_s, 1e-6)
                self._tell(_LISTENING_SHARE + (1.0 - _LISTENING_SHARE) * share, "Watching who speaks")
        finally:
            camera.close()
            for chain in chains.values():
                chain.close()
        return watched

    def _check(self) -> None:
        if self._cancelled.is_set():
            raise Cancelled


class _Watched:
    """What was seen at one place, and the picture that shows the face best."""

    def __init__(self) -> None:
        self.looked = 0
        self.found: list[FaceObservation] = []
        self.best: ByteArray = np.zeros((1, 1, 3), dtype=np.uint8)
        self._turned = float("inf")

    def take(self, frame: VideoFrame, observations: Sequence[Observation]) -> None:
        self.looked += 1
        for face in observations:
            if not isinstance(face, FaceObservation) or not face.found:
                continue
            self.found.append(face)
            turned = abs(face.yaw_deg or 0.0) + abs(face.pitch_deg or 0.0) + 40.0 * (face.blink or 0.0)
            if turned < self._turned:
                self._turned, self.best = turned, frame.bgr


def _of_one_track(one: _Listened) -> tuple[SoundKind, tuple[SoundHeard, ...], tuple[VoiceRun, ...]]:
    """The voices of a track that may hold both; numbered as they are heard first."""
    split = one.split
    if split is None or split.verdict != "two":
        whole = tuple(VoiceRun(float(a), float(b), 0, 0.0) for a, b in one.speech)
        return "voice", (_sound("voice", 0, one, whole),) if len(one.speech) else (), ()
    first = next((run.voice for run in split.runs if run.end_s - run.start_s >= HINT_RUN_S), split.runs[0].voice)
    runs = tuple(replace(run, voice=run.voice ^ first) for run in split.runs)
    return "voice", tuple(_sound("voice", number, one, runs) for number in (0, 1)), runs


def _sound(kind: SoundKind, number: int, one: _Listened, runs: Sequence[VoiceRun]) -> SoundHeard:
    own = [run for run in runs if run.voice == number]
    spoken_s = sum(run.end_s - run.start_s for run in own)
    if kind != "voice":
        spoken_s = float(np.sum(one.speech[:, 1] - one.speech[:, 0])) if len(one.speech) else 0.0
    at_s = _sample_start(own)
    sample = b"" if at_s is None else _wav(one.samples[round(at_s * _RATE_HZ) : round((at_s + _SAMPLE_S) * _RATE_HZ)])
    return SoundHeard(kind, number, one.level_dbfs, spoken_s, sample, at_s or 0.0)


def _sample_start(own: Sequence[VoiceRun]) -> float | None:
    """Where five seconds hold the most of this voice."""
    if not own:
        return None
    starts = [run.start_s for run in own]
    spoken = [
        sum(max(0.0, min(run.end_s, start_s + _SAMPLE_S) - max(run.start_s, start_s)) for run in own)
        for start_s in starts
    ]
    return max(0.0, starts[int(np.argmax(spoken))] - 0.1)


def _level(observations: Sequence[Observation], speech: FloatArray) -> float | None:
    """The usual level while somebody speaks, dBFS."""
    inside = [
        level
        for block in observations
        if isinstance(block, VoiceObservation)
        for t_s, level in zip(block.t_s + block.hop_s * np.arange(len(block.level_dbfs)), block.level_dbfs, strict=True)
        if ((speech[:, 0] <= t_s) & (t_s < speech[:, 1])).any()
    ]
    return float(np.median(inside)) if inside else None


def _notes(facts: MediaFacts, people: Sequence[PersonSeen], heard: Sequence[_Listened]) -> tuple[str, ...]:
    notes = []
    if not facts.has_video:
        notes.append("No picture: E, M and P will not be measured.")
    elif not people:
        notes.append("Nobody is seen in the picture: E, M and P will not be measured.")
    if not heard:
        notes.append("No sound: T, A, H and Y will not be measured.")
    elif not any(len(one.speech) for one in heard):
        notes.append(_no_voice(facts.duration_s))
    if facts.audio_tracks > 2:
        notes.append(f"There are {facts.audio_tracks} sound tracks; the first two are shown.")
    return tuple(notes)


def _no_voice(duration_s: float) -> str:
    if duration_s > LISTEN_S:
        return f"No voice is heard in the first {LISTEN_S / 60:.0f} minutes."
    return "No voice is heard: T, A, H and Y will not be measured."


def _recorded_at(media: Path) -> str:
    """When the file was last written: recordings are mostly copied with their date."""
    moment = datetime.fromtimestamp(media.stat().st_mtime).astimezone()
    return moment.isoformat(timespec="minutes")


def _jpeg(bgr: ByteArray) -> bytes:
    from perception.devices.cv2_setup import cv2

    scale = min(1.0, _PICTURE_HEIGHT / bgr.shape[0])
    small = cv2.resize(bgr, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1.0 else bgr
    return bytes(cv2.imencode(".jpg", small)[1])


def _wav(samples: Float32Array) -> bytes:
    """As loud as is well heard, whatever the recording's level."""
    peak = float(np.abs(samples).max(initial=0.0))
    loud = samples * min(20.0, 0.5 / max(peak, 1e-6))
    made = io.BytesIO()
    with wave.open(made, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(_RATE_HZ)
        out.writeframes((np.clip(loud, -1.0, 1.0) * 32767).astype("<i2").tobytes())
    return made.getvalue()
