from __future__ import annotations

from app.library.drill_progress import DrillProgress
from app.practice.drills.choosing import DrillDone

ONE = DrillDone("2026-11-26T10:00:00+01:00", "tone", ("tone-no",), right=2, steps=3, seconds=71.5)
TWO = DrillDone("2026-11-26T10:05:00+01:00", "name_feeling", ("feel-nine-tickets",), right=1, steps=1, skipped=4)


def test_what_is_kept_comes_back_in_order(tmp_path) -> None:
    progress = DrillProgress(DrillDone, tmp_path / "drills")
    assert progress.all() == ()
    progress.keep(ONE)
    progress.keep(TWO)
    assert DrillProgress(DrillDone, tmp_path / "drills").all() == (ONE, TWO)


def test_each_learner_has_a_file_of_their_own(tmp_path) -> None:
    DrillProgress(DrillDone, tmp_path, "Ana Ruiz").keep(ONE)
    assert DrillProgress(DrillDone, tmp_path, "ana ruiz").all() == ()
    assert DrillProgress(DrillDone, tmp_path, "../../x").all() == ()
    DrillProgress(DrillDone, tmp_path, "../../x").keep(TWO)
    assert len(list(tmp_path.iterdir())) == 2


def test_damaged_lines_are_left_out_and_the_others_stay(tmp_path) -> None:
    progress = DrillProgress(DrillDone, tmp_path)
    progress.keep(ONE)
    (file,) = tmp_path.iterdir()
    with file.open("ab") as end:
        end.write(b'not json\n{"kind": "newer"}\n\xff\n{"done_at": "2026-11')
    progress.keep(TWO)
    assert progress.all() == (ONE, TWO)
    assert progress.left_out == 4


def test_forgetting_leaves_nothing(tmp_path) -> None:
    progress = DrillProgress(DrillDone, tmp_path)
    progress.keep(ONE)
    progress.forget()
    assert list(tmp_path.iterdir()) == []
    progress.forget()
