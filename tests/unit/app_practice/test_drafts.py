"""Drafts: kept whatever the scenario holds, offered again, and never in the way when damaged."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from app.practice import editing
from app.practice.drafts import Draft, Drafts, draft_key
from tests.unit.app_practice.small_scenario import small

AT = datetime(2026, 11, 26, 9, 30)


def test_a_draft_comes_back_as_it_was_also_where_no_file_could_hold_it(tmp_path):
    drafts = Drafts(tmp_path / "drafts")
    broken = editing.set_node(editing.set_scenario(small(), title="", minutes=0), "opens", lines=("", "“Yes”"))
    draft = Draft("late-report", broken, AT, Path("/there/late-report.yaml"), "# its text\n")
    drafts.keep(draft)
    assert drafts.find("late-report") == draft
    drafts.keep(replace(draft, at=AT.replace(hour=10)))
    drafts.keep(Draft("other", small(), AT))
    assert [one.key for one in drafts.all()] == ["late-report", "other"]
    drafts.drop("late-report")
    drafts.drop("late-report")
    assert drafts.find("late-report") is None


@pytest.mark.expects_log
def test_a_damaged_draft_is_left_out(tmp_path):
    (tmp_path / "x.json").write_text("{", encoding="utf-8")
    assert Drafts(tmp_path).all() == []
    assert Drafts(tmp_path).find("x") is None
    assert Drafts(tmp_path / "none").all() == []


def test_the_key_is_a_plain_file_name():
    assert draft_key(small(), None) == "late-report"
    assert draft_key(small(), Path("/a/My File.yaml")) == "my-file"
    assert draft_key(small(), Path("/a/ß.yaml")) == "ss"
