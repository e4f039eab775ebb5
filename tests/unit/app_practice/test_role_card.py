"""The partner's secret card: made for every shipped scenario, with an arc, three lines, and what helps and hurts."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.practice.role_card import OPENING_LINES, RoleCard, role_card
from app.practice.role_card_text import role_card_html, role_card_style
from app.practice.scenario.loader import load_scenario

SHIPPED = sorted((Path(__file__).parents[3] / "assets" / "scenarios").glob("*.yaml"))


def card_of(path: Path) -> RoleCard:
    return role_card(load_scenario(path).scenario)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_scenario_has_a_card_with_an_arc(path: Path) -> None:
    card = card_of(path)
    assert len(card.lines) == OPENING_LINES
    assert card.happened
    assert card.means
    assert card.needs
    assert card.begin.endswith(".")
    # The two ways begin with the same feeling, and the good one has more stations.
    assert card.better[0] == card.worse[0]
    assert len(card.better) >= 3
    assert card.better != card.worse
    assert card.ends_well
    assert card.ends_badly
    assert card.ends_well != card.ends_badly
    assert set(card.calms).isdisjoint(card.angers)


def test_the_card_of_the_outage() -> None:
    card = card_of(next(path for path in SHIPPED if path.stem == "outage-closing-day"))
    assert card.name == "Maya Lindqvist"
    assert card.first_name == "Maya"
    assert card.begin == "You feel furious. Play it tense."
    assert [step.feeling for step in card.better] == [
        "furious",
        "exhausted",
        "worried",
        "a little nervous",
        "relieved",
        "grateful",
    ]
    assert [step.hidden for step in card.better] == [False, False, True, True, False, False]
    assert card.worse[-1].feeling == "angry"
    assert "straight talk about what is not known yet" in card.calms
    assert "the word unfortunately" in card.angers
    assert card.unsaid[0].startswith("You feel worried. You only say: “Anyway.")
    assert card.ends_badly.startswith("I'm done.")


def test_the_words_of_the_card_hold_everything_and_no_mark_up_of_the_scenario() -> None:
    from dataclasses import replace

    card = replace(card_of(SHIPPED[0]), name="A <b>b</b> & C")
    html = role_card_html(card)
    assert "You play A &lt;b&gt;b&lt;/b&gt; &amp; C" in html
    for line in card.lines:
        assert line.replace("'", "&#x27;") in html
    for heading in ("What happened", "How you begin", "How it goes on", "This helps", "This hurts", "How you leave"):
        assert heading in html
    assert "16px" in role_card_style(10.0)


def test_a_card_with_little_on_it_leaves_headings_out() -> None:
    from dataclasses import replace

    card = replace(card_of(SHIPPED[0]), happened=(), better=(), ends_well="", ends_badly="", unsaid=())
    html = role_card_html(card)
    assert "What happened" not in html
    assert "How you leave" not in html
    assert "as you like" in html
