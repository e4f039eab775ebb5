"""A recogniser writes "um" and "uh" only sometimes: whether it did moves no letter and no measure."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from perception.features.calibration_voice import usual_pace
from perception.features.turn_taking import is_backchannel_text
from perception.scoring.engine import ScoringConfig, ScoringEngine
from perception.types import Observation, Scorecard, SpeechSegment, Utterance, Word, spoken_words
from tests.unit.perception_scoring.scoring_streams import lexicon, speech
from tests.unit.perception_scoring.written_calls import CALLS, lines_of

FILLERS = ("um", "uh", "Um,", "uh,", "erm", "uhm")


def call(name: str, write: Callable[[str], str] = str) -> list[Observation]:
    """A written call as heard: the sound is the same whatever is written."""
    out: list[Observation] = []
    now = 0.0
    for line in lines_of(name):
        end = now + max(0.5, len(line.text.split()) / 2.5)
        out += speech(line.speaker, (now, end))
        text = write(line.text)
        out.append(replace(timed(text, now, end), speaker=line.speaker))
        now = end + 1.0
    return out


def timed(text: str, start_s: float, end_s: float) -> Utterance:
    """Words of one length; a hesitation takes no time from them."""
    each = (end_s - start_s) / len(spoken_words(text))
    words: list[Word] = []
    now = start_s
    for part in text.split():
        then = now + each * len(spoken_words(part))
        words.append(Word(now, then, part, 0.9))
        now = then
    return Utterance(start_s, end_s, "csm", text, tuple(words), 0.9)


def score(observations: list[Observation]) -> Scorecard:
    engine = ScoringEngine(ScoringConfig(letters=("A", "T", "H", "Y"), lexicon=lexicon(), has_video=False))
    for observation in observations:
        engine.observe(observation)
    return engine.scorecard(now_s=200.0)


def hesitating(text: str, draw: random.Random) -> str:
    """The text with a filler before every fifth word or so."""
    out: list[str] = []
    for word in text.split():
        out += [draw.choice(FILLERS), word] if draw.random() < 0.2 else [word]
    return " ".join(out)


def measures(card: Scorecard) -> dict[str, tuple[float | None, ...]]:
    """Every number of a result."""
    letters = {name: (one.value, one.low, one.high, one.coverage) for name, one in card.letters.items()}
    parts = {part.id: (part.value, part.s, part.coverage) for one in card.letters.values() for part in one.components}
    return {**letters, **parts, "talk share": (card.talk_share,)}


@pytest.mark.parametrize("name", CALLS)
def test_written_hesitations_move_no_letter_and_no_measure(name: str) -> None:
    draw = random.Random(name)
    plain = measures(score(call(name)))
    assert sum(values[0] is not None for values in plain.values()) > 12
    heard = measures(score(call(name, lambda text: hesitating(text, draw))))
    assert set(heard) == set(plain)
    for what, values in plain.items():
        assert heard[what] == pytest.approx(values, abs=1e-6), what


def test_a_line_or_sentence_of_hesitation_counts_as_nothing() -> None:
    plain = call("agency")
    lone = [Utterance(one.end_s + 0.2, one.end_s + 0.7, "csm", "Um.") for one in plain if isinstance(one, Utterance)]
    assert measures(score([*plain, *lone])) == measures(score(plain))
    opened = call("agency", lambda text: f"Uh. {text}")
    assert {k: v[0] for k, v in measures(score(opened)).items()} == pytest.approx(
        {k: v[0] for k, v in measures(score(plain)).items()}, abs=1e-6
    )


def test_the_usual_pace_of_a_calibration_counts_no_hesitations() -> None:
    text = "Since we spoke last week the three open points of your report are done and tested."
    segments = [SpeechSegment(0.0, 6.0, "csm")]
    plain = usual_pace([timed(text, 0.0, 6.0)], segments, [(0.0, 7.0)])
    assert plain == usual_pace([timed(f"Um, {text} uh", 0.0, 6.0)], segments, [(0.0, 7.0)])


@pytest.mark.parametrize(
    ("text", "counted"),
    [("Um, I see.", 2), ("uh", 0), ("Ummm... erm uhm", 0), ("uh-huh", 1), ("an umbrella, her error", 4), ("", 0)],
)
def test_what_is_counted(text: str, counted: int) -> None:
    assert len(spoken_words(text)) == counted


def test_a_backchannel_stays_one_with_a_hesitation_before_it() -> None:
    assert is_backchannel_text("Uh, yeah.")
    assert not is_backchannel_text("Um.")
