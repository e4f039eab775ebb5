"""Whose the voices on a shared track are: the visible CSM's mouth names them, or the user says who speaks first.

Where neither does, the voices stay A and B: a guess would score one person for the words of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from perception.features.mouth_talk import MouthIn, MouthTrack
from perception.features.voice_split import VoiceRun, VoiceSplit
from perception.types import FloatArray, Speaker, SpeechSegment

Told = Literal["mouth", "hint", "alone", "voices", "nothing"]

TALKING: Final = 0.012  # eye spans a picture; people who talk .015 to .042, who are silent .004 to .009 [C]
STILL: Final = 0.009  # [C]
TIMES_AS_MUCH: Final = (
    1.5  # the talking mouth moves at least so much more with one voice than with the other; 2 to 15 [C]
)
LEAST_T: Final = 3.0  # and by so many standard errors
LEAST_STEPS: Final = 4  # pictures of a run whose mouth counts
ENOUGH_STEPS: Final = 15  # a second of pictures tells what a mouth can tell
MOUTH_MOST: Final = 2.0  # nats that the mouth says about one run: mouths also smile, eat and breathe [D]
LEAST_SPREAD: Final = 0.35  # of log motion over runs of one voice [C]
KNOWN_P: Final = 0.75  # below, a run is nobody's
ONLY_VOICE_P: Final = 0.9  # [D]
MOST_TALKING: Final = 0.85  # share of the speech in which the mouth must move for a voice that is not clear to be named
SEEN_SHARE: Final = 0.5  # of the speech, with the mouth in the picture
STILL_SPEECH_S: Final = 20.0  # s of speech with a still mouth before the only voice is the other's
HINT_RUN_S: Final = 0.5  # shortest run that counts as the first to speak
_MOTION_FLOOR: Final = 0.001


@dataclass(frozen=True, slots=True)
class NamedSpeech:
    """Speech with names. told: by what, 'alone' = a single voice, 'voices' = told apart but not named, 'nothing' = not
    even told apart. certainty: 0..1, how far the names can be relied on over the whole recording."""

    segments: tuple[SpeechSegment, ...]
    told: Told
    certainty: float


def name_speakers(split: VoiceSplit, mouth: MouthTrack, *, first: Speaker | None = None) -> NamedSpeech:
    """Names for all runs. first: who speaks first, if the user said so ('csm' or 'customer')."""
    if split.verdict == "silent":
        return NamedSpeech((), "alone", 1.0)
    if split.verdict == "two":
        return _two(split, mouth, first)
    seen = [mouth.between(run.start_s, run.end_s) for run in split.runs]
    motion, share = _over_all(seen, split.runs)
    if split.verdict == "one":
        spoken_s = sum(run.end_s - run.start_s for run in split.runs)
        still = share >= SEEN_SHARE and motion < STILL and spoken_s >= STILL_SPEECH_S
        return _all(split.runs, "customer" if still else "csm", ONLY_VOICE_P, "alone", 1.0)
    if split.verdict == "unclear" and share >= SEEN_SHARE and _talking_share(seen, split.runs) >= MOST_TALKING:
        return _all(split.runs, "csm", ONLY_VOICE_P, "mouth", 1.0)
    return _all(split.runs, "unknown", 0.5, "nothing", 0.0)


def _all(runs: Sequence[VoiceRun], who: Speaker, p: float, told: Told, certainty: float) -> NamedSpeech:
    return NamedSpeech(tuple(SpeechSegment(r.start_s, r.end_s, who, p) for r in runs), told, certainty)


def _two(split: VoiceSplit, mouth: MouthTrack, first: Speaker | None) -> NamedSpeech:
    runs = split.runs
    own = _by_hint(runs, first) if first in ("csm", "customer") else None
    told: Told = "hint" if own is not None else "mouth"
    seen = [mouth.between(run.start_s, run.end_s) for run in runs]
    by_mouth = _by_mouth(runs, seen)
    own = by_mouth if own is None else own
    if own is None:
        unnamed = (SpeechSegment(r.start_s, r.end_s, "unknown", _p(r.log_odds), "AB"[r.voice]) for r in runs)
        return NamedSpeech(tuple(unnamed), "voices", 0.0)
    says = _mouth_says(runs, seen, own) if own == by_mouth else np.zeros(len(runs))
    named = tuple(_named(run, own, float(more)) for run, more in zip(runs, says, strict=True))
    lengths = np.array([segment.end_s - segment.start_s for segment in named])
    known = lengths @ np.array([segment.channel != "unknown" for segment in named])
    return NamedSpeech(named, told, split.certainty * float(known / max(lengths.sum(), 1e-9)))


def _named(run: VoiceRun, own: int, mouth_says: float) -> SpeechSegment:
    """One run by voice and mouth together; nobody's where they leave it open."""
    for_csm = run.log_odds * (1.0 if run.voice == own else -1.0) + mouth_says
    p = _p(abs(for_csm))
    who: Speaker = "csm" if for_csm > 0 else "customer"
    return SpeechSegment(run.start_s, run.end_s, who if p >= KNOWN_P else "unknown", p)


