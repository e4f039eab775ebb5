"""Two voices on one track, made of timbre alone: no sound and no model."""

from __future__ import annotations

import numpy as np
import pytest

from perception.features.prosody import frame_views, spectra_of
from perception.features.timbre import TIMBRE, timbre_of
from perception.features.voice_groups import MOST_PIECES, part, ward
from perception.features.voice_split import Hops, VoiceSplit, split_voices

SPREAD = 2.6  # of the timbre of people near a microphone


def voice(place: float, hops: int, rng: np.random.Generator, *, spread: float = SPREAD) -> np.ndarray:
    """Timbre that changes from sound to sound, every 80 ms, around a place of its own."""
    sounds = rng.normal(0.0, spread, (hops // 8 + 1, TIMBRE))
    colour = np.where(np.arange(TIMBRE) % 2 == 0, place, -place)
    return np.repeat(sounds, 8, axis=0)[:hops] + colour + rng.normal(0.0, 0.3, (hops, TIMBRE))


def talk(
    places: list[float], *, turns: int = 24, seed: int = 3, spread: float = SPREAD
) -> tuple[np.ndarray, Hops, list[tuple[float, float, int]]]:
    """Speech of several in turn, each 1 to 4 s with a pause of .3 s, and the truth."""
    rng = np.random.default_rng(seed)
    timbre, level, truth, done = [], [], [], 0
    for turn in range(turns):
        who = turn % len(places)
        hops = int(rng.integers(100, 400))
        timbre += [rng.normal(0, 1, (30, TIMBRE)), voice(places[who], hops, rng, spread=spread)]
        level += [np.full(30, -80.0), rng.uniform(-35, -15, hops)]
        truth.append((0.01 * (done + 30), 0.01 * (done + 30 + hops), who))
        done += 30 + hops
    speech = np.asarray([(a, b) for a, b, _ in truth])
    times_s = 0.01 * np.arange(done) + 0.005
    return speech, Hops(times_s, np.concatenate(level), np.concatenate(timbre)), truth


def right_share(split: VoiceSplit, truth: list[tuple[float, float, int]]) -> float:
    """Share of the time in which the voices are those of the truth, named the better way round."""
    right = sum(
        min(b, r.end_s) - max(a, r.start_s)
        for a, b, who in truth
        for r in split.runs
        if r.voice == who and min(b, r.end_s) > max(a, r.start_s)
    )
    share = right / sum(b - a for a, b, _ in truth)
    return max(share, 1.0 - share)


def test_two_voices_are_told_apart() -> None:
    speech, hops, truth = talk([1.5, -1.5])
    split = split_voices(speech, hops)
    assert split.verdict == "two"
    assert split.certainty > 0.8
    assert right_share(split, truth) > 0.99
    assert all(run.log_odds > 1.1 for run in split.runs)


def test_a_change_without_a_pause_is_found() -> None:
    speech, hops, truth = talk([1.5, -1.5])
    joined = np.vstack((speech[:4], [[speech[4, 0], speech[5, 1]]], speech[6:]))
    quiet = (hops.times_s > speech[4, 1]) & (hops.times_s < speech[5, 0])
    filled = hops.timbre.copy()
    filled[quiet] = voice(1.5, int(quiet.sum()), np.random.default_rng(9))
    level = np.where(quiet, -20.0, hops.level_dbfs)
    split = split_voices(joined, Hops(hops.times_s, level, filled))
    change = [run.start_s for run in split.runs if speech[4, 0] + 0.1 < run.start_s < speech[5, 1]]
    assert len(change) == 1
    assert change[0] == pytest.approx(speech[5, 0], abs=0.2)
    assert right_share(split, truth) > 0.97


@pytest.mark.parametrize("seed", range(4))
def test_one_voice_stays_one(seed: int) -> None:
    speech, hops, _ = talk([0.5], seed=seed)
    split = split_voices(speech, hops)
    assert (split.verdict, split.certainty) == ("one", 1.0)
    assert {run.voice for run in split.runs} == {0}
    assert [(run.start_s, run.end_s) for run in split.runs] == [tuple(span) for span in speech.tolist()]


def test_three_voices_are_too_many() -> None:
    speech, hops, _ = talk([2.2, -2.2, 0.0], turns=30)
    assert split_voices(speech, hops).verdict == "many"


def test_a_far_microphone_is_not_clear() -> None:
    speech, hops, _ = talk([0.2, -0.2], spread=1.7)
    split = split_voices(speech, hops)
    assert (split.verdict, split.certainty) == ("unclear", 0.0)


def test_silence() -> None:
    _, hops, _ = talk([1.0], turns=2)
    assert split_voices(np.empty((0, 2)), hops) == VoiceSplit("silent", (), 0.0)
    assert split_voices(np.empty((0, 2)), Hops(np.zeros(0), np.zeros(0), np.zeros((0, TIMBRE)))).verdict == "silent"


def test_a_voice_of_a_word_or_two_is_none() -> None:
    speech, hops, truth = talk([1.5])
    timbre = hops.timbre.copy()
    a, b, _ = truth[3]
    inside = (hops.times_s > a) & (hops.times_s < b)
    timbre[inside] = voice(-1.5, int(inside.sum()), np.random.default_rng(4))
    assert split_voices(speech, Hops(hops.times_s, hops.level_dbfs, timbre)).verdict != "two"


def test_ward_parts_two_heaps_and_long_calls_are_parted_by_a_part_of_them() -> None:
    rng = np.random.default_rng(0)
    heaps = np.vstack((rng.normal(0, 1, (20, 3)), rng.normal(8, 1, (30, 3))))
    second = ward(heaps)
    assert len({*second[:20]}) == len({*second[20:]}) == 1
    assert second[0] != second[-1]
    pieces = [voice(1.5 if k % 2 else -1.5, 60, rng) for k in range(MOST_PIECES + 41)]
    parting = part(pieces, least_hops=500)
    assert parting is not None
    assert len({*parting.second[::2]}) == len({*parting.second[1::2]}) == 1


def test_too_little_speech_has_no_parts() -> None:
    assert part([np.zeros((50, TIMBRE))] * 3, least_hops=10) is None


def test_timbre_tells_colours_apart_and_not_loudness() -> None:
    rng = np.random.default_rng(1)
    noise = rng.standard_normal(16000).astype(np.float32) * 0.1
    dark = np.convolve(noise, np.ones(12) / 12.0, mode="same").astype(np.float32)
    bright, loud, low = (timbre_of(spectra_of(frame_views(x))).mean(axis=0) for x in (noise, noise * 4, dark))
    assert bright.shape == (TIMBRE,)
    assert np.allclose(bright, loud, atol=0.05)
    assert low[0] - bright[0] > 3.0
