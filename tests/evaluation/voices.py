"""Labelled recordings of voices, taken through the voice path that is shipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.bootstrap.perception_parts import Models
from perception.devices.media_audio import iter_audio
from perception.pipeline.utterances import utterance_from_words
from perception.scoring.context import Context, Conversation, Setting
from perception.scoring.evidence import Evidence
from perception.scoring.reference import make_reference
from perception.scoring.voice import VoiceView
from perception.types import (
    AudioBlock,
    Float32Array,
    FloatArray,
    Observation,
    PersonalBaseline,
    SpeechSegment,
    Utterance,
    VoiceObservation,
)

RATE_HZ = 16000
RAVDESS_WORDS = {"01": "Kids are talking by the door", "02": "Dogs are sitting by the door"}


@cache
def models() -> Models:
    """The models, once a process."""
    return Models()


@cache
def sound(path: Path) -> Float32Array:
    """The sound of a file at 16 kHz, as it is analysed."""
    return np.concatenate([block.samples for block in iter_audio(path)])


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What the voice path made of some sound. f0_hz, level_dbfs, tilt_db: (hops,), the first centred at 20 ms."""

    observations: tuple[Observation, ...]
    utterances: tuple[Utterance, ...]
    f0_hz: FloatArray
    level_dbfs: FloatArray
    tilt_db: FloatArray

    @property
    def times_s(self) -> FloatArray:
        """Centres of the hops."""
        return 0.02 + 0.01 * np.arange(len(self.f0_hz))

    @property
    def speech(self) -> FloatArray:
        """(n, 2) speech segments."""
        segments = [(o.start_s, o.end_s) for o in self.observations if isinstance(o, SpeechSegment)]
        return np.asarray(segments, dtype=np.float64).reshape(-1, 2)

    @property
    def evidence(self) -> Evidence:
        """All of it as evidence to score."""
        evidence = Evidence()
        for observation in (*self.observations, *self.utterances):
            evidence.add(observation)
        return evidence


def hear(samples: Float32Array, *, words: bool = False) -> Heard:
    """Take (n,) samples at 16 kHz through the voice path, with the recogniser when the words are wanted."""
    chain = models().voice_chain("csm")
    observations, jobs = chain.push(AudioBlock(t_s=0.0, samples=samples, rate_hz=RATE_HZ))
    rest, last = chain.flush()
    observations, jobs = [*observations, *rest], [*jobs, *last]
    utterances = []
    for job in jobs if words else ():
        found = models().transcriber().transcribe(job.samples, t_s=job.t_s)
        utterances.append(utterance_from_words(found, speaker="csm"))
    voices = [o for o in observations if isinstance(o, VoiceObservation)]
    columns = [np.concatenate([getattr(o, name) for o in voices]) for name in ("f0_hz", "level_dbfs", "tilt_db")]
    return Heard(tuple(observations), tuple(u for u in utterances if u is not None), *columns)


@cache
def hear_file(path: Path) -> Heard:
    """The same for a file, without words."""
    return hear(sound(path))


def baseline_of(heard: Sequence[Heard]) -> PersonalBaseline:
    """A calibration of the voice: the medians of all voiced hops."""
    voiced = [np.isfinite(one.f0_hz) for one in heard]

    def middle(columns: Sequence[FloatArray]) -> float:
        return float(np.median(np.concatenate([c[v] for c, v in zip(columns, voiced, strict=True)])))

    return PersonalBaseline(
        calibrated="full",
        f0_hz=middle([one.f0_hz for one in heard]),
        level_dbfs=middle([one.level_dbfs for one in heard]),
        tilt_db=middle([one.tilt_db for one in heard]),
    )


def context_of(heard: Heard, baseline: PersonalBaseline | None) -> Context:
    """The context that scores the whole recording as a CSM's side of a call."""
    evidence = heard.evidence
    return Context(
        evidence,
        setting=Setting(has_video=False, has_customer_channel=False),
        conversation=Conversation((), (), (), ()),
        reference=make_reference(evidence, baseline),
        start_s=0.0,
        end_s=evidence.end_s,
    )


def view_of(heard: Heard, baseline: PersonalBaseline | None) -> VoiceView:
    """The voice against the own usual. The recording must hold a voice."""
    view = context_of(heard, baseline).voice
    assert view is not None
    return view


@dataclass(frozen=True, slots=True)
class Clip:
    """One RAVDESS clip by the fields of its name. emotion: the label, used as an acted display only."""

    path: Path
    emotion: str
    strong: bool
    statement: str
    actor: str

    @property
    def woman(self) -> bool:
        """Even numbers are women."""
        return int(self.actor) % 2 == 0


def ravdess(data: Path, *emotions: str, strong: bool | None = None) -> list[Clip]:
    """Clips of these emotions in order of actor."""
    clips = []
    for path in sorted((data / "voice" / "ravdess").glob("Actor_*/*.flac")):
        _, _, emotion, intensity, statement, _, actor = path.stem.split("-")
        if emotion in emotions and (strong is None or strong == (intensity == "02")):
            clips.append(Clip(path, emotion, intensity == "02", statement, actor))
    return sorted(clips, key=lambda clip: (clip.actor, clip.path.name))


def auc(high: Sequence[float] | FloatArray, low: Sequence[float] | FloatArray) -> float:
    """Chance that one of `high` is above one of `low`; NaN when one side is empty."""
    a, b = np.asarray(high, dtype=np.float64), np.asarray(low, dtype=np.float64)
    if not len(a) or not len(b):
        return float("nan")
    wins = (a[:, None] > b[None, :]).mean() + 0.5 * (a[:, None] == b[None, :]).mean()
    return float(wins)


def auc_at(values: FloatArray, positive: NDArray[np.bool_], index: NDArray[np.intp]) -> float:
    """The same over chosen items."""
    return auc(values[index][positive[index]], values[index][~positive[index]])


def white(samples: Float32Array, *, snr_db: float, seed: int) -> Float32Array:
    """The sound with white noise at this level below it, both over the whole."""
    return with_noise(samples, np.random.default_rng(seed).standard_normal(len(samples)), snr_db=snr_db)


def with_noise(samples: Float32Array, noise: FloatArray, *, snr_db: float) -> Float32Array:
    """The sound with this noise, scaled."""
    power = float(np.mean(np.square(samples, dtype=np.float64)))
    scaled = noise * np.sqrt(power / 10 ** (snr_db / 10) / np.mean(noise**2))
    return (samples + scaled).astype(np.float32)
