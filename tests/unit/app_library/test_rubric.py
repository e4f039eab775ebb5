from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from app.library.rubric import LetterRubric, Rubric, RubricError, Rubrics, read_rubric, rubric_text
from app.practice.errors import PracticeFileError
from perception.types import LETTERS

SHIPPED = Path(__file__).parents[3] / "assets" / "rubric" / "empathy.yaml"
# Words for what somebody feels inside; the rubric says only what can be seen or heard of the person who is rated.
FEELING_WORDS = re.compile(r"\b(nervous|angry|stressed|bored|caring|sincere|warm|honest|happy|sad|anxious)\w*", re.I)


@pytest.fixture
def rubrics(tmp_path: Path) -> Rubrics:
    return Rubrics(SHIPPED, tmp_path / "rubrics")


def edited(rubric: Rubric, text: str = "Looks at the customer when it matters.") -> Rubric:
    old = rubric.letters["E"]
    return replace(rubric, letters={**rubric.letters, "E": LetterRubric(old.looks_at, {**old.steps, 4: text})})


def test_the_shipped_rubric_has_a_text_for_every_step_of_every_letter() -> None:
    shipped = read_rubric(SHIPPED)
    assert shipped.id == "empathy@1"
    texts = [shipped.step(letter, step) for letter in LETTERS for step in range(1, 6)]
    assert len(set(texts)) == 35
    assert all(20 <= len(text) <= 200 for text in texts)
    assert [text for text in texts if FEELING_WORDS.search(text)] == []


def test_a_rubric_comes_back_from_its_text_as_it_was(tmp_path: Path) -> None:
    shipped = read_rubric(SHIPPED)
    (tmp_path / "again.yaml").write_text(rubric_text(shipped), encoding="utf-8")
    assert read_rubric(tmp_path / "again.yaml") == shipped


def test_an_edit_makes_the_next_version_and_old_ones_stay_readable(rubrics: Rubrics) -> None:
    shipped = rubrics.in_use()
    first = rubrics.save(edited(shipped), author="Kim", made_on="2026-11-26")
    assert (first.id, first.author, first.made_on) == ("team@1", "Kim", "2026-11-26")
    second = rubrics.save(edited(first, "Looks at the customer most of the time."), author="Sam", made_on="2026-11-27")
    assert second.id == "team@2"
    assert rubrics.in_use() == second
    assert [one.id for one in rubrics.all()] == ["empathy@1", "team@1", "team@2"]
    assert rubrics.find("team@1") == first
    assert rubrics.find("team@9") is None


def test_going_back_uses_the_old_version_and_the_next_edit_gets_a_new_number(rubrics: Rubrics) -> None:
    first = rubrics.save(edited(rubrics.in_use()), author="Kim", made_on="2026-11-26")
    rubrics.save(edited(first, "Another text for the fourth."), author="Kim", made_on="2026-11-26")
    rubrics.use("team@1")
    assert rubrics.in_use() == first
    third = rubrics.save(edited(first, "A third text for the fourth."), author="Kim", made_on="2026-11-26")
    assert third.id == "team@3"
    rubrics.use("empathy@1")
    assert rubrics.in_use().id == "empathy@1"
    with pytest.raises(RubricError, match="no rubric"):
        rubrics.use("team@9")


def test_texts_that_are_there_already_make_no_new_version(rubrics: Rubrics) -> None:
    first = rubrics.save(edited(rubrics.in_use()), author="Kim", made_on="2026-11-26")
    rubrics.use("empathy@1")
    assert rubrics.save(edited(rubrics.in_use()), author="Sam", made_on="2026-11-27") == first
    assert rubrics.in_use() == first
    assert len(rubrics.all()) == 2


