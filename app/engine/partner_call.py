"""A partner in the room: which stretch of talk a stated feeling belongs to, and two voices on one microphone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Final

from app.engine.partner_messages import PartnerFeels
from perception.features.speaker_names import NamedSpeech
from perception.pipeline.ordering import sort_observations
from perception.pipeline.shared_track import name_observations, split_of
from perception.pipeline.voice_chain import SpeechJob, VoiceChain
from perception.pipeline.worker import Worker
from perception.types import AudioBlock, Observation, Speaker, SpeechSegment, StatedFeeling, Utterance, VoiceObservation

LEAD_S: Final = 3.0  # a feeling is stated with the key while it is voiced, or just after
LATE_S: Final = 15.0  # later than that after their last word the key stands for itself
_PAUSE_S: Final = 0.5
_BACKLOG: Final = 8  # stretches of speech; the call's own come first
_WAIT_S: Final = 0.1
_PATIENCE_S: Final = 120.0


def stated_by_partner(
    command: PartnerFeels, now_s: float, last: SpeechSegment | None, *, speaking: bool
) -> StatedFeeling:
    """The feeling of a key press. last: the newest finished speech of the partner; speaking: they speak now.

    It belongs to what they say now or said last; where that is long ago or not known, to the moment of the key.
    """
    end_s = now_s
    if not speaking and last is not None and now_s - last.end_s <= LATE_S:
        end_s = last.end_s
    start_s = max(0.0, end_s - LEAD_S)
    return StatedFeeling(start_s, end_s, command.family, command.word, command.intensity, source="partner")


class SharedVoices:
    """Holds what one microphone hears of two people until it is known whose it is: at the end of the call.

    push, chain: from any thread.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._observed: list[Observation] = []
        self._chains: list[VoiceChain] = []

    def listening(self, make: Callable[[Speaker], VoiceChain]) -> Callable[[Speaker], VoiceChain]:
        """The same maker of voice chains, which remembers what it made: they keep the timbre of all sound."""

        def made(channel: Speaker) -> VoiceChain:
            chain = make(channel)
            with self._lock:
                self._chains.append(chain)
            return chain

        return made

    def push(self, observation: Observation) -> list[Observation]:
        """What counts now of this observation: what was seen; what was heard waits."""
        with self._lock:
            self._observed.append(observation)
        return [] if self.waited(observation) else [observation]

    @staticmethod
    def waited(observation: Observation) -> bool:
        """Whether an observation is one of those that wait for their speaker."""
        return isinstance(observation, SpeechSegment | Utterance | VoiceObservation)

    def settle(self) -> tuple[list[Observation], NamedSpeech]:
        """Everything observed, with its speakers, and how far the names can be relied on. The sound has ended."""
        with self._lock:
            observed = sort_observations(self._observed)
            timbre = sorted((run for chain in self._chains for run in chain.timbre), key=lambda run: run.t_s)
        whole = [part for one in observed for part in _by_pauses(one)]
        return name_observations(whole, split_of(whole, timbre), first=None)


class HearsAgain(Worker):
    """Hears the recording of what was said before the engine was started again, a little at a time: what had waited
    for its speaker was lost with the engine.

    publish, add_job: as of the running call. backlog: stretches of speech that wait to be put into words.
    """

    def __init__(
        self,
        sound: Iterable[AudioBlock],
        make_chain: Callable[[], VoiceChain],
        *,
        publish: Callable[[Observation], None],
        add_job: Callable[[SpeechJob], None],
        backlog: Callable[[], int],
        on_fault: Callable[[Worker, Exception], None],
    ) -> None:
        super().__init__("hears-again", on_fault=on_fault)
        self._sound = iter(sound)
        self._make_chain = make_chain
        self._chain: VoiceChain | None = None
        self._publish = publish
        self._add_job = add_job
        self._backlog = backlog
        self._done = threading.Event()

    def prepare(self) -> None:
        """Load the speech detector."""
        self._chain = self._make_chain()

    def step(self) -> bool:
        """Half a second of sound, unless many words wait already."""
        assert self._chain is not None
        if self._backlog() >= _BACKLOG:
            self._stop.wait(_WAIT_S)
            return True
        block = next(self._sound, None)
        observations, jobs = self._chain.flush() if block is None else self._chain.push(block)
        for observation in observations:
            self._publish(observation)
        for job in jobs:
            self._add_job(job)
        return block is not None

    def finish(self) -> None:
        """Nothing more comes."""
        self._done.set()

    def complete(self) -> None:
        """Wait for what is left, at the end of the call."""
        self._done.wait(_PATIENCE_S)
        self.stop()


def _by_pauses(observation: Observation) -> list[Observation]:
    """A line cut where its words pause: the other person may have answered in one breath."""
    if not isinstance(observation, Utterance) or not observation.words:
        return [observation]
    runs = [[observation.words[0]]]
    for before, word in zip(observation.words, observation.words[1:], strict=False):
        if word.start_s - before.end_s >= _PAUSE_S or before.text.rstrip().endswith((".", "?", "!")):
            runs.append([])
        runs[-1].append(word)
    if len(runs) == 1:
        return [observation]
    return [
        Utterance(
            run[0].start_s,
            run[-1].end_s,
            observation.speaker,
            " ".join(word.text.strip() for word in run),
            tuple(run),
            sum(word.p for word in run) / len(run),
        )
        for run in runs
    ]
