"""A session read for review: the same as the debrief reads, and which half of the picture is the CSM's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.bootstrap.review import OwnReview, side_of
from app.bootstrap.window import local_time, open_for_debrief
from app.library.summary import moment
from perception.errors import SessionFormatError
from perception.recording.format import PICTURE_SIDE, SessionHeader
from perception.recording.reader import Session, open_session
from perception.recording.review_notes import Comment, append_review
from perception.recording.writer import SessionWriter
from perception.types import Utterance
from tests.practice_sessions import practice_session, sample
from tests.unit.perception_recording import session_samples


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("practice") / "call"
    practice_session(made, sample("empathic"))
    return made


def test_the_review_reads_what_the_debrief_reads(folder):
    review, debrief = OwnReview().open(folder), open_for_debrief(folder)
    for field in ("title", "started_at", "scorecard", "utterances", "media", "lines", "cues"):
        assert getattr(review.session, field) == getattr(debrief, field), field
    assert review.session.practice is not None
    assert review.session.practice.scenario == debrief.practice.scenario
    assert review.series.duration_s > 0
    assert review.side is None


def test_each_part_plays_from_its_own_beginning_also_where_one_was_not_kept(tmp_path):
    for segment in (0, 1, 2):
        writer = SessionWriter(tmp_path / "call", session_samples.header(), video=False, audio=(), segment=segment)
        writer.observe(Utterance(10.0 * segment + 1.0, 10.0 * segment + 9.0, "csm", "I see."))
        if segment == 2:
            writer.write_scorecard(session_samples.scorecard())
        writer.close(reason="done")
    for name in ("media-1.mkv", "media-2.mkv"):
        (tmp_path / "call" / name).touch()
    starts = [part.start_s for part in open_session(tmp_path / "call").parts()]
    for opened in (OwnReview().open(tmp_path / "call").session, open_for_debrief(tmp_path / "call")):
        assert [(part.path.name, part.start_s) for part in opened.media] == [
            ("media-1.mkv", starts[1]),
            ("media-2.mkv", starts[2]),
        ]


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "yesterday", ""])
def test_a_time_that_no_clock_here_can_show_is_not_known(text):
    assert local_time(text) is None
    assert moment(text) is None


def test_what_coaches_wrote_comes_along(folder):
    comment = Comment("a1", "Alex", "coach", "2026-11-20T10:00:00+00:00", "Here.", t_s=3.0)
    append_review(folder, [comment])
    assert OwnReview().open(folder).entries == (comment,)


def test_what_is_no_session_says_so(tmp_path):
    with pytest.raises(SessionFormatError):
        OwnReview().open(tmp_path)


@pytest.mark.parametrize(
    ("devices", "notices", "side"),
    [
        ({PICTURE_SIDE: "left"}, (), "left"),
        ({PICTURE_SIDE: "right"}, (), "right"),
        ({PICTURE_SIDE: "above"}, (), None),
        ({}, ("Two people side by side: the left one was taken as you.",), "left"),
        ({}, ("The picture is dark.",), None),
    ],
)
def test_whose_half_of_the_picture_it_is(tmp_path, devices, notices, side):
    header = SessionHeader("1", "0", {}, "2026-11-20T10:00:00+00:00", "Call", "import", devices, notices=notices)
    assert side_of(Session(tmp_path, header, lambda record: record)) == side
    assert side_of(Session(tmp_path, replace(header, notices=()), lambda record: record)) in (side, None)


@pytest.mark.timeout(120)
def test_acts_come_from_a_process_of_their_own():
    said = (
        Utterance(0.0, 5.0, "customer", "I am exhausted, we closed by hand."),
        Utterance(6.0, 9.0, "csm", "What weighs on you most?"),
    )
    assert [act.tag for act in OwnReview().acts(said)] == ["open question"]
