"""A call's way to a coach and back: reviewed, shared without face, opened by another, rated, notes returned."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.bootstrap import analyse_media
from app.engine.messages import ImportMedia
from app.library.wanted import Wanted
from app.ui.routes import ToDebrief, ToPackage, ToReview, ToSessions, ToShare
from perception.recording.review_notes import CoachRating, Comment, read_review
from perception.types import LETTERS
from tests import media_samples as make
from tests.review_window import review_window

pytestmark = pytest.mark.qt_log_ignore("PulseAudioService", "No RHI backend", "No HW decoder", extend=True)
CLIP_S = 12.0
PASSPHRASE = "amber kettle stone violin"
TRY = "One breath before you answer."


class Person:
    """One person at a machine of their own."""

    def __init__(self, qtbot, root: Path, name: str) -> None:
        self.bot, self.root = qtbot, root
        _app, self.window, _open = review_window(root, your_name=name)
        qtbot.addWidget(self.window)
        qtbot.waitExposed(self.window)

    def go(self, route, page_name: str):
        self.window.go(route)
        self.until(lambda: type(self.page).__name__ == page_name)
        return self.page

    def review(self, folder: Path):
        page = self.go(ToReview(folder), "ReviewPage")
        self.until(lambda: page.review is not None)
        return page

    @property
    def page(self):
        return self.window.page

    def press(self, text: str) -> None:
        self.until(lambda: self._button(text) is not None)
        self.bot.mouseClick(self._button(text), Qt.MouseButton.LeftButton)

    def _button(self, text: str) -> QPushButton | None:
        found = (one for one in self.page.findChildren(QPushButton) if one.text() == text)
        return next((one for one in found if one.isVisible() and one.isEnabled()), None)

    def sessions(self):
        return self.window.shelf.look(Wanted())

    def until(self, condition) -> None:
        self.bot.waitUntil(lambda: bool(condition()), timeout=30_000)

    def close(self) -> None:
        self.page.leave()
        self.bot.waitUntil(lambda: not self.window.tasks.busy, timeout=60_000)
        self.window.close()


@pytest.fixture
def person(qtbot, tmp_path):
    people: list[Person] = []

    def at_work(name: str) -> Person:
        people.append(Person(qtbot, tmp_path / name, name))
        return people[-1]

    yield at_work
    for one in people:
        one.close()


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    """A short call of the drawn person, analysed as the sample call is."""
    root = tmp_path_factory.mktemp("sample")
    clip = make.call_clip(root / "call.mkv", seconds=CLIP_S)
    command = ImportMedia(str(clip), str(root / "sample"), "Renewal at risk", customer_track=1)
    return analyse_media(command, lambda *_far: None, threading.Event(), source="demo").folder


def take_in(who: Person, file: Path, press: str):
    page = who.go(ToPackage(file), "OpenPage")
    who.until(lambda: page.kind)
    page.passphrase.field.setText(PASSPHRASE)
    who.press(press)


def rate(coach: Person, bot) -> None:
    """Seven keys; what was measured shows after the last."""
    page = coach.page
    for letter in LETTERS:
        assert page.coach.locked
        assert page.tracks.canvas.lanes
        dots = page.coach.rating.dots[letter]
        dots.setFocus()
        bot.keyClick(dots, Qt.Key.Key_2)
    assert not page.coach.locked


def test_there_and_back(qtbot, person, sample, tmp_path) -> None:
    folder, file = tmp_path / "Robin" / "library" / "sample", tmp_path / "call.attune"
    folder.parent.mkdir(parents=True)
    sample.rename(folder)
    learner = person("Robin")

    # The learner looks at it alone and sees everything; then shares it without face.
    page = learner.review(folder)
    assert not page.coach.locked
    page = learner.go(ToShare(folder), "SharePage")
    learner.until(lambda: page.variants)
    page.variants["without_face"].setChecked(True)
    page.ask_where = lambda *_asked: file
    page.passphrase.field.setText(PASSPHRASE)
    learner.press("Write the file …")
    learner.until(file.exists)
    learner.until(lambda: learner._button("Copy the passphrase"))

    # The coach opens it: a figure, no face, no voice, nothing measured before the rating, neither here nor in the list.
    coach, notes = person("Kim"), tmp_path / "back.notes.attune"
    take_in(coach, file, "Open")
    coach.until(lambda: type(coach.page).__name__ == "ReviewPage" and coach.page.review is not None)
    opened = coach.page.review.session.folder
    assert not [one for one in opened.iterdir() if one.suffix in (".mkv", ".opus", ".png", ".pdf")]
    assert coach.page.review.session.media == ()
    coach.go(ToSessions(), "SessionsPage")
    coach.until(lambda: coach.page.list.rows.rowCount())
    assert coach.page.list.rows.view(0).marks == {}

    coach.review(opened)
    rate(coach, qtbot)
    page = coach.page
    page.playhead.seek(7.0)
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_C)
    page.coach.composer.field.setPlainText(TRY)
    qtbot.keyClick(page.coach.composer.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    coach.until(lambda: any(isinstance(one, Comment) for one in read_review(opened)))
    next(one for one in page.commands.menu().actions() if one.text() == "Send my notes back …").trigger()
    page = coach.page
    page.ask_where = lambda *_asked: notes
    page.passphrase.field.setText(PASSPHRASE)
    coach.press("Write the file …")
    coach.until(notes.exists)
    coach.press("Back to the review")

    # They come back once, however often they are taken in, and stand in the debrief.
    for _turn in range(2):
        take_in(learner, notes, "Take them in")
        learner.until(lambda: learner._button("See them"))
    written = read_review(folder)
    assert [one.text for one in written if isinstance(one, Comment)] == [TRY]
    assert [one.author for one in written if isinstance(one, CoachRating) and one.done] == ["Kim"]
    page = learner.go(ToDebrief(folder), "DebriefPage")
    learner.until(lambda: page.rows)
    assert "From your coach (1)" in [one.text() for one in page.rooms.buttons.values()]
