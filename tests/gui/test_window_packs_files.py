"""Three coaches' windows over real libraries and files: a pack goes out, ratings come back, the spread is right."""

from __future__ import annotations

import csv

import pytest
from homes import homes
from homes import wait as homes_wait
from PySide6.QtWidgets import QLabel

from app.bootstrap.calibration_packs import LibraryPacks
from app.bootstrap.coaching import FolderCoaching
from app.bootstrap.review import OwnReview
from app.ui.calibration_packs.add_view import AddClipPage
from app.ui.calibration_packs.pack_view import PackPage
from app.ui.review.view import ReviewPage
from app.ui.routes import ToCalibrationPacks, ToPackage, ToReview
from perception.recording.review_notes import Comment, append_review, read_review
from perception.types import LETTERS, Span
from tests.unit.app_library.calibration_packs import pack_samples as samples
from tests.unit.app_library.packages import package_samples


class Review(OwnReview):
    """Without the reader of sentences, which takes a process of its own."""

    def acts(self, utterances):
        del utterances
        return ()


@pytest.fixture
def make(qtbot, tmp_path):
    coaching, review = FolderCoaching(tmp_path / "rubrics"), Review()

    def more(library):
        return {
            "packs": LibraryPacks(library.root, samples.score, lambda: "empathy@1"),
            "coaching": lambda: coaching,
            "review": lambda: review,
        }

    with homes(qtbot, tmp_path, more) as window_of:
        yield window_of


def wait(window):
    homes_wait(window, rounds=3)


def go(window, route):
    window.go(route)
    wait(window)
    return window.page


def add_clip(window, session, span):
    page = go(window, ToReview(session))
    page.playhead.select(span)
    page._add_to_pack()
    wait(window)
    page = window.page
    assert isinstance(page, AddClipPage)
    assert page.span == span, "the exact stretch, though it is shown in whole seconds"
    page.question.setText("When does she feel heard?")
    if not page.packs:
        page.name.setText("Outages")
    page.add()
    wait(window)
    kept = window._services.packs.all()[0][0]
    return go(window, ToCalibrationPacks(kept.folder))


def write_file(window, page_button, target):
    page_button.click()
    wait(window)
    page = window.page
    page.ask_where = lambda *_a: target
    page.passphrase.field.setText(package_samples.PASSPHRASE)
    page.write()
    wait(window)
    assert target.is_file()


def take_file(window, file):
    page = go(window, ToPackage(file))
    page.passphrase.field.setText(package_samples.PASSPHRASE)
    page.open()
    wait(window)


def rate(window, page, place, values):
    page.cards[place].open_button.click()
    wait(window)
    review = window.page
    assert isinstance(review, ReviewPage)
    assert review.coach.locked
    for letter, value in zip(LETTERS, values, strict=True):
        review.coach.rating.rated.emit(letter, value)
    wait(window)
    assert not review.coach.locked
    assert review.on_back()
    wait(window)
    assert isinstance(window.page, PackPage)
    return window.page


def words(widget):
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def test_a_pack_goes_to_two_coaches_and_comes_back_with_the_spread(make, tmp_path):
    robin, _ = make("Robin")
    session = package_samples.session(tmp_path / "Robin" / "2026-03-02_100000-renewal", media=False)
    add_clip(robin, session, Span(0.25, 5.75))
    page = add_clip(robin, session, Span(0.5, 6.0))
    assert len(page.cards) == 2
    assert "When does she feel heard?" in words(page)
    pack_file = tmp_path / "x.pack.attune"
    write_file(robin, page.share_button, pack_file)

    sent = {}
    for name, values in (("Ann", (2, 2, 3, 1, 3, 3, 3)), ("Ben", (4, 2, 3, 5, 3, 3, 3))):
        window, _ = make(name)
        take_file(window, pack_file)
        page = window.page
        assert isinstance(page, PackPage)
        assert not page.edit_button.isVisible()
        page = rate(window, page, 0, values)
        page.cards[0].findChild(QLabel)
        sent[name] = tmp_path / f"{name}.notes.attune"
        write_file(window, page.send_button, sent[name])

    for name in ("Ben", "Ann", "Ben"):  # in any order, one twice
        take_file(robin, sent[name])
    page = go(robin, ToCalibrationPacks(window_pack(robin)))
    text = words(page)
    assert "2 other coaches have rated this clip. Rate it yourself; then you see how." in text
    assert "Ann" not in text
    assert not page.table_button.isVisible()
    page = rate(robin, page, 0, (3, 2, 3, 4, 3, 3, 3))
    dots = {view.letter: view for view in page.cards[0].view.dots}
    assert (dots["E"].own, sorted(dots["E"].others)) == (3, [2, 4])
    assert dots["A"].apart == "4 steps apart"
    assert dots["M"].apart == ""
    assert "4 steps apart in" in words(page)
    table = tmp_path / "spread.csv"
    page.ask_table = lambda *_a: table
    page.table_button.click()
    wait(robin)
    rows = list(csv.DictReader(table.read_text("utf-8-sig").splitlines()))
    assert len(rows) == 3 * 7
    assert {row["coach"]: row["rating"] for row in rows if row["letter"] == "A"} == {
        "Robin": "4",
        "Ann": "1",
        "Ben": "5",
    }


