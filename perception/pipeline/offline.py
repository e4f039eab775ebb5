"""A recorded call, faster than it plays: the same chains as live, spread over the cores.

decode -> face thread, pose thread; sound -> voice thread -> speech thread. The observations are sorted by
time at the end, so that the result does not depend on which thread was faster.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeVar

import numpy as np

from perception.features.echo import EchoPath
from perception.features.lean import LeanJoiner
from perception.features.speaker_names import NamedSpeech
from perception.features.voice_split import VoiceSplit
from perception.pipeline.echo_guard import without_echo
from perception.pipeline.ordering import sort_observations
from perception.pipeline.packing import JobPacker, Pack, words_seem_missing
from perception.pipeline.shared_track import SharedTrack, name_observations, speech_jobs, split_of, stretches_of
from perception.pipeline.utterances import utterance_from_words
from perception.pipeline.voice_chain import SpeechJob, VoiceChain
from perception.ports import Camera, Transcriber
from perception.types import AudioBlock, Observation, PersonalBaseline, Speaker, SpeechSegment, VideoFrame

_FRAMES_AHEAD: Final = 8  # enough to keep every core busy, little enough to keep memory small
_WAIT_S: Final = 0.2
_NO_PICTURE: Final = np.zeros((0, 0, 3), dtype=np.uint8)

T = TypeVar("T")


class Cancelled(Exception):  # noqa: N818 - a wish that was granted, not an error
    """The work was cancelled by the user or because another part of it failed."""


class FrameConsumer(Protocol):
    """One kind of looking: FaceChain or PoseChain (perception/pipeline/vision_chain.py)."""

    def due(self, t_s: float) -> bool: ...

    def needs_picture(self, t_s: float) -> bool:
        """Whether it has to see a picture that is due; it is else told of its time only (what it saw there is kept)."""
        ...

    def process(self, frame: VideoFrame, *, speaking: bool, listening: bool) -> list[Observation]: ...

    def flush(self) -> list[Observation]: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class OfflineParts:
    """What a recorded call is analysed with. The makers run in the threads that use what they make.

    hotwords: names and terms the recogniser is told to expect.
    shared: `audio` is one track, the "csm"'s, that may hold both people; its voice chain then keeps the timbre.
    """

    make_video: Callable[[Callable[[float], bool]], Camera] | None
    make_lookers: Sequence[Callable[[], FrameConsumer]]
    audio: Mapping[Speaker, Callable[[], Iterator[AudioBlock]]]
    make_voice: Callable[[Speaker], VoiceChain]
    make_transcriber: Callable[[], Transcriber] | None
    duration_s: float
    baseline: PersonalBaseline = field(default_factory=PersonalBaseline)
    hotwords: tuple[str, ...] = ()
    shared: SharedTrack | None = None


@dataclass(slots=True)
class _SpeakingTrack:
    """When one person speaks, as far as the sound has been heard; the face thread waits for it."""

    segments: list[SpeechSegment] = field(default_factory=list)
    heard_s: float = 0.0
    condition: threading.Condition = field(default_factory=threading.Condition)

    def advance(self, to_s: float, segments: Sequence[SpeechSegment] = ()) -> None:
        with self.condition:
            self.segments.extend(segments)
            self.heard_s = max(self.heard_s, to_s)
            self.condition.notify_all()

    def speaking_at(self, t_s: float, cancelled: threading.Event) -> bool:
        with self.condition:
            while self.heard_s < t_s and not cancelled.is_set():
                self.condition.wait(_WAIT_S)
            return any(segment.start_s <= t_s <= segment.end_s for segment in reversed(self.segments))


class OfflineAnalysis:
    """One run over one recording. `run` returns the observations in order of time.

    named: after the run, whose speech a shared track holds; None when every speaker has a track. echo: the customer in
    the CSM's microphone, None when they were not heard there.
    """

    def __init__(
        self,
        parts: OfflineParts,
        *,
        on_progress: Callable[[float], None] = lambda _fraction: None,
        cancelled: threading.Event | None = None,
    ) -> None:
        self._parts = parts
        self._on_progress = on_progress
        self._cancelled = cancelled or threading.Event()
        self._failed = threading.Event()
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._observations: list[Observation] = []
        self._speaking = {channel: _SpeakingTrack() for channel in parts.audio}
        self._jobs: queue.Queue[SpeechJob | None] = queue.Queue(maxsize=256)
        self._split: VoiceSplit | None = None
        self.named: NamedSpeech | None = None
        self.echo: EchoPath | None = None

    def run(self) -> list[Observation]:
        """Analyse everything. Raises Cancelled when `cancelled` was set, else the first fault of any part."""
        tasks = self._tasks()
        with ThreadPoolExecutor(max_workers=max(len(tasks), 1), thread_name_prefix="attune-offline") as pool:
            futures = [pool.submit(self._guarded, task) for task in tasks]
            for future in futures:
                future.exception()
        self._raise_first(futures)
        if self._cancelled.is_set():
            raise Cancelled
        if self._parts.shared is not None and self._split is not None:
            shared = self._parts.shared
            observations, self.named = name_observations(self._observations, self._split, first=shared.first)
            self._observations = self._observations if shared.keeps_channels else observations
        if {"csm", "customer"} <= set(self._parts.audio):
            self._observations, self.echo = without_echo(sort_observations(self._observations))
        leans = LeanJoiner(self._parts.baseline)
        return [leans.join(observation) for observation in sort_observations(self._observations)]

    # ------------------------------------------------------------ tasks

    def _tasks(self) -> list[Callable[[], None]]:
        tasks: list[Callable[[], None]] = []
        if self._parts.audio:
            tasks.append(self._listen)
        if self._parts.make_transcriber is not None and self._parts.audio:
            tasks.append(self._transcribe)
        if self._parts.make_video is not None:
            queues: list[queue.Queue[VideoFrame | None]] = [
                queue.Queue(maxsize=_FRAMES_AHEAD) for _ in self._parts.make_lookers
            ]
            lookers = [make() for make in self._parts.make_lookers]
            tasks.append(lambda: self._decode(list(zip(lookers, queues, strict=True))))
            tasks.extend(_bind(self._look, looker, frames) for looker, frames in zip(lookers, queues, strict=True))
        return tasks

    def _guarded(self, task: Callable[[], None]) -> None:
        try:
            task()
        except Cancelled:
            if not self._cancelled.is_set() and not self._failed.is_set():
                raise
        except BaseException:
            self._failed.set()
            self._stop.set()
            raise

    def _raise_first(self, futures: Sequence[Future[None]]) -> None:
        for future in futures:
            error = future.exception()
            if error is not None:
                raise error

    def _listen(self) -> None:
        made = [(channel, self._parts.make_voice(channel)) for channel in self._parts.audio]
        channels = [(channel, chain, self._parts.audio[channel]()) for channel, chain in made]
        while channels:
            for entry in list(channels):
                channel, chain, blocks = entry
                self._check()
                block = next(blocks, None)
                if block is None:
                    self._heard(channel, float("inf"), *chain.flush())
                    channels.remove(entry)
                else:
                    observations, jobs = chain.push(block)
                    self._heard(channel, chain.settled_s, observations, jobs)
        if self._parts.shared is not None:
            self._part_voices([chain for _, chain in made])
        self._put(self._jobs, None)

    def _part_voices(self, chains: Sequence[VoiceChain]) -> None:
        """Tell the voices of the shared track apart, and have the words of each stretch of one voice recognised."""
        with self._lock:
            heard = list(self._observations)
        self._split = split_of(heard, [run for chain in chains for run in chain.timbre])
        if self._parts.make_transcriber is None:
            return
        for make in self._parts.audio.values():
            for job in speech_jobs(stretches_of(self._split.runs), make()):
                self._put(self._jobs, job)

    def _heard(self, channel: Speaker, to_s: float, observations: list[Observation], jobs: Sequence[SpeechJob]) -> None:
        self._add(observations)
        self._speaking[channel].advance(to_s, [seg for seg in observations if isinstance(seg, SpeechSegment)])
        for job in jobs:
            if self._parts.make_transcriber is not None and self._parts.shared is None:
                self._put(self._jobs, job)

    def _transcribe(self) -> None:
        assert self._parts.make_transcriber is not None
        transcriber = self._parts.make_transcriber()
        packers = {channel: JobPacker() for channel in self._parts.audio}
        while (job := self._get(self._jobs)) is not None:
            self._recognise(transcriber, packers[job.channel].add(job))
        for packer in packers.values():
            self._recognise(transcriber, packer.flush())

    def _recognise(self, transcriber: Transcriber, pack: Pack | None) -> None:
        if pack is None:
            return
        names = self._parts.hotwords
        for job, words in pack.unpack(transcriber.transcribe(pack.samples, t_s=0.0, hotwords=names)):
            if len(pack.jobs) > 1 and words_seem_missing(job, words):
                alone = transcriber.transcribe(job.samples, t_s=job.t_s, hotwords=names)
                words = max(words, alone, key=len)
            utterance = utterance_from_words(words, speaker=job.channel)
            if utterance is not None:
                self._add([utterance])

    def _decode(self, outlets: Sequence[tuple[FrameConsumer, queue.Queue[VideoFrame | None]]]) -> None:
        assert self._parts.make_video is not None
        due: dict[float, list[queue.Queue[VideoFrame | None]]] = {}

        def wanted(t_s: float) -> bool:
            due[t_s] = []
            for looker, frames in outlets:
                if not looker.due(t_s):
                    continue
                if looker.needs_picture(t_s):
                    due[t_s].append(frames)
                else:
                    self._put(frames, VideoFrame(t_s, _NO_PICTURE))
            self._tell_progress(t_s)
            return bool(due[t_s])

        camera = self._parts.make_video(wanted)
        camera.open()
        try:
            while (frame := camera.read()) is not None:
                for frames in due.get(frame.t_s, ()):
                    self._put(frames, frame)
                due.clear()
        finally:
            camera.close()
        for _, frames in outlets:
            self._put(frames, None)

    def _tell_progress(self, t_s: float) -> None:
        self._on_progress(min(1.0, t_s / max(self._parts.duration_s, 1e-6)))

    def _look(self, looker: FrameConsumer, frames: queue.Queue[VideoFrame | None]) -> None:
        try:
            while (frame := self._get(frames)) is not None:
                speaking = self._is_speaking("csm", frame.t_s)
                listening = not speaking and self._is_speaking("customer", frame.t_s)
                self._add(looker.process(frame, speaking=speaking, listening=listening))
            self._add(looker.flush())
        finally:
            looker.close()

    def _is_speaking(self, who: Speaker, t_s: float) -> bool:
        track = self._speaking.get(who)
        return track is not None and track.speaking_at(t_s, self._stop)

    # ------------------------------------------------------------ hand-over that can be interrupted

    def _check(self) -> None:
        if self._cancelled.is_set():
            self._stop.set()
        if self._stop.is_set():
            raise Cancelled

    def _put(self, target: queue.Queue[T], item: T) -> None:
        while True:
            self._check()
            try:
                target.put(item, timeout=_WAIT_S)
            except queue.Full:
                continue
            return

    def _get(self, source: queue.Queue[T]) -> T:
        while True:
            self._check()
            try:
                return source.get(timeout=_WAIT_S)
            except queue.Empty:
                continue

    def _add(self, observations: Sequence[Observation]) -> None:
        with self._lock:
            self._observations.extend(observations)


def _bind(
    look: Callable[[FrameConsumer, queue.Queue[VideoFrame | None]], None],
    looker: FrameConsumer,
    frames: queue.Queue[VideoFrame | None],
) -> Callable[[], None]:
    return lambda: look(looker, frames)
