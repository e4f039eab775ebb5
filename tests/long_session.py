"""A long session made from seeded numbers: what two people do in a call of half an hour, as a session folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from perception.recording.format import EVENTS_NAME, SessionHeader, write_header
from perception.recording.records import CueRecord, EndedRecord, PartRecord, Record, time_of, to_line
from perception.types import (
    LETTERS,
    Box,
    ComponentScore,
    FaceObservation,
    Gap,
    Letter,
    LetterCourse,
    LetterScore,
    Mark,
    Moment,
    Nod,
    PoseObservation,
    Scorecard,
    Span,
    SpeechSegment,
    StatedFeeling,
    Utterance,
    VoiceObservation,
    Word,
)

FACE_HZ, POSE_HZ, HOP_S, BLOCK_HOPS = 15.0, 5.0, 0.01, 50
_CUSTOMER = (
    "We lost the whole morning and nobody told us anything at all.",
    "I had the board on the line and I had nothing to show them.",
    "So what happens next, and who calls me back about this?",
    "Honestly I am worried that this comes up again next week.",
)
_CSM = (
    "You had nothing to show them, and that sounds really worrying.",
    "What did that morning cost you with the board?",
    "We have already put a fix in place for the import.",
    "I will call you by four today and tell you where we are.",
)
_OUTCOMES = ("named", "missed", "jumped_to_fixing", "acknowledged")


def write_long_session(folder: Path, *, minutes: float = 30.0, seed: int = 7) -> Path:
    """Write the folder and give it back; the same seed gives the same session."""
    folder.mkdir(parents=True, exist_ok=True)
    header = SessionHeader("10f9", "0.0.0", {}, "2026-03-02T09:30:00+00:00", "A long call", "live")
    write_header(folder, header)
    records = sorted(long_session(minutes=minutes, seed=seed), key=time_of)
    with (folder / EVENTS_NAME).open("wb") as file:
        file.write(to_line(PartRecord(0, 0.0)))
        file.writelines(to_line(record) for record in records)
        file.write(to_line(_scorecard(60.0 * minutes)))
        file.write(to_line(EndedRecord(60.0 * minutes, "ended by the user")))
    return folder


def long_session(*, minutes: float, seed: int) -> Iterator[Record]:
    """What was observed, kind by kind."""
    rng = np.random.default_rng(seed)
    end_s = 60.0 * minutes
    speech = _turns(rng, end_s)
    yield from (SpeechSegment(a, b, who) for a, b, who, _ in speech)  # type: ignore[arg-type]
    yield from (_utterance(*turn) for turn in speech)
    yield from _faces(rng, end_s)
    yield from _bodies(rng, end_s)
    for who, hz in (("csm", 120.0), ("customer", 200.0)):
        yield from _voice(rng, [(a, b) for a, b, one, _ in speech if one == who], who, hz, end_s)
    for t_s in np.arange(20.0, end_s - 10.0, 45.0):
        yield Nod(float(t_s), float(t_s) + 0.6, 2, 6.0, timed=True)
        yield StatedFeeling(float(t_s) + 5.0, float(t_s) + 8.0, "worry", "worried", 2)
    for t_s in np.arange(100.0, end_s, 300.0):
        yield CueRecord(float(t_s), "H", "Ask an open question", "closed_run", {"closed": 3.0})
        yield Mark(float(t_s) + 30.0, "felt heard")
    yield Gap(end_s * 0.6, end_s * 0.6 + 8.0, "video", "The camera was unplugged.")


def _turns(rng: np.random.Generator, end_s: float) -> list[tuple[float, float, str, str]]:
    turns, t_s, number = [], 1.0, 0
    while t_s < end_s - 8.0:
        who, lines = ("customer", _CUSTOMER) if number % 2 == 0 else ("csm", _CSM)
        length = float(rng.uniform(1.6, 6.0))
        turns.append((t_s, t_s + length, who, lines[int(rng.integers(len(lines)))]))
        t_s += length + float(rng.uniform(-0.5, 0.9))
        number += 1
    return turns


def _utterance(start_s: float, end_s: float, who: str, text: str) -> Utterance:
    words = text.split()
    edges = np.linspace(start_s, end_s, len(words) + 1)
    timed = tuple(Word(float(edges[k]), float(edges[k + 1]), word, 0.95) for k, word in enumerate(words))
    return Utterance(start_s, end_s, who, text, timed, 0.95)  # type: ignore[arg-type]


def _slow(rng: np.random.Generator, count: int, step: float, low: float, high: float) -> np.ndarray:
    """A slow wander between two values."""
    walk = np.cumsum(rng.normal(0.0, step, count))
    return low + (high - low) * (0.5 + 0.5 * np.sin(walk))


def _faces(rng: np.random.Generator, end_s: float) -> Iterator[FaceObservation]:
    times = np.arange(0.0, end_s, 1.0 / FACE_HZ)
    smile, brow, scowl, attend = (_slow(rng, len(times), 0.02, 0.0, 0.9) for _ in range(4))
    for i, t_s in enumerate(times):
        if end_s * 0.6 < t_s < end_s * 0.6 + 8.0:
            continue
        shown = {
            "smile": smile[i],
            "smile_asymmetry": 0.01,
            "concern": 0.5 * brow[i],
            "scowl": 0.5 * scowl[i],
            "brow_raise": brow[i],
            "brow_lower": 0.1,
            "lip_press": 0.1,
            "eye_squint": 0.2,
            "eye_roll": 0.0,
            "jaw_open": 0.05,
        }
        raw = {f"shape_{number}": 0.12345 for number in range(20)}
        yield FaceObservation(
            *(float(t_s), True, Box(260.0 + smile[i], 160.0, 112.5, 140.25), 1),
            *(2.0 * attend[i], -1.5, 0.3, 1.2, -6.5, 52.0, 0.01, 0.03, 75.25),
            *(float(attend[i]), ("camera" if attend[i] > 0.5 else "notes" if attend[i] > 0.2 else "away"), 0.05),
            *("open", {name: float(value) for name, value in shown.items()}, raw),
        )


def _bodies(rng: np.random.Generator, end_s: float) -> Iterator[PoseObservation]:
    times = np.arange(0.0, end_s, 1.0 / POSE_HZ)
    lean, slouch = _slow(rng, len(times), 0.03, -0.05, 0.06), _slow(rng, len(times), 0.02, 0.85, 1.02)
    for i, t_s in enumerate(times):
        yield PoseObservation(
            *(float(t_s), True, 310.0, 0.66, 1.0, 0.97, float(lean[i]), float(slouch[i])),
            *(bool(lean[i] < -0.03), False, 0.05, True, "ok", 76.0),
        )


def _voice(
    rng: np.random.Generator, speech: list[tuple[float, float]], who: str, hz: float, end_s: float
) -> Iterator[VoiceObservation]:
    count = int(end_s / HOP_S)
    at = HOP_S * (np.arange(count) + 0.5)
    spoken = np.zeros(count, dtype=bool)
    for start_s, stop_s in speech:
        spoken[int(start_s / HOP_S) : int(stop_s / HOP_S)] = True
    voiced = spoken & (np.sin(9.0 * at) > -0.6)
    f0 = np.where(voiced, hz * 2.0 ** (_slow(rng, count, 0.05, -4.0, 5.0) / 12.0), np.nan)
    level = np.where(spoken, -28.0, -68.0) + rng.normal(0.0, 3.0, count)
    tilt = np.where(voiced, 8.0, np.nan)
    p = np.where(voiced, 0.92, 0.08)
    for first in range(0, count, BLOCK_HOPS):
        cut = slice(first, first + BLOCK_HOPS)
        yield VoiceObservation(float(at[first]), HOP_S, who, f0[cut], p[cut], level[cut], tilt[cut])  # type: ignore[arg-type]


def _scorecard(end_s: float) -> Scorecard:
    moments = tuple(
        Moment(float(t_s), "worried", hidden=False, outcome=_OUTCOMES[number % 4])  # type: ignore[arg-type]
        for number, t_s in enumerate(np.arange(25.0, end_s - 10.0, 45.0))
    )
    letters = {
        letter: LetterScore(
            letter, 60.0, 52.0, 68.0, 0.9, "scored", components=(ComponentScore("X", "", 0.5, "", "", 0.6, 1.0, 0.9),)
        )
        for letter in LETTERS
    }
    courses = tuple(_course(letter, number, end_s) for number, letter in enumerate(LETTERS))
    return Scorecard(end_s, letters, moments, 0.45, (Span(60.0, 60.4),), courses=courses)


def _course(letter: Letter, number: int, end_s: float) -> LetterCourse:
    t_s = np.arange(10.0, end_s + 0.1, 10.0)
    value = 55.0 + 25.0 * np.sin(t_s / (90.0 + 20.0 * number) + number)
    rows = [None if 200.0 < t < 240.0 else float(round(one, 1)) for t, one in zip(t_s, value, strict=True)]
    low, high = ([None if one is None else one + half for one in rows] for half in (-12.0, 12.0))
    return LetterCourse(letter, 60.0, tuple(t_s.tolist()), tuple(rows), tuple(low), tuple(high))
