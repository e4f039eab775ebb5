from __future__ import annotations

from app.bootstrap.drills import OwnDrills
from app.practice.drills.choosing import DrillDone
from tests.unit.app_practice.test_drill_files import TONE

DONE = DrillDone("2026-11-26T10:00:00+01:00", "tone", ("a-b",), right=2, steps=3)


def test_own_drills_join_the_shipped_ones_and_progress_is_kept(own_home, tmp_path) -> None:
    (tmp_path / "mine.yaml").write_text(TONE, encoding="utf-8")
    shelf = OwnDrills(own=tmp_path)
    items = shelf.items()
    assert items[-1].id == "a-b"
    assert len(items) > 72
    assert shelf.problems() == ()
    shelf.keep(DONE)
    assert OwnDrills().done() == (DONE,)
    assert list(own_home.rglob("*.drills.jsonl"))


def test_a_mistake_in_an_own_file_is_told_and_the_others_stay(tmp_path) -> None:
    (tmp_path / "a.yaml").write_text(TONE.replace("a-b", "tone-no"), encoding="utf-8")
    (tmp_path / "b.yaml").write_text(TONE.replace("difficulty: steady", "difficulty: easy"), encoding="utf-8")
    (tmp_path / "c.yaml").write_text(TONE, encoding="utf-8")
    shelf = OwnDrills(own=tmp_path)
    assert [item.id for item in shelf.items()][-1] == "a-b"
    taken, wrong = shelf.problems()
    assert taken.startswith("a.yaml, line 4: “tone-no” is the name of another item")
    assert wrong.startswith("b.yaml, line 7: ")
    (tmp_path / "b.yaml").unlink()
    shelf.items()
    assert len(shelf.problems()) == 1


def test_without_a_folder_of_ones_own_there_are_the_shipped_ones(tmp_path) -> None:
    assert len(OwnDrills(own=tmp_path / "none").items()) >= 72
