"""A running call: devices in, observations out.

camera -> LatestSlot -> vision worker (face, pose, nods)
microphone -> voice worker (resampling, speech, pitch) -> speech worker (words)

Every observation goes to `publish`, every picture and sound block to `on_frame` and `on_audio`
(the recorder). Nothing flows back but pause, resume and stop.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from perception.errors import PerceptionError
from perception.pipeline.capture import CameraWorker, DeviceEvents, MicrophoneWorker
from perception.pipeline.slot import LatestSlot
from perception.pipeline.speech_desk import Question, SpeechDesk, quick_words
from perception.pipeline.stats import LatencyMeter, RateMeter, StatsView
from perception.pipeline.utterances import utterance_from_words
from perception.pipeline.voice_chain import SpeechJob, VoiceChain
from perception.pipeline.worker import Worker
from perception.ports import Camera, CameraInfo, Clock, Microphone, MicrophoneInfo, Transcriber
from perception.types import (
    AudioBlock,
    FaceObservation,
    Gap,
    Observation,
    PoseObservation,
    Speaker,
    VideoFrame,
    Word,
)

_SPEECH_JOBS: Final = 64  # about ten minutes of speech at most; beyond that the oldest is given up and counted


class FrameChain(Protocol):
    """What the vision worker needs: frames in, observations out (perception/pipeline/vision_chain.py)."""

    def process(self, frame: VideoFrame, *, speaking: bool, listening: bool) -> list[Observation]: ...

    def flush(self) -> list[Observation]: ...

    def close(self) -> None: ...


class BlockResampler(Protocol):
    """16 kHz mono from any rate, times kept (perception/inference/resample.py)."""

    def push(self, block: AudioBlock) -> AudioBlock | None: ...


@dataclass(frozen=True, slots=True)
class LiveParts:
    """What a call is built from; the makers run inside the workers, so that loading never blocks the caller.

    A missing camera or microphone is None / absent: its letters then say that they were not measured.
    hotwords: names and terms the recogniser is told to expect. known_words: channels whose words come from elsewhere.
    """

    clock: Clock
    make_camera: Callable[[], Camera] | None
    make_microphones: Mapping[Speaker, Callable[[], Microphone]]
    make_vision: Callable[[], FrameChain]
    make_voice: Callable[[Speaker], VoiceChain]
    make_resampler: Callable[[], BlockResampler]
    make_transcriber: Callable[[], Transcriber] | None
    hotwords: tuple[str, ...] = ()
    known_words: frozenset[Speaker] = frozenset()


@dataclass(frozen=True, slots=True)
class LiveListeners:
    """Where a call's results go. All are called from worker threads."""

    publish: Callable[[Observation], None]
    on_frame: Callable[[VideoFrame], None]
    on_audio: Callable[[AudioBlock], None]
    on_lost: Callable[[str, PerceptionError], None]
    on_back: Callable[[str, CameraInfo | MicrophoneInfo], None]
    on_end: Callable[[str], None]
    on_fault: Callable[[str, Exception], None]


class VisionWorker(Worker):
    """Takes the newest picture and publishes what is seen in it."""

    def __init__(self, call: LiveCall) -> None:
        super().__init__("vision", on_fault=call.note_fault)
        self._call = call
        self._chain: FrameChain | None = None

    def prepare(self) -> None:
        """Load the face and pose models."""
        self._chain = self._call.parts.make_vision()

    def step(self) -> bool:
        """One picture, or a short wait."""
        frame = self._call.slot.take(timeout_s=0.2)
        if frame is not None and self._chain is not None:
            speaking = self._call.csm_speaking
            listening = not speaking and self._call.customer_speaking
            for observation in self._chain.process(frame, speaking=speaking, listening=listening):
                self._call.note_vision(observation)
        return True

    def finish(self) -> None:
        """Publish what is still open and free the models."""
        if self._chain is not None:
            for observation in self._chain.flush():
                self._call.note_vision(observation)
            self._chain.close()

    def wake(self) -> None:
        """Do not wait for the next picture."""
        self._call.slot.close()


