"""What must hold for whole sessions whatever was seen and heard in them (measurement page 11, item 9).

The sessions are generated: looks, smiles, nods, leaning, loudness and words change at random, the same every run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from perception.types import (
    LETTERS,
    FaceObservation,
    Gap,
    Nod,
    Observation,
    PoseObservation,
    Scorecard,
    SpeechSegment,
    StatedFeeling,
    Utterance,
    VoiceObservation,
)
from tests.unit.perception_scoring.scoring_streams import bodies, call, faces, felt, run, said, speech, voice

SEEDS = range(6)
TURNS = 60  # over five minutes: slips are counted up to that length and per five minutes beyond it
CUSTOMER = (
    ("Honestly I'm really frustrated. The export failed again and we lost the whole weekend.", "anger"),
    ("I'm worried it will happen again before the launch.", "worry"),
    ("The report comes out on Mondays and goes to four teams in two countries.", None),
    ("We are completely overwhelmed, my team cannot keep up with the tickets.", "overwhelm"),
    ("It would help to know who is looking at it.", None),
    ("I am disappointed because I was the one who chose your product.", "disappointment"),
)
CSM = (
    "It sounds like you're frustrated that the export failed again.",
    "What did losing the weekend mean for your team?",
    "I will send you an update by Friday. Does that work for you?",
    "You should have called the emergency line.",
    "I'm sorry about that, but there's nothing I can do.",
    "How do you use the report on Mondays?",
    "You sound worried about the launch. I'm committed to figuring this out with you.",
)


@cache
def session(seed: int) -> tuple[tuple[Observation, ...], float]:
    """A generated session and its end."""
    random = np.random.default_rng(seed)
    out: list[Observation] = []
    t = 1.0
    for turn in range(TURNS):
        if turn % 2:
            text = CSM[int(random.integers(len(CSM)))]
            level, f0 = -30.0 + random.normal(0.0, 1.5), 120.0 * 2 ** (random.normal(0.0, 1.0) / 12)
            seconds = 60.0 * len(text.split()) / (140.0 + random.normal(0.0, 15.0))
            out += [*said("csm", t, text, seconds=seconds), *voice(t, t + seconds, f0=f0, level=level)]
        else:
            text, family = CUSTOMER[int(random.integers(len(CUSTOMER)))]
            seconds = 60.0 * len(text.split()) / 140.0
            out += [*said("customer", t, text, seconds=seconds), *voice(t, t + seconds, channel="customer")]
            if family is not None:
                out.append(felt(t, family, end_s=t + seconds))
            if random.random() < 0.7:
                out.append(Nod(t + 2.0, t + 3.0, 2, 6.0, timed=bool(random.random() < 0.7)))
            if random.random() < 0.3:
                out += speech("csm", (t + 1.5, t + 2.0))
        t += seconds + random.uniform(0.2, 1.6)
    return (*out, *seen(random, t)), t


def seen(random: np.random.Generator, end_s: float) -> list[Observation]:
    """Face and body with looks away of 1 to 6 s, smiles, leaning and crossed arms, each in spans."""
    away, smile = spans(random, end_s, 6.0, 3.5), spans(random, end_s, 14.0, 2.5)
    lean, crossed = spans(random, end_s, 20.0, 15.0), spans(random, end_s, 60.0, 10.0)
    return [
        *faces(
            0,
            end_s,
            attend=lambda t: 0.0 if away(t) else 1.0,
            blink=lambda t: 0.9 if t % 3.0 < 0.15 else 0.1,
            shows=lambda t: {"smile": 0.6 if smile(t) else 0.05, "brow_raise": 0.3 * (1.0 + np.sin(t))},
        ),
        *bodies(0, end_s, lean=lambda t: -0.15 if lean(t) else 0.01, crossed=lambda t: bool(crossed(t))),
    ]


def spans(random: np.random.Generator, end_s: float, between_s: float, long_s: float) -> Callable[[float], bool]:
    """Whether a time lies in one of the spans, which come at random."""
    edges = np.cumsum(random.exponential(np.tile([between_s, long_s], int(2 * end_s / between_s) + 2)) + 0.5)
    return lambda t: bool(np.searchsorted(edges, t) % 2)


def shifted(observation: Observation, by_s: float) -> Observation:
    if isinstance(observation, SpeechSegment | Utterance | Nod | StatedFeeling | Gap):
        return replace(observation, start_s=observation.start_s + by_s, end_s=observation.end_s + by_s)
    assert isinstance(observation, FaceObservation | PoseObservation | VoiceObservation)
    return replace(observation, t_s=observation.t_s + by_s)


@cache
def card(seed: int) -> Scorecard:
    observations, end_s = session(seed)
    return run(observations, now_s=end_s)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_letter_of_a_generated_session_is_scored(seed: int) -> None:
    """Otherwise the tests below would compare nothing."""
    for letter in LETTERS:
        assert card(seed).letters[letter].value is not None, letter
    values = [card(other).letters[letter].value for other in SEEDS for letter in LETTERS]
    assert len({round(value) for value in values}) > 10  # the sessions differ


@pytest.mark.parametrize("seed", SEEDS)
def test_a_session_twice_keeps_its_scores_and_raises_coverage(seed: int) -> None:
    observations, end_s = session(seed)
    once = card(seed)
    twice = run([*observations, *(shifted(one, end_s) for one in observations)], now_s=2 * end_s)
    for letter in LETTERS:
        assert twice.letters[letter].value == pytest.approx(once.letters[letter].value, abs=2.0), letter
        assert twice.letters[letter].coverage >= once.letters[letter].coverage - 1e-9, letter
    assert twice.talk_share == pytest.approx(once.talk_share, abs=0.01)
    assert len(twice.moments) == pytest.approx(2 * len(once.moments), abs=1)


def test_a_short_session_twice_raises_the_coverage_of_what_was_thin() -> None:
    observations, end_s = call()
    once = run(observations, now_s=end_s)
    twice = run([*observations, *(shifted(one, end_s) for one in observations)], now_s=2 * end_s)
    for letter in LETTERS:
        assert twice.letters[letter].coverage >= once.letters[letter].coverage, letter
    for letter in "EPAH":
        assert twice.letters[letter].coverage > once.letters[letter].coverage + 0.05, letter


@pytest.mark.parametrize("has_video", [False, True])
@pytest.mark.parametrize("seed", SEEDS)
def test_without_the_picture_the_other_letters_are_the_same(seed: int, has_video: bool) -> None:
    """Switched off, or never delivered by the camera."""
    observations, end_s = session(seed)
    heard = [one for one in observations if not isinstance(one, FaceObservation | PoseObservation | Nod)]
    blind = run(heard, now_s=end_s, has_video=has_video)
    for letter in "EMP":
        score = blind.letters[letter]
        assert (score.value, score.low, score.high, score.state) == (None, None, None, "not_enough")
        assert score.note
        assert score.reasons == ()
    for letter in "ATHY":
        assert blind.letters[letter] == card(seed).letters[letter]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_face_that_is_never_found_is_not_measured_and_changes_no_other_letter(seed: int) -> None:
    observations, end_s = session(seed)
    heard = [one for one in observations if not isinstance(one, FaceObservation | PoseObservation | Nod)]
    empty = [*faces(0, end_s, found=False), *(PoseObservation(0.2 * i, False) for i in range(int(5 * end_s)))]
    hidden = run([*heard, *empty], now_s=end_s)
    for letter in "EM":
        assert hidden.letters[letter].state == "not_enough"
        assert hidden.letters[letter].note
    for letter in "ATHY":
        assert hidden.letters[letter] == card(seed).letters[letter]


@pytest.mark.parametrize(
    "observations",
    [
        pytest.param([], id="nothing arrives"),
        pytest.param(faces(0, 60, found=False), id="an empty chair"),
        pytest.param([Gap(0.0, 60.0, "all", "The call was paused.")], id="a pause"),
        pytest.param(voice(0, 60, level=-90.0), id="a voice nobody can hear, without speech"),
    ],
)
def test_a_minute_of_nothing_gives_no_scores(observations: list[Observation]) -> None:
    card = run(observations, now_s=60)
    for score in card.letters.values():
        assert (score.value, score.low, score.high, score.state) == (None, None, None, "not_enough")
        assert score.note
    assert card.talk_share is None
    assert card.moments == card.flags == card.interruptions == card.letters["A"].reasons == ()
