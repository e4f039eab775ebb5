"""Synthetic observation streams with known truth for the scoring tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import numpy as np

from perception.inference.lexicon_files import load_lexicon
from perception.language.lexicon import Lexicon
from perception.scoring.engine import ScoringConfig, ScoringEngine
from perception.types import (
    Box,
    FaceObservation,
    Observation,
    PersonalBaseline,
    PoseObservation,
    Scorecard,
    Speaker,
    SpeechSegment,
    StatedFeeling,
    Utterance,
    VoiceObservation,
)

FULL = PersonalBaseline(
    calibrated="full",
    yaw_deg=0.0,
    pitch_deg=0.0,
    gaze_x_deg=0.0,
    gaze_y_deg=0.0,
    display_rest={"smile": 0.0},
    shoulder_tilt_deg=0.0,
    f0_hz=120.0,
    level_dbfs=-30.0,
    tilt_db=10.0,
    words_per_minute=140.0,
)


@cache
def lexicon() -> Lexicon:
    return load_lexicon(Path(__file__).parents[3] / "assets" / "lexicons")


def faces(
    start_s: float,
    end_s: float,
    *,
    fps: float = 15.0,
    attend: Callable[[float], float | None] = lambda t: 1.0,
    blink: Callable[[float], float] = lambda t: 0.0,
    yaw: Callable[[float], float] = lambda t: 0.0,
    found: bool = True,
    shows: Callable[[float], dict[str, float]] = lambda t: {},
) -> list[Observation]:
    rest = {"smile": 0.05, "smile_asymmetry": 0.0, "concern": 0.0, "scowl": 0.0, "brow_raise": 0.0, "eye_roll": 0.0}
    times = start_s + np.arange(round((end_s - start_s) * fps)) / fps
    return [
        FaceObservation(
            t_s=float(t),
            found=found,
            box=Box(200, 100, 200, 250),
            faces=1,
            yaw_deg=yaw(t),
            pitch_deg=0.0,
            roll_deg=0.0,
            gaze_x_deg=0.0,
            gaze_y_deg=0.0,
            attend_p=attend(t),
            blink=blink(t),
            displays={**rest, **shows(t)},
        )
        if found
        else FaceObservation(t_s=float(t), found=False)
        for t in times
    ]


def bodies(
    start_s: float,
    end_s: float,
    *,
    fps: float = 5.0,
    lean: Callable[[float], float | None] = lambda t: 0.0,
    crossed: Callable[[float], bool | None] = lambda t: False,
    touch: bool | None = False,
    motion: float = 0.05,
    slouch: float = 1.0,
    tilt: float = 0.0,
    framing: str = "ok",
    visible: bool = True,
) -> list[Observation]:
    times = start_s + np.arange(round((end_s - start_s) * fps)) / fps
    return [
        PoseObservation(
            t_s=float(t),
            found=True,
            shoulder_span_px=200.0,
            shoulder_tilt_deg=tilt,
            facing=1.0,
            lean=lean(t),
            slouch=slouch,
            arms_crossed=crossed(t),
            face_touch=touch,
            motion=motion,
            shoulders_visible=visible,
            framing=framing,
        )
        for t in times
    ]


def voice(
    start_s: float,
    end_s: float,
    *,
    f0: float = 120.0,
    swing_st: float = 4.0,
    level: float = -30.0,
    tilt: float = 10.0,
    channel: Speaker = "csm",
) -> list[Observation]:
    """A second at a time, pitch swinging as a sine whose SD is swing_st / sqrt(2)."""
    out: list[Observation] = []
    for first in np.arange(start_s, end_s - 1e-9, 1.0):
        n = round(min(1.0, end_s - first) / 0.01)
        t = first + 0.005 + 0.01 * np.arange(n)
        st = swing_st * np.sin(2 * np.pi * 0.7 * t)
        out.append(
            VoiceObservation(
                t_s=float(t[0]),
                hop_s=0.01,
                channel=channel,
                f0_hz=f0 * 2 ** (st / 12),
                voiced_p=np.full(n, 0.9),
                level_dbfs=np.full(n, level),
                tilt_db=np.full(n, tilt),
            )
        )
    return out


def said(
    speaker: Speaker, start_s: float, text: str, *, wpm: float = 140.0, seconds: float | None = None, p: float = 1.0
) -> list[Observation]:
    """An utterance with its speech segment, at a usual pace. p: how sure its words are."""
    length = seconds if seconds is not None else 60.0 * len(text.split()) / wpm
    return [
        SpeechSegment(start_s, start_s + length, speaker),
        Utterance(start_s, start_s + length, speaker, text, p=p),
    ]


def speech(speaker: Speaker, *pairs: tuple[float, float]) -> list[Observation]:
    return [SpeechSegment(a, b, speaker) for a, b in pairs]


def felt(
    start_s: float, family: str, *, end_s: float | None = None, intensity: int = 2, **more: object
) -> StatedFeeling:
    return StatedFeeling(start_s, end_s if end_s is not None else start_s + 2.0, family, family, intensity, **more)  # type: ignore[arg-type]


def run(observations: Iterable[Observation], *, now_s: float, **config: object) -> Scorecard:
    settings: dict[str, object] = {"baseline": FULL, "lexicon": lexicon(), **config}
    engine = ScoringEngine(ScoringConfig(**settings))  # type: ignore[arg-type]
    for observation in observations:
        engine.observe(observation)
    return engine.scorecard(now_s=now_s)


def component(card: Scorecard, ident: str):
    return next(c for c in card.letters[ident[0]].components if c.id == ident)


CALL = (
    ("csm", "Hi Dana, thanks for making the time today."),
    ("customer", "Honestly I'm really frustrated. The export failed again and my team lost a whole weekend."),
    (
        "csm",
        "It sounds like you're frustrated that the export failed again. What did losing it mean for your team?",
    ),
    ("customer", "We missed the board report and I looked bad. I'm worried it will happen again before the launch."),
    (
        "csm",
        "You sound worried about the launch. I'm committed to figuring this out with you. What would help most?",
    ),
    ("customer", "I need to know when it will be fixed and who is looking at it."),
    ("csm", "I will check the export with our engineers and send you an update by Friday. Does that work for you?"),
    ("customer", "Yes, that works. Thank you, I feel relieved."),
    ("csm", "Did I get that right, or what am I missing?"),
    ("customer", "No, that is all. Talk on Friday."),
)


def call(start_s: float = 0.0, *, pause_s: float = 0.8) -> tuple[list[Observation], float]:
    """The written call with faces, bodies and voice; gives the observations and the end time."""
    out: list[Observation] = []
    t = start_s + 1.0
    for speaker, text in CALL:
        seconds = 60.0 * len(text.split()) / 140.0
        out += said(speaker, t, text)  # type: ignore[arg-type]
        out += voice(t, t + seconds, channel=speaker)  # type: ignore[arg-type]
        t += seconds + pause_s
    out += faces(start_s, t)
    out += bodies(start_s, t)
    return out, t