def window_pack(window):
    return window._services.packs.all()[0][0].folder


def test_what_others_wrote_stays_hidden_in_the_review_until_it_is_rated(make, tmp_path):
    window, _ = make("Robin")
    _, kept = samples.pack(tmp_path / "Robin", 1)
    clip = kept.pack.clips[0]
    folder = kept.clip_folder(clip)
    append_review(folder, [Comment("c1", "Ann", "coach", "2026-03-04T10:00:00+00:00", "Too late, I think.", t_s=1.0)])
    review = go(window, ToReview(folder, rate=True, pack=kept.folder))
    assert [action.text for action in review.bar().actions][-1] == "Back to the pack"
    assert not review.coach.comments.threads
    for letter in LETTERS:
        review.coach.rating.rated.emit(letter, 3)
    wait(window)
    assert [thread.id for thread in review.coach.comments.threads] == ["c1"]
    page = go(window, ToCalibrationPacks(kept.folder))
    assert "Too late, I think." in words(page)
    talk = page.cards[0].findChild(type(page._talk_of(page.kept, page.clips[0])))
    talk.reply(talk.panel.threads[0])
    talk.field.setText("I heard it in time.")
    talk.say()
    wait(window)
    (answer,) = [one for one in read_review(folder) if isinstance(one, Comment) and one.author == "Robin"]
    assert (answer.reply_to, answer.text) == ("c1", "I heard it in time.")


def test_a_pack_is_edited_with_undo(make, tmp_path):
    window, _ = make("Robin")
    shelf, kept = samples.pack(tmp_path / "Robin", 2)
    page = go(window, ToCalibrationPacks(kept.folder))
    page.edit_button.click()
    page.editors[1].up.click()
    assert [editor.title.text() for editor in page.editors] == ["Clip 2", "Clip 1"]
    page.editors[0].title.setText("The turn")
    page.editors[0].title.editingFinished.emit()
    page.editors[1].remove.click()
    wait(window)
    assert [clip.title for clip in shelf.read(kept.folder).pack.clips] == ["The turn"]
    window._toast._take_back()
    wait(window)
    assert [clip.title for clip in shelf.read(kept.folder).pack.clips] == ["The turn", "Clip 1"]
    assert page.on_back(), "editing ends first"
    assert len(page.cards) == 2
    page.ask_text = lambda *_a: "Renewals"
    page.rename()
    assert shelf.read(kept.folder).pack.name == "Renewals"
    page.delete()
    wait(window)
    assert shelf.all() == ((), ())
    assert "No packs yet" in words(window.page)
    window._toast._take_back()
    wait(window)
    assert [one.pack.name for one in shelf.all()[0]] == ["Renewals"]


def test_a_coach_without_a_name_is_asked_for_one(make, tmp_path):
    window, _ = make("Robin")
    window.change_settings({"your_name": ""})
    _, kept = samples.pack(tmp_path / "Robin", 1)
    page = go(window, ToCalibrationPacks(kept.folder))
    page.ask_text = lambda *_a: None
    page.cards[0].open_button.click()
    assert window.page is page
    page.ask_text = lambda *_a: "Kim"
    page.cards[0].open_button.click()
    wait(window)
    assert isinstance(window.page, ReviewPage)
    assert window.settings.text("your_name") == "Kim"


def test_a_session_that_may_not_be_shared_gives_no_clip(make, tmp_path):
    from app.library.packages.shared import SharedMark, write_shared
    from app.ui.routes import ToAddClip

    window, _ = make("Robin")
    session = package_samples.session(tmp_path / "Robin" / "2026-03-02_100000-renewal", media=False)
    write_shared(session, SharedMark("p1", "full", "", ""))
    page = go(window, ToAddClip(session, 0.0, 6.0, "Renewal"))
    assert "only the person it shows" in words(page)
    assert not page.add_button.isEnabled()


def test_back_from_a_clip_leads_to_the_review_as_it_was(make, tmp_path):
    """A coach who has not rated yet sees nothing that was measured."""
    from app.ui.routes import ToAddClip

    window, _ = make("Robin")
    session = package_samples.session(tmp_path / "Robin" / "2026-03-02_100000-renewal", media=False)
    page = go(window, ToAddClip(session, 0.0, 6.0, "Renewal", rate=True))
    page.on_back()
    wait(window)
    assert isinstance(window.page, ReviewPage)
    assert window.page.tracks.locked
