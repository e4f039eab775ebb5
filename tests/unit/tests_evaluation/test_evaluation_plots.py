"""Plots: what is drawn, under which name, the same every time."""

from __future__ import annotations

import numpy as np
import pytest

from tests.evaluation import plots

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def test_names_are_plain_and_the_same_every_time() -> None:
    assert plots.file_name("Smile, GENKI (own neutral)") == "smile-genki-own-neutral.png"
    assert plots.file_name("E", "away") == "e-away.png"


def test_roc_points_of_a_known_ranking() -> None:
    false_rate, true_rate = plots.roc_points([1, 1, 0, 0], [0.9, 0.6, 0.6, 0.1])
    assert false_rate.tolist() == [0.0, 0.0, 0.5, 1.0]
    assert true_rate.tolist() == [0.0, 0.5, 1.0, 1.0]
    assert np.trapezoid(true_rate, false_rate) == pytest.approx(0.875)


def test_every_plot_is_saved_under_its_name_and_is_the_same_again(tmp_path) -> None:
    random = np.random.default_rng(2)
    truth, score = np.arange(40) % 2, random.normal(size=40)

    def draw(folder):
        return [
            plots.roc(folder, "roc.png", title="t", curves={"ours": (truth, score + truth), "bare": (truth, score)}),
            plots.scatter(folder, "scatter.png", title="t", x="true", y="seen", clouds={"all": (score, score)}),
            plots.histogram(folder, "histogram.png", title="t", x="level", groups={"a": score, "b": score + 1}),
            plots.drawn(folder, "line.png", lambda axes: axes.plot([0, 1]), title="t", x="a", y="b"),
        ]

    names = draw(tmp_path / "one")
    assert draw(tmp_path / "two") == names
    for name in names:
        first = (tmp_path / "one" / name).read_bytes()
        assert first.startswith(SIGNATURE)
        assert first == (tmp_path / "two" / name).read_bytes()
