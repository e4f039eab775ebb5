"""Packs over a real library: a clip of a practised call is measured anew, and opens in the review."""

from __future__ import annotations

import csv

import pytest

from app.bootstrap.calibration_packs import LibraryPacks
from app.bootstrap.review import OwnReview
from app.bootstrap.window import score_again
from app.library.library import Library
from app.library.packages.job import Job
from perception.errors import SessionFormatError
from perception.recording.reader import open_session
from perception.types import Span
from tests.practice_sessions import practice_session, sample
from tests.unit.app_library.calibration_packs import pack_samples


def no_rubric():
    raise SessionFormatError("It cannot be read.", recovery="Mend it.")


@pytest.fixture
def packs(tmp_path):
    return LibraryPacks(tmp_path / "library", score_again, lambda: "empathy@1")


def test_a_clip_of_a_practised_call_is_measured_and_reviewed(tmp_path, packs):
    call = tmp_path / "library" / "call"
    practice_session(call, sample("empathic"))
    whole_s = packs.length_of(call)
    begin, end = 0.25 * whole_s, 0.75 * whole_s
    pack = packs.make("Outages", "Robin")
    assert pack.pack.rubric == "empathy@1"
    kept, made = packs.add_clip(pack, call, Span(begin, end), title="The middle", question="", job=Job())
    folder = kept.clip_folder(made.clip)
    clip = open_session(folder)
    said = [line.text for line in clip.utterances()]
    assert said
    whole = " ".join(line.text for line in open_session(call).utterances())
    assert all(text in whole for text in said)
    card = clip.scorecard()
    assert card.duration_s == pytest.approx(made.clip.duration_s)
    assert any(score.state != "not_enough" for score in card.letters.values())
    assert not clip.steps()
    review = OwnReview().open(folder)
    assert review.session.title == "The middle"
    assert review.session.scorecard == card
    assert review.series.duration_s == pytest.approx(made.clip.duration_s)
    library = Library(tmp_path / "library")
    try:
        assert [one.folder.name for one in library.list()] == ["call"], "clips are not calls of their own"
        assert library.integrity_check() == []
    finally:
        library.close()


def test_the_table_is_written_and_a_pack_needs_no_rubric(tmp_path):
    packs = LibraryPacks(tmp_path, pack_samples.score, no_rubric)
    assert packs.make("x", "").pack.rubric == ""
    _, kept = pack_samples.pack(tmp_path, 1)
    pack_samples.rate(kept.clip_folder(kept.pack.clips[0]), "Robin", 3)
    packs.write_table(kept, "Robin", tmp_path / "x.csv")
    assert len(list(csv.DictReader((tmp_path / "x.csv").read_text("utf-8-sig").splitlines()))) == 7
    assert {one.pack.name for one in packs.all()[0]} == {"Outages", "x"}