class VoicePath:
    """One channel of sound on its way to observations and speech jobs; a pause starts it afresh."""

    def __init__(self, channel: Speaker, call: LiveCall) -> None:
        self._channel = channel
        self._call = call
        self._chain: VoiceChain | None = None
        self._resampler: BlockResampler | None = None

    @property
    def speaking(self) -> bool:
        """Whether speech is under way on this channel."""
        return self._chain is not None and self._chain.speaking

    def push(self, block: AudioBlock) -> None:
        """Record, resample and measure one block."""
        if self._call.paused:
            self.flush()
            return
        self._call.listeners.on_audio(block)
        if self._chain is None or self._resampler is None:
            self._chain = self._call.parts.make_voice(self._channel)
            self._resampler = self._call.parts.make_resampler()
        heard = self._resampler.push(block)
        if heard is not None:
            self._hand_on(*self._chain.push(heard))

    def flush(self) -> None:
        """Close what is open; the next block starts a new run."""
        if self._chain is not None:
            self._hand_on(*self._chain.flush())
        self._chain = None
        self._resampler = None

    def _hand_on(self, observations: list[Observation], jobs: list[SpeechJob]) -> None:
        for observation in observations:
            self._call.listeners.publish(observation)
        for job in jobs:
            self._call.add_job(job)


class SpeechWorker(Worker):
    """Turns speech into words: what somebody waits for first, then finished stretches, oldest first."""

    def __init__(self, call: LiveCall, make_transcriber: Callable[[], Transcriber]) -> None:
        super().__init__("speech", on_fault=call.note_fault)
        self._call = call
        self._make_transcriber = make_transcriber
        self._transcriber: Transcriber | None = None

    def prepare(self) -> None:
        """Load the recogniser."""
        self._transcriber = self._make_transcriber()

    def step(self) -> bool:
        """One stretch of speech, or a short wait."""
        work = self._call.jobs.take(timeout_s=0.2)
        if isinstance(work, Question):
            self._answer(work)
        elif work is not None:
            self._transcribe(work)
        return True

    def finish(self) -> None:
        """What was said before the end still counts; questions about it no longer do."""
        while self._transcriber is not None and len(self._call.jobs):
            work = self._call.jobs.take(timeout_s=0.0)
            if isinstance(work, SpeechJob):
                self._transcribe(work)

    def _answer(self, question: Question) -> None:
        assert self._transcriber is not None
        question.answer(quick_words(self._transcriber, question.job))

    def _transcribe(self, job: SpeechJob) -> None:
        assert self._transcriber is not None
        # Expected names may take a second hearing: not while others wait for their first.
        names = self._call.parts.hotwords if not len(self._call.jobs) else ()
        words = self._transcriber.transcribe(job.samples, t_s=job.t_s, hotwords=names)
        utterance = utterance_from_words(words, speaker=job.channel)
        if utterance is not None:
            self._call.listeners.publish(utterance)


