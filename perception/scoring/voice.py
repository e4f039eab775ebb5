"""The CSM's voice against the own usual: pitch in semitones, level and tilt in dB, phrases, raised voice (page 5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from perception.features.turn_taking import BoolArray, merge_intervals, rasterise
from perception.scoring import params
from perception.scoring.columns import VoiceTrack
from perception.scoring.reference import Reference
from perception.scoring.runs import runs_of
from perception.types import FloatArray, Span

if TYPE_CHECKING:
    from perception.scoring.context import Context


@dataclass(frozen=True, slots=True, eq=False)
class VoiceView:
    """Voice of the CSM alone. All arrays (hops,), NaN where not voiced; relative to the reference.

    semitones: F5.1. level_db, tilt_db: differences. phrases: (n, 2) runs of speech without longer pauses.
    """

    start_s: float
    hop_s: float
    voiced: BoolArray
    semitones: FloatArray
    level_db: FloatArray
    tilt_db: FloatArray
    phrases: FloatArray

    @property
    def hop_times_s(self) -> FloatArray:
        """Middle of every hop."""
        return self.start_s + self.hop_s * (np.arange(len(self.voiced), dtype=np.float64) + 0.5)

    def slice_of(self, start_s: float, end_s: float) -> slice:
        """The hops of a stretch."""
        first = max(0, round((start_s - self.start_s) / self.hop_s))
        return slice(first, max(first, round((end_s - self.start_s) / self.hop_s)))


def view_voice(track: VoiceTrack, context: Context, *, reference: Reference) -> VoiceView | None:
    """The voiced hops of the CSM while the customer is silent; None when no voice or no reference is there."""
    if track.hop_s == 0.0 or reference.f0_hz is None or reference.level_dbfs is None:
        return None
    start_s, values = track.window(context.start_s, context.end_s)
    hops = len(values)
    own = rasterise(context.csm_speech, start_s=start_s, cells=hops, grid_s=track.hop_s)
    # Without headphones the customer leaks into the microphone: hops in which both speak are left out.
    other = rasterise(context.customer_speech, start_s=start_s, cells=hops, grid_s=track.hop_s)
    f0 = values[:, 0]
    semitones = 12.0 * np.log2(np.where(f0 > 0, f0, np.nan) / reference.f0_hz)
    kept = own & ~other & (values[:, 1] >= params.T_VOICED)
    kept &= np.abs(np.nan_to_num(semitones, nan=np.inf)) <= params.T_PITCH_GATE_ST
    usual_tilt = np.nan if reference.tilt_db is None else reference.tilt_db
    return VoiceView(
        start_s=start_s,
        hop_s=track.hop_s,
        voiced=kept,
        semitones=np.where(kept, semitones, np.nan),
        level_db=np.where(kept, values[:, 2] - reference.level_dbfs, np.nan),
        tilt_db=np.where(kept, values[:, 3] - usual_tilt, np.nan),
        phrases=merge_intervals(context.csm_speech, join_s=params.T_PHRASE_PAUSE_S),
    )


def raised_voice(voice: VoiceView) -> tuple[Span, ...]:
    """Stretches in which most of the voice is louder than usual, and this louder voice higher or sharper on average.

    A display of loudness, whatever the mood. Hop by hop over the last three seconds; a stretch goes from its first
    louder hop to its last.
    """
    window = max(1, round(params.T_RAISED_WINDOW_S / voice.hop_s))
    with np.errstate(invalid="ignore"):
        raised = voice.level_db > params.T_RAISED_DB
    heard, loud = _sum_before(voice.voiced, window), _sum_before(raised, window)
    higher = _sum_before(np.where(raised, voice.semitones, 0.0), window) > params.T_RAISED_ST * loud
    sharper = _sum_before(np.where(raised, np.nan_to_num(voice.tilt_db), 0.0), window) < params.T_RAISED_TILT_DB * loud
    enough = heard * voice.hop_s >= params.T_RAISED_VOICED_S - 1e-9
    certain = enough & (loud >= params.T_RAISED_SHARE * heard) & (higher | sharper)
    runs = runs_of(certain, start_s=voice.start_s, grid_s=voice.hop_s)
    starts = voice.start_s + voice.hop_s * np.flatnonzero(raised)
    spans = [starts[(starts >= a - params.T_RAISED_WINDOW_S) & (starts < b)] for a, b in runs]
    ends = [(float(inside[0]), float(inside[-1]) + voice.hop_s) for inside in spans if len(inside)]
    # Neighbours within a window are one event.
    merged = merge_intervals(np.asarray(ends).reshape(-1, 2), join_s=params.T_RAISED_WINDOW_S)
    return tuple(Span(float(a), float(b)) for a, b in merged)


def _sum_before(values: BoolArray | FloatArray, window: int) -> FloatArray:
    """(hops,) sum of the last `window` values up to each one."""
    sums = np.concatenate(([0.0], np.cumsum(values)))
    last = np.arange(1, len(sums))
    return np.asarray(sums[last] - sums[np.maximum(last - window, 0)])


def loudness(voice: VoiceView, at: slice) -> float:
    """How raised the voice of a stretch is against the own usual, from level, pitch and tilt together.

    About 2 for usual speech, whose sharper quarter is sharper than its middle, and 1 more for each step that
    T_LOUDNESS_DB, _ST and _TILT_DB name. NaN with less than T_RAISED_VOICED_S of voice.
    """
    kept = voice.voiced[at]
    if float(np.sum(kept)) * voice.hop_s < params.T_RAISED_VOICED_S - 1e-9:
        return float("nan")
    level, st, tilt = voice.level_db[at][kept], voice.semitones[at][kept], voice.tilt_db[at][kept]
    middle = float(np.median(level))
    higher = float(np.median(st[level >= middle]))
    sharper = -float(np.percentile(tilt, params.T_LOUDNESS_TILT_PERCENTILE))
    return (
        max(middle, 0.0) / params.T_LOUDNESS_DB
        + max(higher, 0.0) / params.T_LOUDNESS_ST
        + sharper / params.T_LOUDNESS_TILT_DB
    )


def pitch_steps(voice: VoiceView) -> FloatArray:
    """(hops,) |change of pitch| from the hop before, semitones, 0 where either has no pitch.

    Their sum over the voiced seconds is pitch travel.
    """
    return np.nan_to_num(np.abs(np.diff(voice.semitones, prepend=np.nan)))


def phrase_table(voice: VoiceView | None) -> FloatArray:
    """(n, 7) phrases with enough voice: start_s, end_s, voiced_s, median level_db, median semitones, rise, loudness.

    The rise is the largest gain in level between two voiced hops T4_ONSET_S apart, dB. Loudness is NaN in very short
    phrases. Empty without a voice.
    """
    if voice is None:
        return np.empty((0, 7))
    step = max(1, round(params.T4_ONSET_S / voice.hop_s))
    rows = []
    for start, end in voice.phrases:
        at = voice.slice_of(float(start), float(end))
        kept = voice.voiced[at]
        seconds = float(np.sum(kept)) * voice.hop_s
        if seconds < params.T_PHRASE_MIN_VOICED_S:
            continue
        level = voice.level_db[at]
        rises = level[step:] - level[:-step]
        rises = rises[~np.isnan(rises)]
        steepest = float(np.max(rises)) if len(rises) else 0.0
        middle = float(np.median(level[kept])), float(np.median(voice.semitones[at][kept]))
        rows.append((float(start), float(end), seconds, *middle, steepest, loudness(voice, at)))
    return np.asarray(rows, dtype=np.float64).reshape(-1, 7)
