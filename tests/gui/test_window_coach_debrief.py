"""The learner's side of a review: comments, requests, ratings and values of coaches in the debrief."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from coaching_examples import COACH, comments, overridden, rated
from conftest import settle
from examples import opened
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.practice.self_check import SelfCheck
from app.ui.routes import ToDebrief, ToPractice
from perception.recording.review_notes import Comment
from perception.types import Span

SAID = SelfCheck({"E": 70.0, "A": 80.0}, "I hurried.")


@pytest.fixture
def debrief(make_main):
    def make(*entries, said=SAID, media=None, **settings):
        def opener(folder):
            return replace(opened(folder, media), entries=entries, self_check=said)

        window = make_main(opener=opener, **{"your_name": "Sam", **settings})
        window.go(ToDebrief(Path("/sessions/a")))
        settle(window)
        return window, window.page

    return make


def buttons(widget):
    return {one.accessibleName(): one for one in widget.findChildren(QPushButton)}


def test_without_a_coach_there_is_no_part_for_one(debrief):
    _, page = debrief()
    assert page.coach is None
    assert not any("coach" in words for words in page.rooms.buttons)


def test_both_values_stand_at_the_letter(debrief):
    _, page = debrief(overridden())
    row = next(shown for shown in page.rows if shown.view.letter == "A")
    assert row.view.number == "48"
    assert row.view.coach == (
        f"Measured 48; your coach {COACH} says 75: “You gave the feeling back in your own words at 03:20.”",
    )


def test_the_coachs_rating_stands_beside_the_own_view_and_the_measurement(debrief):
    _, page = debrief(rated())
    view = page.coach.view
    assert view.columns == ("You said", COACH, "Measured")
    assert [(one.letter, one.cells) for one in view.rated][:4] == [
        ("E", ("70", "4 of 5", "82")),
        ("M", ("–", "3 of 5", "44")),
        ("P", ("–", "3 of 5", "–")),
        ("A", ("80", "4 of 5", "48")),
    ]
    _, alone = debrief(rated(), said=None)
    assert alone.coach.view.columns == (COACH, "Measured")


def test_a_rating_that_is_not_finished_is_not_shown_yet(debrief):
    _, page = debrief(replace(rated(), done=False), *comments())
    assert page.coach.view.rated == ()


def test_comments_stand_by_time_with_their_clip(debrief, tmp_path):
    media = tmp_path / "media.mkv"
    _, page = debrief(*comments(), media=media)
    assert [card.shown.id for card in page.coach.cards] == ["c3", "c1", "c2"]
    played = []
    page.player.play = lambda part, span: played.append((part.path, span))
    buttons(page.coach.cards[1])["Play 02:12"].click()
    assert played == [(media, Span(132.0, 138.0))]


def test_without_a_recording_nothing_is_offered_to_play(debrief):
    _, page = debrief(*comments())
    assert "Play 02:12" not in buttons(page.coach.cards[1])


def test_the_learner_answers_and_can_take_it_back(debrief, coaching):
    window, page = debrief(*comments())
    page.show_part("coach")
    panel = page.coach
    QTest.keyClick(panel.cards[2], Qt.Key.Key_R)
    assert panel.composer.isVisibleTo(panel)
    panel.composer.field.setPlainText("That one came by itself.")
    panel.composer.save_button.click()
    settle(window)
    [kept] = coaching.entries
    assert isinstance(kept, Comment)
    assert (kept.reply_to, kept.role, kept.author) == ("c2", "learner", "Sam")
    assert [one.text for one in panel.cards[2].shown.answers] == ["That one came by itself."]
    window._toast._take_back()
    settle(window)
    assert panel.cards[2].shown.answers == ()


def test_own_answers_can_be_edited_and_deleted_the_coachs_words_cannot(debrief, coaching):
    window, page = debrief(*comments())
    panel = page.coach
    named = buttons(panel.cards[1])
    assert [name for name in named if name.startswith(("Edit", "Delete"))] == [
        "Edit your words at 02:12",
        "Delete your words at 02:12",
    ]
    named["Edit your words at 02:12"].click()
    panel.composer.field.setPlainText("I will wait two breaths.")
    panel.composer.save_button.click()
    settle(window)
    assert [one.text for one in panel.cards[1].shown.answers] == ["I will wait two breaths."]
    buttons(panel.cards[1])["Delete your words at 02:12"].click()
    settle(window)
    assert panel.cards[1].shown.answers == ()


def test_a_request_for_another_take_stands_first_and_leads_to_practice(debrief):
    window, page = debrief(*comments())
    [request] = page.view.coach.requests
    assert (request.who, request.time) == (COACH, "02:08")
    named = buttons(page)
    named["Read and answer " + COACH].click()
    assert page.rooms.part == "coach"
    again = [one for one in page.findChildren(QPushButton) if one.accessibleName() == "Practise this again from 02:08"]
    again[0].click()
    settle(window)
    assert type(window._route) is ToPractice


@pytest.mark.parametrize("size", [(1280, 720), (900, 620)])
def test_it_fits_with_very_large_text(debrief, size):
    window, page = debrief(rated(), overridden(), *comments(), text_size="largest")
    window.resize(*size)
    page.show_part("coach")
    settle(window)
    assert page.coach.minimumSizeHint().width() <= size[0]
    for card in page.coach.cards:
        assert card.width() <= size[0]
