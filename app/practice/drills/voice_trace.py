"""Pitch and level of a run of voice as points of a tenth of a second, for traces and takes. Pure numbers."""

from __future__ import annotations

import math

import numpy as np

from app.practice.drills import params
from app.practice.drills.live import VoicePoint
from perception.types import PersonalBaseline, VoiceObservation


def voice_points(voice: VoiceObservation, baseline: PersonalBaseline) -> list[VoicePoint]:
    """The run in bins of VOICE_BIN_S, each at its middle; the last one may be shorter.

    A bin is voiced where at least three tenths of its hops are; its pitch is their median, its level the mean power.
    """
    hops = max(1, round(params.VOICE_BIN_S / voice.hop_s))
    points = []
    for start in range(0, len(voice.f0_hz), hops):
        f0 = voice.f0_hz[start : start + hops]
        power = 10.0 ** (voice.level_dbfs[start : start + hops] / 10.0)
        voiced = np.isfinite(f0)
        f0_hz = float(np.median(f0[voiced])) if voiced.mean() >= params.VOICED_SHARE else None
        level_dbfs = 10.0 * math.log10(float(power.mean()) + 1e-12)
        st = 12.0 * math.log2(f0_hz / baseline.f0_hz) if f0_hz and baseline.f0_hz else None
        above = level_dbfs - baseline.level_dbfs if baseline.level_dbfs is not None else None
        t_s = voice.t_s + voice.hop_s * (start + 0.5 * len(f0))
        points.append(VoicePoint(t_s, f0_hz, level_dbfs, st, above))
    return points
