"""Whether the microphone changes its own gain, which makes levels worthless (measurement page 5.2).

Automatic gain control turns the gain up while nobody speaks, so the room grows louder through a pause; without it the
room fades after the last word or stays as it is. (That such a level is compressed shows less: steady speakers are.)
"""

from __future__ import annotations

import numpy as np

from perception.scoring import params
from perception.scoring.columns import VoiceTrack
from perception.scoring.evidence import Evidence
from perception.types import FloatArray


def gain_adapts(evidence: Evidence, *, usual_dbfs: float | None) -> bool:
    """Whether the pauses of the CSM say so. usual_dbfs: median level of the voice, None when unknown."""
    if usual_dbfs is None:
        return False
    rises = pause_rises(
        evidence.voice["csm"], evidence.speech("csm"), evidence.speech("customer"), voice_dbfs=usual_dbfs
    )
    if len(rises) < params.T_GAIN_PAUSES:
        return False
    share = float(np.mean(rises > params.T_GAIN_RISE_DB))
    return float(np.median(rises)) > params.T_GAIN_RISE_DB and share >= params.T_GAIN_SHARE


def pause_rises(track: VoiceTrack, own: FloatArray, other: FloatArray, *, voice_dbfs: float) -> FloatArray:
    """(n,) dB by which the room got louder through each of the last pauses between two stretches of own speech.

    own, other: (n, 2) speech. Pauses in which somebody else is heard at either end are left out.
    """
    rises = []
    pauses = np.column_stack((own[:-1, 1], own[1:, 0]))
    long = pauses[pauses[:, 1] - pauses[:, 0] >= params.T_GAIN_PAUSE_S][-params.T_GAIN_LAST :]
    for start_s, end_s in long:
        early = (start_s + params.T_GAIN_EARLY_S[0], start_s + params.T_GAIN_EARLY_S[1])
        late = (end_s - params.T_GAIN_LATE_S[0], end_s - params.T_GAIN_LATE_S[1])
        levels = [
            _room(track, *span, other, ceiling_dbfs=voice_dbfs - params.T_GAIN_QUIET_DB) for span in (early, late)
        ]
        if levels[0] is not None and levels[1] is not None:
            rises.append(levels[1] - levels[0])
    return np.asarray(rises, dtype=np.float64)


def _room(track: VoiceTrack, start_s: float, end_s: float, other: FloatArray, *, ceiling_dbfs: float) -> float | None:
    """Median level of a stretch in which nobody speaks; None when someone does, or nothing was measured."""
    if bool(np.any((other[:, 0] < end_s) & (other[:, 1] > start_s))):
        return None
    _, values = track.window(start_s, end_s)
    levels = values[:, 2]
    if not len(levels) or np.isnan(levels).any():
        return None
    level = float(np.median(levels))
    return level if level < ceiling_dbfs else None
