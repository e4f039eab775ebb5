"""A session as the tracks of the review show it, made up without reading a folder."""

from __future__ import annotations

import numpy as np

from app.library.review.series import (
    FaceSeries,
    Happening,
    LetterSeries,
    PoseSeries,
    SessionSeries,
    Stretch,
    VoiceSeries,
)
from app.library.review.stretches import overlaps_of
from perception.recording.review_notes import Comment
from perception.types import LETTERS, Letter

DURATION_S = 240.0
COMMENTS = (
    Comment("c1", "Coach", "coach", "2026-11-20T10:00:00+00:00", "Stay with it for one more breath.", t_s=132.0),
    Comment("c2", "Coach", "coach", "2026-11-20T10:01:00+00:00", "Lovely, this whole part.", t_s=180.0, end_s=196.0),
    Comment("c3", "Coach", "coach", "2026-11-20T10:02:00+00:00", "A good call over all."),
)
_CUSTOMER = ((4.0, 22.0), (40.0, 56.0), (78.0, 104.0), (130.0, 142.0), (150.0, 172.0), (205.0, 220.0))
_CSM = ((23.0, 38.0), (55.0, 76.0), (106.0, 128.0), (141.0, 149.0), (174.0, 203.0), (221.0, 236.0))


def review_series() -> SessionSeries:
    """Four minutes with everything a track can show."""
    stretches = [Stretch(a, b, "speech_customer") for a, b in _CUSTOMER]
    stretches += [Stretch(a, b, "speech_csm") for a, b in _CSM]
    stretches += [
        *(
            Stretch(a, b, "gaze", "to the camera")
            for a, b in ((0.0, 54.0), (62.0, 98.0), (110.0, 180.0), (190.0, 238.0))
        ),
        Stretch(54.0, 62.0, "gaze", "to the notes"),
        Stretch(98.0, 110.0, "gaze", "away"),
        *(Stretch(a, a + 3.0, "display", "smile") for a in (20.0, 90.0, 210.0)),
        *(Stretch(a, a + 8.0, "display", "brows up") for a in (44.0, 84.0, 152.0)),
        Stretch(100.0, 101.5, "display", "brows lowered"),
        Stretch(112.0, 126.0, "posture", "leaning in"),
        Stretch(30.0, 48.0, "posture", "slouched"),
        Stretch(200.0, 212.0, "posture", "arms crossed"),
        Stretch(160.0, 166.0, "gap", "No picture: The camera was unplugged."),
    ]
    happenings = [
        Happening(24.0, "moment", "“worried” jumped to fixing", "disc", "watch"),
        Happening(58.0, "moment", "“let down” missed", "square", "watch"),
        Happening(108.0, "moment", "“exposed” named", "triangle", "good"),
        Happening(175.0, "moment", "“relieved” named", "triangle", "good"),
        *(Happening(t_s, "nod", "nod, 2 times, in time") for t_s in (12.0, 46.0, 88.0, 95.0, 158.0)),
        Happening(64.0, "cue", "H: Ask an open question", "triangle"),
        Happening(144.0, "mark", "felt heard", "square"),
    ]
    return SessionSeries(
        duration_s=DURATION_S,
        face=_face(),
        pose=_pose(),
        voices={"csm": _voice("csm", _CSM, 120.0), "customer": _voice("customer", _CUSTOMER, 205.0)},
        letters={letter: letter_series(letter, number) for number, letter in enumerate(LETTERS)},
        stretches=tuple(sorted(stretches, key=lambda one: one.start_s)),
        happenings=tuple(sorted(happenings, key=lambda one: one.t_s)),
        overlaps=overlaps_of(np.array(_CSM), np.array(_CUSTOMER)),
    )


def letter_series(letter: Letter, number: int) -> LetterSeries:
    """A slow line with a band; nothing at the start, and nothing of the face while the camera was out."""
    t_s = np.arange(5.0, DURATION_S, 5.0)
    value = 55.0 + 22.0 * np.sin(t_s / (24.0 + 5.0 * number) + number)
    half = 16.0 + 6.0 * np.cos(t_s / 40.0 + number)
    blank = (t_s < 20.0) | ((t_s > 155.0) & (t_s < 175.0) & (letter in "EMP"))
    value, low, high = (np.where(blank, np.nan, one) for one in (value, value - half, value + half))
    return LetterSeries(letter, t_s, value, np.clip(low, 0, 100), np.clip(high, 0, 100), 60.0)


def _face() -> FaceSeries:
    t_s = np.arange(0.0, DURATION_S, 0.1)
    none = np.zeros(len(t_s))
    return FaceSeries(t_s, none == 0, np.zeros((len(t_s), 4)), none, none, none, none + 0.9, ("camera",) * len(t_s), {})


def _pose() -> PoseSeries:
    t_s = np.arange(0.0, DURATION_S, 0.2)
    none = np.zeros(len(t_s))
    return PoseSeries(t_s, none == 0, none + 300.0, none, none, none + 1.0, none, none)


def _voice(speaker, speech, hz: float) -> VoiceSeries:
    t_s = np.arange(0.005, DURATION_S, 0.01)
    spoken = np.zeros(len(t_s), dtype=bool)
    for start_s, end_s in speech:
        spoken |= (t_s >= start_s) & (t_s < end_s)
    voiced = spoken & (np.sin(5.0 * t_s) > -0.7)
    f0 = np.where(voiced, hz * 2.0 ** (np.sin(t_s / 1.7) * 4.0 / 12.0), np.nan)
    level = np.where(spoken, -30.0 + 6.0 * np.sin(9.0 * t_s), -68.0 + np.sin(31.0 * t_s))
    return VoiceSeries(speaker, t_s, f0, level)
