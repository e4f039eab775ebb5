"""Pitch and level of the own voice as points of a tenth of a second, for traces and takes. Pure numbers."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from app.practice.drills import params
from app.practice.drills.live import VoicePoint
from perception.types import FloatArray, PersonalBaseline, VoiceObservation

_HOLE_S: Final = 0.05  # a larger step between runs is a hole in the sound


class VoiceTracer:
    """Push runs of voice in order of time; what does not fill a point waits for the next run."""

    def __init__(self, baseline: PersonalBaseline) -> None:
        self._baseline = baseline
        self._f0_hz: FloatArray = np.zeros(0)
        self._level_dbfs: FloatArray = np.zeros(0)
        self._start_s = 0.0

    def push(self, voice: VoiceObservation) -> list[VoicePoint]:
        """The points that are whole now, each at its middle.

        One is voiced where at least three tenths of its hops are; its pitch is their median, its level the mean power.
        """
        end_s = self._start_s + voice.hop_s * len(self._f0_hz)
        if abs(voice.t_s - end_s) > _HOLE_S:
            self._start_s, self._f0_hz, self._level_dbfs = voice.t_s, np.zeros(0), np.zeros(0)
        self._f0_hz = np.concatenate((self._f0_hz, voice.f0_hz))
        self._level_dbfs = np.concatenate((self._level_dbfs, voice.level_dbfs))
        hops = max(1, round(params.VOICE_BIN_S / voice.hop_s))
        points = []
        while len(self._f0_hz) >= hops:
            t_s = self._start_s + 0.5 * hops * voice.hop_s
            points.append(self._point(t_s, self._f0_hz[:hops], self._level_dbfs[:hops]))
            self._f0_hz, self._level_dbfs = self._f0_hz[hops:], self._level_dbfs[hops:]
            self._start_s += hops * voice.hop_s
        return points

    def _point(self, t_s: float, f0: FloatArray, level: FloatArray) -> VoicePoint:
        usual = self._baseline
        voiced = np.isfinite(f0)
        f0_hz = float(np.median(f0[voiced])) if voiced.mean() >= params.VOICED_SHARE else None
        level_dbfs = 10.0 * math.log10(float((10.0 ** (level / 10.0)).mean()) + 1e-12)
        st = 12.0 * math.log2(f0_hz / usual.f0_hz) if f0_hz and usual.f0_hz else None
        above = level_dbfs - usual.level_dbfs if usual.level_dbfs is not None else None
        return VoicePoint(t_s, f0_hz, level_dbfs, st, above)
