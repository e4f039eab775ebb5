"""Agreement figures against tables worked out by hand and against their definitions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.library.agreement.letters import (
    MACHINE,
    agreement,
    agreement_words,
    coaches_of,
    furthest_apart,
    rating_of,
)
from app.library.agreement.rated import RatedCall, blind_ratings, rated_calls
from app.library.agreement.scale import nearest_step, on_measured_scale, on_rating_scale
from app.library.agreement.statistics import (
    UNKNOWN,
    Estimate,
    estimate,
    icc_agreement,
    mean_difference,
    weighted_kappa,
)
from perception.recording.review_notes import CoachRating, Withdrawal, append_review
from perception.recording.writer import SessionWriter
from tests.unit.perception_recording import session_samples

_WHEN = "2026-03-03T08:00:00+01:00"
steps = st.integers(1, 5).map(float)


def by_table(first: list[float], second: list[float]) -> float:
    """Quadratic-weighted kappa from the table of counts, as it is defined."""
    table = np.zeros((5, 5))
    for one, other in zip(first, second, strict=True):
        table[int(one) - 1, int(other) - 1] += 1
    table /= table.sum()
    weights = np.subtract.outer(np.arange(5), np.arange(5)) ** 2
    expected = np.outer(table.sum(axis=1), table.sum(axis=0))
    return float(1.0 - (weights * table).sum() / (weights * expected).sum())


def by_anova(first: list[float], second: list[float]) -> float:
    """ICC(A,1) from the mean squares of a two-way table, as it is defined."""
    table = np.array([first, second]).T
    n, k = table.shape
    grand = table.mean()
    rows = k * ((table.mean(axis=1) - grand) ** 2).sum() / (n - 1)
    columns = n * ((table.mean(axis=0) - grand) ** 2).sum() / (k - 1)
    rest = table - table.mean(axis=1, keepdims=True) - table.mean(axis=0, keepdims=True) + grand
    error = (rest**2).sum() / ((n - 1) * (k - 1))
    return float((rows - error) / (rows + (k - 1) * error + k / n * (columns - error)))


@given(st.lists(st.tuples(steps, steps), min_size=3, max_size=40))
def test_kappa_and_icc_are_what_they_are_defined_as(pairs: list[tuple[float, float]]) -> None:
    first, second = ([pair[side] for pair in pairs] for side in (0, 1))
    if len(set(first) | set(second)) < 2:
        assert np.isnan(weighted_kappa(np.array(first), np.array(second)))
        return
    assert weighted_kappa(np.array(first), np.array(second)) == pytest.approx(by_table(first, second))
    icc = icc_agreement(np.array(first), np.array(second))
    if np.isfinite(icc):
        assert icc == pytest.approx(by_anova(first, second))


def test_the_published_example_of_icc() -> None:
    """Shrout and Fleiss 1979, table 2, judges 1 and 2: worked out from their mean squares."""
    first, second = [9.0, 6, 8, 7, 10, 6], [2.0, 1, 4, 1, 5, 2]
    assert icc_agreement(np.array(first), np.array(second)) == pytest.approx(by_anova(first, second))
    assert 0.0 < float(icc_agreement(np.array(first), np.array(second))) < 0.3  # they differ in level


def test_those_who_always_agree_and_those_who_are_shifted() -> None:
    one = np.array([1.0, 2, 3, 4, 5, 3])
    assert weighted_kappa(one, one) == 1.0
    assert icc_agreement(one, one) == pytest.approx(1.0)
    assert mean_difference(one + 1, one) == pytest.approx(1.0)
    assert weighted_kappa(one, one[::-1]) < 0.5


def test_an_interval_holds_its_value_and_is_the_same_every_time() -> None:
    rng = np.random.default_rng(1)
    truth = rng.integers(1, 6, 40).astype(float)
    other = np.clip(truth + rng.integers(-1, 2, 40), 1, 5)
    first = estimate(weighted_kappa, truth, other)
    assert first == estimate(weighted_kappa, truth, other)
    assert first.low is not None
    assert first.value is not None
    assert first.high is not None
    assert first.low < first.value < first.high
    wide = estimate(weighted_kappa, truth[:8], other[:8])
    assert wide.low is not None
    assert wide.high is not None
    assert wide.high - wide.low > first.high - first.low


def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    rng = np.random.default_rng(2)
    population = rng.integers(1, 6, 200_000).astype(float)
    noisy = np.clip(population + rng.integers(-1, 2, len(population)), 1, 5)
    truth = float(weighted_kappa(population, noisy))
    covered = 0
    for _ in range(60):
        chosen = rng.integers(0, len(population), 50)
        found = estimate(weighted_kappa, population[chosen], noisy[chosen])
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= truth <= found.high
    assert covered >= 50  # 57 expected of 60


def test_too_few_calls_and_no_variation_are_unknown_and_never_zero() -> None:
    few = np.array([1.0, 2, 3, 4])
    assert estimate(weighted_kappa, few, few) == UNKNOWN
    same = np.full(10, 3.0)
    assert estimate(weighted_kappa, same, same) == UNKNOWN
    assert estimate(mean_difference, same, same).value == 0.0


def test_the_two_scales_meet() -> None:
    assert [on_rating_scale(value) for value in (0, 25, 50, 100, 120)] == [1, 2, 3, 5, 5]
    assert [nearest_step(value) for value in (0, 12, 12.5, 62, 63, 100)] == [1, 1, 2, 3, 4, 5]
    assert [on_measured_scale(on_rating_scale(value)) for value in (0, 30, 100)] == pytest.approx([0, 30, 100])


# ------------------------------------------------------------ reading


def kept(root: Path, name: str, *ratings: CoachRating | Withdrawal, session_id: str = "") -> Path:
    folder = root / name
    writer = SessionWriter(folder, session_samples.header(session_id=session_id or name), video=False, audio=())
    writer.write_scorecard(session_samples.scorecard())
    writer.close(reason="done")
    append_review(folder, ratings)
    return folder


def rating(key: str, author: str, value: int, *, done: bool = True, blind: bool = True) -> CoachRating:
    return CoachRating(key, author, _WHEN, {"E": value, "P": value}, done=done, blind=blind)


def test_only_finished_blind_ratings_count_and_the_last_of_them() -> None:
    entries = [
        rating("a1", "Maria", 2),
        rating("a2", "Maria", 3),
        rating("a3", "Maria", 5, blind=False),
        rating("b1", "Ben", 1, done=False),
        rating("c1", "Eva", 4),
        Withdrawal("c2", "Eva", _WHEN, "c1"),
    ]
    assert blind_ratings(entries) == {"Maria": {"E": 3, "P": 3}}
    assert blind_ratings([*entries, Withdrawal("c3", "Eva", _WHEN, "c1", back=True)]).keys() == {"Maria", "Eva"}
    assert blind_ratings(entries[::-1]) == blind_ratings(entries)


def test_calls_are_read_once_each_and_what_was_not_measured_is_left_out(tmp_path: Path) -> None:
    folders = [
        kept(tmp_path, "one", rating("a1", "Maria", 4)),
        kept(tmp_path, "copy", rating("b1", "Ben", 2), session_id="one"),
        kept(tmp_path, "bare"),
        tmp_path / "absent",
    ]
    calls = rated_calls(folders)
    assert [(call.session_id, sorted(call.coaches)) for call in calls] == [("one", ["Ben", "Maria"])]
    assert calls[0].measured["E"] == 82.4
    assert "P" not in calls[0].measured
    assert "M" not in calls[0].measured  # a band is no value
    assert rating_of(calls[0], MACHINE, "P") is None
    assert coaches_of(calls) == (("Ben", 1), ("Maria", 1))


# ------------------------------------------------------------ letters in words


def made(values: list[tuple[float, int]], author: str = "Maria") -> list[RatedCall]:
    return [RatedCall(str(number), {"A": value}, {author: {"A": step}}) for number, (value, step) in enumerate(values)]


def test_a_coach_who_agrees_and_one_who_is_milder() -> None:
    rng = np.random.default_rng(3)
    values = [float(value) for value in rng.uniform(0, 100, 60)]
    good = {one.letter: one for one in agreement(made([(value, nearest_step(value)) for value in values]), "Maria")}
    assert good["A"].calls == 60
    assert good["A"].kappa.value == pytest.approx(1.0)
    assert good["A"].words == "The two agree well."
    assert good["E"].kappa == UNKNOWN
    assert good["E"].words.startswith("Too few calls to tell: 5 more are needed")
    mild = agreement(made([(value, min(5, nearest_step(value) + 1)) for value in values]), "Maria")[3]
    assert mild.difference.value == pytest.approx(0.8, abs=0.2)
    assert "Maria rates higher than the measurement, by half a step or more." in mild.words


def test_words_do_not_praise_what_is_not_sure() -> None:
    unsure = agreement_words(8, Estimate(0.7, 0.1, 0.95), Estimate(0.0, -0.2, 0.2), ("Ben", "Eva"))
    assert "leave room for doubt" in unsure
    assert "12 more calls would make this surer." in unsure
    apart = agreement_words(30, Estimate(0.1, -0.2, 0.3), Estimate(-0.4, -0.6, -0.3), ("Ben", "Eva"))
    assert apart.startswith("The two rarely agree.")
    assert apart.endswith("Eva rates higher than Ben, by less than half a step.")
    assert "rated alike" in agreement_words(9, UNKNOWN, Estimate(0.0, 0.0, 0.0), ("Ben", "Eva"))


def test_the_calls_that_lie_furthest_apart_come_first() -> None:
    calls = made([(50.0, 3), (0.0, 5), (50.0, 4), (90.0, 5)])
    assert [call.session_id for call in furthest_apart(calls, "A", "Maria")] == ["1", "2"]


def test_two_coaches_are_compared_on_the_calls_both_rated() -> None:
    calls = [RatedCall(str(i), {}, {"Ben": {"A": 1 + i % 5}, "Eva": {"A": 1 + i % 5}}) for i in range(10)]
    calls.append(RatedCall("x", {}, {"Ben": {"A": 1}}))
    found = agreement(calls, "Ben", "Eva")[3]
    assert (found.calls, found.kappa.value) == (10, 1.0)
