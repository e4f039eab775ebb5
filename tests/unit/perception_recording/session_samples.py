"""Made-up sessions for the tests of recording, library and reports: synthetic values and text only."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from perception.recording.format import SessionHeader
from perception.types import (
    LETTERS,
    Box,
    ComponentScore,
    CustomerSmile,
    FaceObservation,
    Gap,
    LetterScore,
    Mark,
    Moment,
    Nod,
    Observation,
    PhaseChange,
    PoseObservation,
    Reason,
    Scorecard,
    Span,
    SpeechSegment,
    StatedFeeling,
    Utterance,
    VoiceObservation,
    Word,
)


def header(*, session_id: str = "5e551055", title: str = "Renewal at risk") -> SessionHeader:
    return SessionHeader(
        session_id=session_id,
        app_version="0.1.0",
        models={"face": "ab" * 32},
        started_at="2026-03-02T09:30:00+00:00",
        title=title,
        source="live",
        devices={"camera": "Built-in"},
        consent={"face": True},
    )


def observations() -> list[Observation]:
    """One of every kind, with unknown values among them."""
    return [
        FaceObservation(t_s=0.0, found=False),
        FaceObservation(
            t_s=0.066667,
            found=True,
            box=Box(10.0, 20.0, 200.5, 240.25),
            faces=1,
            yaw_deg=-3.25,
            attend_p=0.75,
            zone="camera",
            displays={"smile": 0.5},
            raw={"mouth_smile": 0.25},
        ),
        PoseObservation(t_s=0.1, found=True, shoulder_span_px=310.0, arms_crossed=False, framing="ok"),
        Nod(start_s=0.5, end_s=1.0, cycles=2, amplitude_deg=6.5, timed=True),
        VoiceObservation(
            t_s=0.005,
            hop_s=0.01,
            channel="csm",
            f0_hz=np.array([np.nan, 120.5, 121.25]),
            voiced_p=np.array([0.1, 0.9, 0.95]),
            level_dbfs=np.array([-60.0, -25.5, -24.25]),
            tilt_db=np.array([np.nan, 8.0, 8.25]),
        ),
        SpeechSegment(start_s=0.5, end_s=2.0, channel="customer"),
        Utterance(
            start_s=0.5,
            end_s=2.0,
            speaker="customer",
            text="We lost a whole morning – “again”.",
            words=(Word(0.5, 0.7, "We", 0.98),),
            p=0.9,
        ),
        Utterance(start_s=2.5, end_s=4.0, speaker="csm", text="You lost a whole morning; that is exhausting."),
        StatedFeeling(start_s=0.5, end_s=2.0, family="anger", word="frustrated", intensity=2, kind="cue"),
        CustomerSmile(start_s=2.0, end_s=2.6, source="video"),
        PhaseChange(t_s=0.0, phase="vent"),
        Gap(start_s=3.0, end_s=3.5, what="video", reason="The camera was unplugged."),
        Mark(t_s=3.2, label="felt heard"),
    ]


def scorecard(*, duration_s: float = 65.0, unknown: Sequence[str] = ("P",), band: Sequence[str] = ("M",)) -> Scorecard:
    """E scored high, M a band, P without evidence, the others in between."""
    values = {"E": 82.4, "M": 64.0, "P": 50.0, "A": 48.2, "T": 86.1, "H": 79.0, "Y": 57.3}
    return Scorecard(
        duration_s=duration_s,
        letters={
            letter: _letter(letter, values[letter], unknown=letter in unknown, band=letter in band)
            for letter in LETTERS
        },
        moments=(
            Moment(t_s=12.0, feeling="frustrated", hidden=False, outcome="jumped_to_fixing", quote="We have a fix."),
            Moment(t_s=40.0, feeling="embarrassed", hidden=True, outcome="missed"),
            Moment(t_s=55.0, feeling="worried", hidden=False, outcome="named", quote="That sounds worrying."),
        ),
        talk_share=0.55,
        interruptions=(Span(20.0, 20.8),),
    )


def _letter(letter: str, value: float, *, unknown: bool, band: bool) -> LetterScore:
    if unknown:
        return LetterScore(
            letter=letter,  # type: ignore[arg-type]
            value=None,
            low=None,
            high=None,
            coverage=0.2,
            state="not_enough",
            note="your shoulders were out of the picture half the time",
        )
    reason = "You looked at the call 78 % of the time while the customer spoke." if letter == "E" else "Steady."
    return LetterScore(
        letter=letter,  # type: ignore[arg-type]
        value=value,
        low=value - 8.0,
        high=value + 9.0,
        coverage=0.55 if band else 0.9,
        state="band" if band else "scored",
        reasons=(
            Reason("share", reason, 12.5, (Span(10.0, 20.0),)),
            Reason("smile", "You smiled for 3 s as the outage was told.", -6.0, (Span(31.0, 34.0),), "Ha, yes."),
        ),
        components=(
            ComponentScore("share", "On the call", 0.78, "share", "0.6 to 0.9", 0.9, 1.0, 0.9, (Span(10.0, 20.0),)),
            ComponentScore("M1", "What the face showed", 0.3, "share", "0.8", 0.2, 1.0, 0.9, (Span(31.0, 34.0),)),
            ComponentScore("blinks", "Blinking", None, "per minute", "", None, 0.5, 0.0),
        ),
    )