def _p(log_odds: float) -> float:
    return float(1.0 / (1.0 + np.exp(-log_odds)))


def _by_hint(runs: Sequence[VoiceRun], first: Speaker | None) -> int | None:
    """The CSM's voice when it is known who speaks first."""
    begun = next((r for r in runs if r.end_s - r.start_s >= HINT_RUN_S and _p(r.log_odds) >= KNOWN_P), None)
    if begun is None:
        return None
    return begun.voice if first == "csm" else 1 - begun.voice


def _by_mouth(runs: Sequence[VoiceRun], seen: Sequence[MouthIn]) -> int | None:
    """The voice that the mouth moves with; None when it moves with both alike or was hardly seen."""
    sides = [_motions(runs, seen, voice) for voice in (0, 1)]
    if any(len(side) < 3 for side in sides):
        return None
    means = np.array([np.average(side[:, 0], weights=side[:, 1]) for side in sides])
    errors = [np.var(side[:, 0], ddof=1) / len(side) for side in sides]
    own = int(np.argmax(means))
    apart = means[own] - means[1 - own]
    clear = apart >= LEAST_T * np.sqrt(sum(errors) + 1e-12) and means[own] >= TIMES_AS_MUCH * means[1 - own]
    return own if clear else None


def _motions(runs: Sequence[VoiceRun], seen: Sequence[MouthIn], voice: int) -> FloatArray:
    """(n, 2) motion and steps of the runs of one voice that were seen."""
    rows = [(m.motion, m.steps) for r, m in zip(runs, seen, strict=True) if r.voice == voice and m.steps >= LEAST_STEPS]
    return np.asarray(rows, dtype=np.float64).reshape(-1, 2)


def _mouth_says(runs: Sequence[VoiceRun], seen: Sequence[MouthIn], own: int) -> FloatArray:
    """(n,) nats for the CSM from the mouth of each run, by how it moves with either voice."""
    logs = [np.log(_motions(runs, seen, voice)[:, 0] + _MOTION_FLOOR) for voice in (own, 1 - own)]
    talking, silent = (float(np.median(values)) for values in logs)
    spread = max(LEAST_SPREAD, float(np.sqrt(np.mean([np.var(values) for values in logs]))))
    here = np.log(np.array([one.motion for one in seen]) + _MOTION_FLOOR)
    weight = np.array([min(one.steps / ENOUGH_STEPS, 1.0) for one in seen])
    says = (here - 0.5 * (talking + silent)) * (talking - silent) / spread**2
    return np.asarray(np.clip(says, -MOUTH_MOST, MOUTH_MOST) * weight)


def _over_all(seen: Sequence[MouthIn], runs: Sequence[VoiceRun]) -> tuple[float, float]:
    """Mean motion over all speech, and the share of it with the mouth in the picture."""
    steps = sum(one.steps for one in seen)
    spoken_s = sum(run.end_s - run.start_s for run in runs)
    seen_s = sum(r.end_s - r.start_s for r, one in zip(runs, seen, strict=True) if one.steps >= LEAST_STEPS)
    return sum(one.motion * one.steps for one in seen) / max(steps, 1), seen_s / max(spoken_s, 1e-9)


def _talking_share(seen: Sequence[MouthIn], runs: Sequence[VoiceRun]) -> float:
    """Share of the seen speech in whose runs the mouth talks."""
    lengths = np.array(
        [r.end_s - r.start_s if m.steps >= LEAST_STEPS else 0.0 for r, m in zip(runs, seen, strict=True)]
    )
    talking = np.array([one.motion >= TALKING for one in seen], dtype=bool)
    return float(lengths[talking].sum() / max(lengths.sum(), 1e-9))