class LiveCall:
    """Starts, pauses and stops the workers of one call."""

    def __init__(self, parts: LiveParts, listeners: LiveListeners) -> None:
        self.parts = parts
        self.listeners = listeners
        self.slot: LatestSlot[VideoFrame] = LatestSlot()
        self.jobs = SpeechDesk(size=_SPEECH_JOBS)
        self._paused = threading.Event()
        self._pause_start_s = 0.0
        self._speech_drops = 0
        self._face_rate, self._pose_rate, self._latency = RateMeter(), RateMeter(), LatencyMeter()
        self._paths = {channel: VoicePath(channel, self) for channel in parts.make_microphones}
        self._vision = VisionWorker(self) if parts.make_camera else None
        self._camera = self._make_camera_worker()
        self._microphones = self._make_microphone_workers()
        make_transcriber = parts.make_transcriber
        self._speech = SpeechWorker(self, make_transcriber) if make_transcriber and self._paths else None

    # ------------------------------------------------------------ life

    def start(self, *, prepare_timeout_s: float = 120.0) -> None:
        """Load the models, then open the devices. Returns when capture has begun; raises a worker's fault."""
        workers = [worker for worker in (self._vision, self._speech) if worker is not None]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.wait_ready(timeout_s=prepare_timeout_s)
            if worker.error is not None:
                self.stop()
                raise worker.error
        if self._camera is not None:
            self._camera.start()
        for microphone in self._microphones:
            microphone.start()

    def pause(self) -> None:
        """Measure and record nothing until `resume`; the preview goes on."""
        if not self._paused.is_set():
            self._pause_start_s = self.parts.clock.now_s()
            self._paused.set()

    def resume(self) -> None:
        """Go on; the pause becomes a gap."""
        if self._paused.is_set():
            self._paused.clear()
            self.listeners.publish(Gap(self._pause_start_s, self.parts.clock.now_s(), "all", "The call was paused."))

    def stop(self) -> None:
        """Close the devices, finish what was captured, end the workers. May be called twice."""
        if self._camera is not None:
            self._camera.stop()
        for microphone in self._microphones:
            microphone.stop()
        for path in self._paths.values():
            path.flush()
        if self._vision is not None:
            self._vision.stop()
        if self._speech is not None:
            self._speech.stop(timeout_s=30.0)
        self.resume()

    # ------------------------------------------------------------ what the workers use

    @property
    def paused(self) -> bool:
        """Whether the call is held."""
        return self._paused.is_set()

    @property
    def csm_speaking(self) -> bool:
        """Whether the CSM speaks right now."""
        return self._speaks("csm")

    @property
    def customer_speaking(self) -> bool:
        """Whether the customer speaks right now; False when not heard on a channel of their own."""
        return self._speaks("customer")

    def _speaks(self, who: Speaker) -> bool:
        path = self._paths.get(who)
        return path is not None and path.speaking

    def note_vision(self, observation: Observation) -> None:
        """Publish and count an observation of the vision worker."""
        now_s = self.parts.clock.now_s()
        if isinstance(observation, FaceObservation):
            self._face_rate.tick(now_s)
            self._latency.add(now_s - observation.t_s)
        elif isinstance(observation, PoseObservation):
            self._pose_rate.tick(now_s)
        self.listeners.publish(observation)

    def note_fault(self, worker: Worker, error: Exception) -> None:
        """A worker broke: tell the owner of the call."""
        self.listeners.on_fault(worker.name, error)

    def add_job(self, job: SpeechJob) -> None:
        """Queue speech for recognition; when far behind, the oldest is given up, counted and noted as a gap."""
        if self._speech is None or job.channel in self.parts.known_words:
            return
        lost = self.jobs.add(job)
        if lost is not None:
            self._speech_drops += 1
            end_s = lost.t_s + len(lost.samples) / 16000.0
            self.listeners.publish(Gap(lost.t_s, end_s, "audio", "This stretch was not put into words in time."))

    def hear_now(self, job: SpeechJob, answer: Callable[[tuple[Word, ...]], None]) -> None:
        """Have this put into words before what waits; `answer` gets them in the recogniser's thread, soon or, when a
        newer question came first, never."""
        self.jobs.ask(Question(job, answer))

    def stats(self) -> StatsView:
        """The counters now."""
        now_s = self.parts.clock.now_s()
        return StatsView(
            captured_frames=self._camera.frames if self._camera else 0,
            dropped_frames=self.slot.dropped,
            face_fps=self._face_rate.rate(now_s),
            pose_fps=self._pose_rate.rate(now_s),
            audio_overflows=sum(worker.overflows for worker in self._microphones),
            speech_backlog=len(self.jobs),
            latency_ms=self._latency.median_ms(),
        )

    # ------------------------------------------------------------ making

    def _take_frame(self, frame: VideoFrame) -> None:
        self.listeners.on_frame(frame)
        if not self.paused:
            self.slot.put(frame)

    def _events(self, what: str) -> DeviceEvents:
        listeners = self.listeners
        return DeviceEvents(
            on_lost=lambda error: listeners.on_lost(what, error),
            on_back=lambda info: listeners.on_back(what, info),
            on_gap=listeners.publish,
            on_end=lambda: listeners.on_end(what),
        )

    def _make_camera_worker(self) -> CameraWorker | None:
        if self.parts.make_camera is None:
            return None
        return CameraWorker(
            self.parts.make_camera,
            clock=self.parts.clock,
            on_frame=self._take_frame,
            events=self._events("camera"),
            on_fault=self.note_fault,
        )

    def _make_microphone_workers(self) -> list[MicrophoneWorker]:
        workers = []
        for channel, make in self.parts.make_microphones.items():
            what = "microphone" if channel == "csm" else "customer_audio"
            workers.append(
                MicrophoneWorker(
                    make,
                    name=what.replace("_", "-"),
                    clock=self.parts.clock,
                    on_block=self._paths[channel].push,
                    events=self._events(what),
                    on_fault=self.note_fault,
                )
            )
        return workers
