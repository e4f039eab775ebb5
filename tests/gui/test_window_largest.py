"""Text of twice the size in the smallest window: nothing is cut, covered or out of reach."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import settle
from examples import opened, snapshot
from fake_engine import DEVICES
from practice_examples import CHOICE, speaks
from practice_examples import entries as scenario_entries
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QScrollArea, QWidget

from app.engine.messages import Heard, ImportProgress, PartnerPlan, PracticePlan, Problem, StartCall, StateChanged
from app.practice.cue_values import CueSettings
from app.ui.routes import (
    PartnerChoice,
    ToBin,
    ToCalibration,
    ToCall,
    ToDebrief,
    ToDrills,
    ToHelp,
    ToHome,
    ToImport,
    ToPartner,
    ToPartnerRating,
    ToPersona,
    ToPractice,
    ToSelfCheck,
    ToSessions,
    ToSettings,
    ToSetup,
    ToWorkshop,
)
from app.ui.widgets.choice_card import ChoiceCard
from app.ui.widgets.kit import plain_hint
from app.ui.widgets.notices import Toast
from perception.types import Utterance

SIZE = (1280, 720)
PLAN = StartCall("/sessions/new", "Renewal at risk after an outage", "cam0", "mic0", "mon0")
PRACTICE = replace(PLAN, customer_audio_id=None, practice=PracticePlan("/scenarios/renewal-after-outage.yaml"))
PARTNER = PartnerChoice(CHOICE.file, CHOICE.scenario)
SHARED = replace(PLAN, customer_audio_id=None, partner=PartnerPlan(CHOICE.scenario.id, shares_microphone=True))
SAID = "Third time this quarter. I had the board on the line, and I had nothing to tell them."
SLACK = 2  # pixels that rounding may take
ROUTES = {
    "home": ToHome(),
    "picker": ToPractice(),
    "persona": ToPersona(scenario_entries()[2], calls=2),
    "set-up of an own call": ToSetup(),
    "set-up of practice": ToSetup(CHOICE),
    "set-up with a partner": ToSetup(partner=PARTNER),
    "calibration": ToCalibration(DEVICES.cameras[0], DEVICES.microphones[0]),
    "free call": ToCall(PLAN),
    "practice call": ToCall(PRACTICE, CHOICE),
    "call with a partner": ToCall(SHARED, partner=PARTNER),
    "partner": ToPartner(scenario_entries()[2], calls=0),
    "partner's rating": ToPartnerRating(Path("/sessions/a")),
    "self-check": ToSelfCheck(Path("/sessions/a")),
    "debrief": ToDebrief(Path("/sessions/a")),
    "sessions": ToSessions(),
    "bin": ToBin(),
    "import": ToImport(),
    "settings": ToSettings(),
    "help": ToHelp(),
    "drills": ToDrills(),
    "shelf": ToWorkshop(),
}


def cut(window: QWidget) -> list[str]:
    """The labels and buttons that have less room than their words need, or that nobody can scroll to."""
    found = []
    for part in window.findChildren(QWidget):
        if not part.isVisible() or not isinstance(part, QLabel | QAbstractButton) or not part.text():
            continue
        if (
            isinstance(part, QLabel)
            and part.text().endswith("…")
            and part.toolTip() == plain_hint(part.accessibleName())
        ):
            continue  # gives way on purpose; the whole of it is its tip
        wide, tall = _needed(part)
        if part.width() < wide - SLACK or part.height() < tall - SLACK:
            found.append(f"{part.text()!r} needs {wide}x{tall}, has {part.width()}x{part.height()}")
        elif not _within(part, window):
            found.append(f"{part.text()!r} is out of reach")
    return found


def _needed(part: QWidget) -> tuple[int, int]:
    hint = part.sizeHint()
    if part.hasHeightForWidth():
        return part.minimumSizeHint().width(), part.heightForWidth(part.width())
    return hint.width(), hint.height()


def _within(part: QWidget, window: QWidget) -> bool:
    """Whether it is inside of everything around it; in a part that scrolls, as to its width."""
    inner = part
    while inner is not window:
        around = inner.parentWidget()
        scroller = around.parentWidget()
        if isinstance(scroller, QScrollArea) and scroller.viewport() is around:
            left = part.mapTo(around, QPoint(0, 0)).x()
            return left >= 0 and left + part.width() <= around.width() + SLACK
        place = QRect(inner.mapTo(around, QPoint(0, 0)), inner.size())
        if not around.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(place):
            return False
        inner = around
    return True


@pytest.fixture
def largest(make_main, engine):
    """The window with the largest text, at a page."""

    def at(route):
        window = make_main(text_size="largest")
        window.resize(*SIZE)
        window.go(route)
        settle(window)
        assert window.size().toTuple() == SIZE
        return window

    return at


@pytest.mark.parametrize("page", ROUTES)
def test_no_text_is_cut(largest, page: str) -> None:
    assert cut(largest(ROUTES[page])) == []


def test_the_questions_of_the_first_start_fit(make_main) -> None:
    window = make_main(consented=False, text_size="largest")
    window.resize(*SIZE)
    window.go(ToSetup())
    settle(window)
    assert cut(window) == []


def test_the_end_of_a_call_and_of_an_import_fits(largest, engine) -> None:
    window = largest(ToCall(PLAN))
    engine.push(StateChanged("finishing"), ImportProgress(0.6, 8.0, "Listening to the last words again."))
    settle(window)
    assert cut(window) == []


def test_leaving_a_calibration_offers_whole_words(largest, engine) -> None:
    window = largest(ToCalibration(DEVICES.cameras[0], DEVICES.microphones[0]))
    window.page.act("skip")
    settle(window)
    window.page.act("leave")
    settle(window)
    assert cut(window) == []


@pytest.mark.parametrize("route", [ToCall(PLAN), ToCall(PRACTICE, CHOICE)], ids=["free", "practice"])
def test_the_caption_leaves_the_face_free(largest, engine, route) -> None:
    window = largest(route)
    heard = Heard(Utterance(40.0, 46.0, "customer", SAID))
    engine.push(snapshot(42.0, {}, customer=True), speaks(SAID, 40.0) if route.practice else heard)
    settle(window)
    tile = window.page.tile
    font, back = tile._caption_place(int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap))
    assert back.top() >= tile.height() * 0.69, "the chin is covered"
    assert back.bottom() <= tile.height()
    assert back.left() >= 0
    assert back.right() <= tile.width()
    assert font.pixelSize() >= 20, "smaller than at the normal text size"
    assert QFontMetrics(font).height() * 2 < back.height()


def test_a_problem_in_a_call_leaves_face_and_commands(largest, engine) -> None:
    window = largest(ToCall(PLAN))
    engine.push(Heard(Utterance(40.0, 46.0, "customer", SAID)), snapshot(42.0, {}, customer=True))
    engine.push(Problem("camera", "The camera was unplugged.", "Plug it in or choose another.", "paused", "Kept."))
    window.page.show_diagnostics()
    settle(window)
    assert cut(window) == []
    tile = window.page.tile
    _font, back = tile._caption_place(int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap))
    assert back.top() >= tile.height() * 0.69


def test_a_choice_of_the_set_up_takes_lines_and_can_still_be_clicked(largest, qtbot) -> None:
    window = largest(ToSetup(partner=PARTNER))
    seated: QCheckBox = window.page.other.seated
    assert seated.height() > 1.5 * seated.fontMetrics().height()
    was = seated.isChecked()
    qtbot.mouseClick(seated, Qt.MouseButton.LeftButton, pos=QPoint(10, seated.height() // 2))
    assert seated.isChecked() is not was


def test_the_large_choices_of_the_first_page_show_their_whole_sentence(largest) -> None:
    page = largest(ToHome()).page
    for choice in page.findChildren(ChoiceCard):
        assert choice.height() >= choice.heightForWidth(choice.width())
    assert page.practise.height() > page.practise.sizeHint().height()


def test_a_long_confirmation_takes_lines_inside_of_the_window(largest) -> None:
    window = largest(ToHome())
    said = "Not saved yet, kept as a draft. The turn “boils” may lead nowhere: its last way has a condition."
    toast = window.findChild(Toast)
    toast.tell(said, lambda: None)
    settle(window)
    assert toast.parentWidget().rect().contains(toast.geometry())
    assert cut(toast) == []
    toast.tell("Kept.")
    settle(window)
    assert toast.width() < SIZE[0] / 2


def test_help_is_chosen_from_one_box(largest) -> None:
    page = largest(ToHelp()).page
    page.topics.setCurrentIndex(2)
    page.topics.activated.emit(2)
    assert page.pages[page.topics.itemData(2)][0] in page.browser.toPlainText()


def test_the_partners_keys_can_be_reached_on_a_small_screen(largest) -> None:
    window = largest(ToPartner(scenario_entries()[2], calls=0))
    window.page.show_here()
    card = window.partner.window
    card.resize(*SIZE)
    settle(window)
    assert card.height() == SIZE[1]
    assert cut(card) == []


def test_the_strip_beside_an_own_call_is_not_wider_than_the_screen(largest, engine) -> None:
    window = largest(ToSetup())
    window.go(ToCall(replace(PLAN, cues=CueSettings()), beside=True))
    settle(window)
    engine.push(snapshot(252.0, {}, customer=True))
    settle(window)
    assert window.page.side.strip.width() <= SIZE[0]


def test_the_transcript_shows_more_than_a_line(largest) -> None:
    window = largest(ToDebrief(opened(Path()).folder))
    page = window.page
    page.show_part("transcript")
    settle(window)
    table = page.transcript.table
    assert table.height() >= 10 * page.theme.sizes.body
    table.selectRow(3)
    page.transcript.correct_button.click()
    assert table.visibleRegion().boundingRect().height() == table.height()


def test_the_normal_size_stays_as_it_was(make_main) -> None:
    window = make_main(text_size="normal")
    window.resize(1280, 800)
    settle(window)
    assert window.page.practise.height() == window.page.practise.sizeHint().height()
    sizes = window.theme.sizes
    assert not sizes.very_large
    assert sizes.room(620) == 620
