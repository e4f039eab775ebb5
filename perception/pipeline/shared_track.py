"""A track that holds both people: whose speech is whose, once the whole recording has been heard and seen.

First the sound is parted into voices, so that words are recognised one voice at a time. When the pictures have been
looked at too, the voices get names, and every observation of the track goes to the one it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from perception.features.mouth_talk import mouth_track
from perception.features.prosody import HOP_S, RATE_HZ
from perception.features.speaker_names import NamedSpeech, name_speakers
from perception.features.speech_segments import UtteranceCutter
from perception.features.turn_taking import intervals_of, rasterise, speech_in
from perception.features.voice_split import Hops, VoiceRun, VoiceSplit, split_voices
from perception.pipeline.voice_chain import SpeechJob, TimbreRun
from perception.types import (
    AudioBlock,
    FaceObservation,
    Float32Array,
    Observation,
    Speaker,
    SpeechSegment,
    Utterance,
    VoiceObservation,
)

_MARGIN_S: Final = 0.2  # around a stretch, as far as the other voice allows
_SPEAKERS: Final[tuple[Speaker, ...]] = ("csm", "customer", "unknown")


@dataclass(frozen=True, slots=True)
class SharedTrack:
    """The wish to part the only track into speakers.

    first: who speaks first, if the user said so. keeps_channels: observations keep the track's channel, and whose they
    are is told beside them.
    """

    first: Speaker | None = None
    keeps_channels: bool = False


def split_of(observations: Sequence[Observation], timbre: Sequence[TimbreRun]) -> VoiceSplit:
    """The voices of a track from what its voice chain gave: observations, and the timbre it kept."""
    levels = [o.level_dbfs for o in observations if isinstance(o, VoiceObservation)]
    times_s = np.concatenate([run.t_s + HOP_S * np.arange(len(run.timbre)) for run in timbre] or [np.zeros(0)])
    colours = np.concatenate([run.timbre for run in timbre] or [np.zeros((0, 1), dtype=np.float32)])
    speech = intervals_of([o for o in observations if isinstance(o, SpeechSegment)], "csm")
    level = np.concatenate(levels or [np.zeros(0)])
    return split_voices(speech, Hops(times_s, level, colours.astype(np.float64)))


def stretches_of(runs: Sequence[VoiceRun]) -> list[tuple[float, float]]:
    """Stretches worth recognising, each of one voice, cut at pauses like those of a track of one's own."""
    spans: list[tuple[float, float]] = []
    cutter, voice = UtteranceCutter(), 0
    for run in runs:
        if run.voice != voice:
            spans += cutter.flush()
            voice = run.voice
        spans += cutter.add(SpeechSegment(run.start_s, run.end_s, "unknown"))
    return spans + cutter.flush()


def speech_jobs(spans: Sequence[tuple[float, float]], blocks: Iterable[AudioBlock]) -> Iterator[SpeechJob]:
    """The sound of each stretch with a little around it, while the track is read a second time."""
    wanted = _with_margins(spans)
    kept: list[AudioBlock] = []
    for block in blocks:
        kept.append(block)
        end_s = block.t_s + block.duration_s
        while wanted and wanted[0][1] <= end_s:
            yield _cut(kept, *wanted.pop(0))
        begin_s = wanted[0][0] if wanted else float("inf")
        kept = [old for old in kept if old.t_s + old.duration_s > begin_s]
    for span in wanted:
        if kept:
            yield _cut(kept, *span)


def _with_margins(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Margins end half way to the neighbour, whose words would else be heard twice."""
    edges = [(float("-inf"), 0.0), *spans, (float("inf"), float("inf"))]
    made = []
    for before, (start_s, end_s), after in zip(edges, edges[1:], edges[2:], strict=False):
        left = min(_MARGIN_S, max(0.0, 0.5 * (start_s - before[1])) if before[0] > float("-inf") else start_s)
        made.append((start_s - left, end_s + min(_MARGIN_S, max(0.0, 0.5 * (after[0] - end_s)))))
    return made


def _cut(blocks: Sequence[AudioBlock], start_s: float, end_s: float) -> SpeechJob:
    sound: Float32Array = np.concatenate([block.samples for block in blocks])
    first = blocks[0].t_s
    begin = max(0, round((start_s - first) * RATE_HZ))
    end = max(begin, round((end_s - first) * RATE_HZ))
    return SpeechJob(channel="csm", t_s=first + begin / RATE_HZ, samples=sound[begin:end].copy())


def name_observations(
    observations: Sequence[Observation], split: VoiceSplit, *, first: Speaker | None
) -> tuple[list[Observation], NamedSpeech]:
    """All observations, those of the track with their speakers, and what the names rest on."""
    faces = sorted((o for o in observations if isinstance(o, FaceObservation)), key=lambda face: face.t_s)
    named = name_speakers(split, mouth_track(faces), first=first)
    made: list[Observation] = list(named.segments)
    for observation in observations:
        if isinstance(observation, VoiceObservation):
            made += _voices(observation, named.segments)
        elif isinstance(observation, Utterance):
            made.append(replace(observation, speaker=_speaker_in(named.segments, observation)))
        elif not isinstance(observation, SpeechSegment):
            made.append(observation)
    return made, named


def _speaker_in(segments: Sequence[SpeechSegment], said: Utterance) -> Speaker:
    """Who speaks for the most of an utterance."""
    times = {who: speech_in(intervals_of(segments, who), start_s=said.start_s, end_s=said.end_s) for who in _SPEAKERS}
    return max(_SPEAKERS, key=lambda who: times[who]) if any(times.values()) else "unknown"


def _voices(block: VoiceObservation, segments: Sequence[SpeechSegment]) -> list[VoiceObservation]:
    """The block once for each speaker of the recording, pitch and tilt only where that one speaks.

    The level of the room stays with everybody: in pauses it is the same microphone.
    """
    present = [who for who in _SPEAKERS if any(segment.channel == who for segment in segments)]
    if len(present) <= 1:
        who = present[0] if present else block.channel
        return [block if who == block.channel else replace(block, channel=who)]
    return [_only(block, segments, who) for who in present if who != "unknown"] or [replace(block, channel="unknown")]


def _only(block: VoiceObservation, segments: Sequence[SpeechSegment], who: Speaker) -> VoiceObservation:
    hops, start_s = len(block.f0_hz), block.t_s - 0.5 * block.hop_s
    others = [intervals_of(segments, other) for other in _SPEAKERS if other != who]
    silent = np.zeros(hops, dtype=bool)
    for speech in others:
        silent |= rasterise(speech, start_s=start_s, cells=hops, grid_s=block.hop_s)
    return replace(
        block,
        channel=who,
        f0_hz=np.where(silent, np.nan, block.f0_hz),
        voiced_p=np.where(silent, 0.0, block.voiced_p),
        tilt_db=np.where(silent, np.nan, block.tilt_db),
    )
