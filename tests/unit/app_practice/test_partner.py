"""What a partner said and marked, as the debrief takes it."""

from __future__ import annotations

from typing import get_args

from app.practice.partner import (
    FEELINGS,
    FELT_HEARD,
    NOT_HEARD,
    QUESTIONS,
    PartnerMark,
    QuestionId,
    partner_marks,
    partner_said,
)
from perception.types import FeelingFamily, Mark


def test_only_the_partners_marks_count_in_order_of_time() -> None:
    marks = [Mark(9.0, NOT_HEARD), Mark(5.0, "marked"), Mark(2.0, FELT_HEARD)]
    assert partner_marks(marks) == (PartnerMark(2.0, heard=True), PartnerMark(9.0, heard=False))


def test_answers_that_do_not_fit_are_left_out() -> None:
    said = partner_said({"told": 5.0, "next": 0.0, "feeling": 6.0, "other": 3.0}, "Thanks.", [])
    assert said.ratings == {"told": 5.0}
    assert said.says_something
    assert not partner_said({}, "", []).says_something


def test_every_family_can_be_stated_and_every_question_has_its_name() -> None:
    assert {family for family, _word in FEELINGS} == set(get_args(FeelingFamily))
    assert set(QUESTIONS) == set(get_args(QuestionId))
