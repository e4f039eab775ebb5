"""A learner's and a coach's window over real libraries and files: there, and back again."""

from __future__ import annotations

import pytest
from homes import homes, wait

from app.library.packages.shared import read_shared
from app.ui.routes import ToPackage, ToSendNotes, ToShare
from perception.recording.review_notes import append_review, read_review
from tests.unit.app_library.packages import package_samples as samples


@pytest.fixture
def make(qtbot, tmp_path):
    with homes(qtbot, tmp_path) as window_of:
        yield window_of


def write(window, route, target):
    window.go(route)
    wait(window)
    page = window.page
    page.ask_where = lambda *_a: target
    page.passphrase.field.setText(samples.PASSPHRASE)
    return page


def test_a_call_goes_to_the_coach_and_the_notes_come_back(make, tmp_path):
    folder = samples.session(tmp_path / "learner" / "one", notes=False)
    learner, _ = make("learner")
    page = write(learner, ToShare(folder), tmp_path / "call.attune")
    page.variants["without_face"].setChecked(True)
    page.write()
    wait(learner)
    assert (tmp_path / "call.attune").is_file()

    coach, library = make("coach")
    coach.go(ToPackage(tmp_path / "call.attune"))
    wait(coach)
    coach.page.passphrase.field.setText(samples.PASSPHRASE)
    coach.page.open()
    wait(coach)
    opened = library.list()[0].folder
    assert read_shared(opened).by == "learner"
    append_review(opened, samples.COMMENTS)
    write(coach, ToSendNotes(opened, "Renewal"), tmp_path / "back.notes.attune").write()
    wait(coach)

    learner.go(ToPackage(tmp_path / "back.notes.attune"))
    wait(learner)
    learner.page.passphrase.field.setText(samples.PASSPHRASE)
    learner.page.open()
    wait(learner)
    assert len(read_review(folder)) == len(samples.COMMENTS)

    coach._toast._undo()  # of the opening
    assert library.list() == []
