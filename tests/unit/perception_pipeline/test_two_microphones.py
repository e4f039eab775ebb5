"""Two people in a room, a microphone each: whose speech is whose by the nearer microphone."""

from __future__ import annotations

import numpy as np
import pytest

from perception.pipeline.two_microphones import TwoMicrophones, middle_db
from perception.types import Gap, Observation, Speaker, SpeechSegment, Utterance, VoiceObservation, Word

HOPS = 6000
CSM = [(100, 900), (2000, 2800), (4000, 4600)]
PARTNER = [(1000, 1900), (3000, 3900), (4700, 5600)]


def levels(spans: list[tuple[int, int]], *, seed: int) -> np.ndarray:
    """Power of one voice, syllable by syllable."""
    rng = np.random.default_rng(seed)
    made = np.full(HOPS, -70.0) + rng.normal(0, 1, HOPS)
    for first, last in spans:
        made[first:last] = np.repeat(rng.uniform(-34, -16, (last - first) // 12 + 1), 12)[: last - first]
    return made


def mixed(own: np.ndarray, other: np.ndarray, crosstalk_db: float, gain_db: float) -> np.ndarray:
    return np.asarray(10 * np.log10(10 ** (own / 10) + 10 ** ((other - crosstalk_db) / 10))) + gain_db


def room(
    crosstalk_db: float, gain_db: float, first: list[tuple[int, int]], second: list[tuple[int, int]]
) -> list[Observation]:
    """What both microphones hear; the detector takes all of it for speech on both. gain_db: of the partner's one."""
    csm, partner = levels(first, seed=1), levels(second, seed=2)
    tracks: dict[Speaker, np.ndarray] = {
        "csm": mixed(csm, partner, crosstalk_db, 0.0),
        "customer": mixed(partner, csm, crosstalk_db, gain_db),
    }
    told: list[tuple[float, Observation]] = []
    none = np.full(50, np.nan)
    for channel, track in tracks.items():
        for k in range(0, HOPS, 50):
            block = VoiceObservation(0.005 + 0.01 * k, 0.01, channel, none, np.zeros(50), track[k : k + 50], none)
            told.append((0.01 * (k + 50), block))
        for a, b in first + second:
            said = SpeechSegment(a / 100, b / 100, channel)
            told.append((said.end_s + 0.2, said))
            words = (Word(a / 100, b / 100, "words", 0.9),)
            told.append((said.end_s + 1.5, Utterance(said.start_s, said.end_s, channel, "words", words)))
    return [observation for _, observation in sorted(told, key=lambda pair: pair[0])]


def kept(observations: list[Observation]) -> list[Observation]:
    guard = TwoMicrophones()
    made = [one for observation in observations for one in guard.push(observation)]
    return made + guard.flush()


def spans(observations: list[Observation], who: Speaker) -> list[tuple[int, int]]:
    found = [one for one in observations if isinstance(one, SpeechSegment) and one.channel == who]
    return sorted((round(one.start_s * 100), round(one.end_s * 100)) for one in found)


@pytest.mark.parametrize("crosstalk_db", [10.0, 16.0, 60.0])
@pytest.mark.parametrize("gain_db", [0.0, 14.0, -14.0])
def test_each_keeps_their_own_speech_whatever_the_microphones(crosstalk_db: float, gain_db: float) -> None:
    heard = room(crosstalk_db, gain_db, CSM, PARTNER)
    made = kept(heard)
    late = [span for span in CSM if span[0] >= 2000]  # by then it has heard both
    assert [span for span in spans(made, "csm") if span[0] >= 2000] == late
    assert [span for span in spans(made, "customer") if span[0] >= 2950] == [s for s in PARTNER if s[0] >= 2950]


def test_words_of_the_other_are_left_out() -> None:
    made = kept(room(12.0, 0.0, CSM, PARTNER))
    said = [one for one in made if isinstance(one, Utterance)]
    assert sorted(one.start_s for one in said if one.speaker == "csm") == [1.0, 20.0, 40.0]
    assert sorted(one.start_s for one in said if one.speaker == "customer") == [10.0, 30.0, 47.0]


def test_while_only_one_has_spoken_the_louder_microphone_counts() -> None:
    made = kept(room(12.0, 0.0, CSM, []))
    assert spans(made, "csm") == CSM
    assert spans(made, "customer") == []


def test_two_at_once_both_count() -> None:
    both = [*CSM[:1], (3000, 3900)]
    made = kept(room(12.0, 0.0, both, PARTNER))
    for who in ("csm", "customer"):
        inside = [(max(first, 3000), min(last, 3900)) for first, last in set(spans(made, who))]
        assert sum(last - first for first, last in inside if last > first) > 450


def test_one_place_is_no_two() -> None:
    assert middle_db(np.full(300, 5.0)) == 0.0
    assert middle_db(np.zeros(3)) == 0.0
    assert middle_db(np.concatenate((np.full(300, 20.0), np.full(200, 2.0)))) == pytest.approx(11.0)
    assert middle_db(np.concatenate((np.full(300, 4.0), np.full(200, 0.0)))) == 0.0


def test_everything_else_passes() -> None:
    gap = Gap(1.0, 2.0, "audio", "lost")
    unknown = SpeechSegment(1.0, 2.0, "unknown")
    assert TwoMicrophones().push(gap) == [gap]
    assert TwoMicrophones().push(unknown) == [unknown]