def test_a_file_goes_from_one_trainer_to_another(rubrics: Rubrics, tmp_path: Path) -> None:
    made = rubrics.save(edited(rubrics.in_use()), author="Kim", made_on="2026-11-26")
    rubrics.write(made, tmp_path / "sent" / "our.yaml")
    theirs = Rubrics(SHIPPED, tmp_path / "theirs")
    assert theirs.take_in(tmp_path / "sent" / "our.yaml") == made
    assert theirs.in_use() == made
    assert theirs.take_in(tmp_path / "sent" / "our.yaml") == made
    assert len(theirs.all()) == 2


def test_another_text_under_the_same_name_and_version_is_not_taken_in(rubrics: Rubrics, tmp_path: Path) -> None:
    made = rubrics.save(edited(rubrics.in_use()), author="Kim", made_on="2026-11-26")
    other = tmp_path / "other.yaml"
    other.write_text(rubric_text(edited(made, "Something else entirely.")), encoding="utf-8")
    with pytest.raises(RubricError, match="Another text") as told:
        rubrics.take_in(other)
    assert "version" in told.value.recovery
    assert rubrics.find("team@1") == made


@pytest.mark.parametrize(
    ("change", "line", "what"),
    [
        (("version: 1", "version: one"), 4, "whole number"),
        (("version: 1", "version: 0"), 4, "at least 1"),
        (("name: empathy", "name: Our Team"), 3, "letters, digits and hyphens"),
        (("date: 2026-11-26", "date: yesterday"), 5, "no day"),
        (("  Y:\n", "  Z:\n"), 7, "lacks Y"),
        (("  E:\n", "  E:\n    note: more\n"), 9, "not a field"),
        (("name: empathy", "name: empathy\nname: team"), 4, "a second time"),
        (("letters:", "letters: ["), None, "form of this line"),
    ],
)
def test_a_broken_file_tells_the_line(tmp_path: Path, change: tuple[str, str], line: int | None, what: str) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(SHIPPED.read_text(encoding="utf-8").replace(*change, 1), encoding="utf-8")
    with pytest.raises(PracticeFileError) as told:
        read_rubric(file)
    mistake = told.value.mistakes[0]
    assert what in mistake.what
    assert mistake.remedy
    if line is not None:
        assert mistake.line == line


def test_a_step_that_is_missing_or_too_many_is_told(tmp_path: Path) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    file = tmp_path / "broken.yaml"
    lines = text.splitlines()
    place = next(number for number, one in enumerate(lines) if one.startswith("      3:"))
    file.write_text("\n".join(lines[:place] + lines[place + 1 :]), encoding="utf-8")
    with pytest.raises(PracticeFileError, match="lacks 3"):
        read_rubric(file)
    file.write_text("\n".join([*lines[:place], "      6: Too good to be true.", *lines[place:]]), encoding="utf-8")
    with pytest.raises(PracticeFileError, match="knows no 6"):
        read_rubric(file)


def test_a_broken_own_file_is_told_and_left_out(rubrics: Rubrics, tmp_path: Path) -> None:
    made = rubrics.save(edited(rubrics.in_use()), author="Kim", made_on="2026-11-26")
    (tmp_path / "rubrics" / "team@2.yaml").write_text("name: team\nversion: 2\n", encoding="utf-8")
    (tmp_path / "rubrics" / "in-use.txt").write_text("team@2", encoding="utf-8")
    assert [one.id for one in rubrics.all()] == ["empathy@1", made.id]
    assert rubrics.in_use().id == "empathy@1"
    assert ["team@2.yaml" in problem for problem in rubrics.problems()] == [True]
    assert rubrics.save(edited(made, "Yet another text."), author="Kim", made_on="2026-11-26").id == "team@3"
    assert (tmp_path / "rubrics" / "team@2.yaml").read_text(encoding="utf-8") == "name: team\nversion: 2\n"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    rubrics = Rubrics(SHIPPED, tmp_path / "file")
    with pytest.raises(RubricError, match="cannot be written"):
        rubrics.save(edited(rubrics.in_use()), author="Kim", made_on="2026-11-26")
