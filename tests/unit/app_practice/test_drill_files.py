"""How drills are read, and the shipped ones: many, balanced, and agreeing with what the programme itself judges."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from app.practice.drills.judging import LanguageJudge, points_given
from app.practice.drills.model import DRILL_KINDS, EmpathyTask, FeelingTask, ParaphraseTask, ThreadTask
from app.practice.drills.schema import items_of, load_drills
from app.practice.errors import PracticeFileError
from app.practice.scenario.model import Situation
from app.practice.yaml_files import parse_yaml
from perception.character.looks import LOOKS
from perception.inference.lexicon_files import load_lexicon
from perception.inference.sentence_reader import load_sentence_reader
from perception.language.reading import Remembering
from tests.unit.app_ui.test_no_feelings_of_the_user import fault

FOLDER = Path(__file__).parents[3] / "assets" / "drills"
ITEMS = load_drills(FOLDER)
LEAST_AGREEING = 0.95
TONE = """format: 1
kind: tone
items:
  - id: a-b
    title: A title
    situation: outage
    difficulty: steady
    take_along: Something.
    scene: A scene.
    sentence: A sentence that is long enough.
"""


def mistakes(text: str) -> list[str]:
    with pytest.raises(PracticeFileError) as caught:
        items_of(parse_yaml(text, name="tone.yaml"))
    return [str(one) for one in caught.value.mistakes]


def tasks_of(*kinds: type) -> list:
    return [item.task for item in ITEMS if isinstance(item.task, kinds)]


def test_a_file_is_read() -> None:
    (item,) = items_of(parse_yaml(TONE, name="tone.yaml"))
    assert (item.id, item.kind, item.letters) == ("a-b", "tone", ("T",))


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("kind: tone", "kind: tune", 2, "tone"),
        ("situation: outage", "situation: outrage", 6, "outage"),
        ("    scene: A scene.\n", "", 4, "scene"),
        ("a-b", "A b", 4, "id"),
        ("A sentence that is long enough.", "Short.", 10, "sentence"),
        ("    scene:", "    sene: x\n    scene:", 9, "sene"),
    ],
)
def test_a_mistake_is_told_by_line_and_word(old: str, new: str, line: int, word: str) -> None:
    told = mistakes(TONE.replace(old, new))
    assert told[0].startswith(f"tone.yaml, line {line}: ")
    assert word in told[0]


def test_two_right_choices_are_a_mistake() -> None:
    text = (FOLDER / "name-the-feeling.yaml").read_text(encoding="utf-8")
    told = mistakes(text.replace("{text: worried, why", "{text: worried, right: true, why", 1))
    assert any("single right choice" in one for one in told)


def test_a_hidden_feeling_must_show() -> None:
    text = (FOLDER / "name-the-feeling.yaml").read_text(encoding="utf-8")
    assert any("must show" in one for one in mistakes(text.replace("display: disappointed", "display: neutral", 1)))


def test_a_name_used_twice_over_files_and_an_empty_folder_are_told(tmp_path) -> None:
    with pytest.raises(PracticeFileError, match="no drills"):
        load_drills(tmp_path)
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(TONE, encoding="utf-8")
    with pytest.raises(PracticeFileError, match=r"another item in one\.yaml"):
        load_drills(tmp_path)


def test_there_are_many_over_all_kinds_situations_and_levels() -> None:
    assert len(ITEMS) >= 72
    kinds = Counter(item.kind for item in ITEMS)
    assert set(kinds) == set(DRILL_KINDS)
    assert min(kinds.values()) >= 5
    assert {item.situation for item in ITEMS} == set(get_args(Situation))
    assert min(Counter(item.difficulty for item in ITEMS).values()) >= 15


def test_every_person_can_be_drawn() -> None:
    people = [item.task.customer for item in ITEMS if hasattr(item.task, "customer")]
    assert {person.look for person in people} <= set(LOOKS)
    assert len({person.name for person in people}) >= 20


def test_feelings_come_from_words_and_from_face_and_voice() -> None:
    feelings = [item.task for item in ITEMS if isinstance(item.task, FeelingTask)]
    assert sum(task.hidden for task in feelings) >= 8
    assert len({task.family for task in feelings}) == 9


def test_nothing_they_say_names_a_feeling_of_the_learner() -> None:
    said = []
    for item in ITEMS:
        said.append(item.take_along)
        for name in ("choices", "reasons", "answers", "feelings", "needs"):
            said += [one.why for one in getattr(item.task, name, ())]
    assert len(said) > 300
    assert not [bad for text in said if (bad := fault(text))]


@pytest.fixture(scope="module")
def reader() -> Remembering:
    return Remembering(load_sentence_reader())


@pytest.fixture(scope="module", params=["rules", "reader"])
def judge(request, reader) -> LanguageJudge:
    return LanguageJudge(load_lexicon(), reader if request.param == "reader" else None)


def test_the_empathic_answer_is_judged_best(judge) -> None:
    best, tasks = 0, tasks_of(EmpathyTask)
    for task in tasks:
        scores = {answer.kind: judge.judge(answer.text, task.said).score for answer in task.answers}
        best += max(scores, key=scores.__getitem__) == "empathy"
    assert best >= LEAST_AGREEING * len(tasks)


def test_what_is_shown_as_good_is_judged_as_empathy(reader) -> None:
    judge = LanguageJudge(load_lexicon(), reader)
    shown = [(one.text, task.said) for task in tasks_of(EmpathyTask) for one in task.answers if one.kind == "empathy"]
    tasks = [*shown, *((task.example, task.said) for task in tasks_of(ParaphraseTask, ThreadTask))]
    good = [judge.judge(*one) for one in tasks]
    assert sum(one.kind == "empathy" and one.score >= 60.0 for one in good) >= LEAST_AGREEING * len(tasks)


def test_an_example_gives_back_its_points_and_promises_nothing() -> None:
    judge = LanguageJudge(load_lexicon())
    for item in ITEMS:
        if isinstance(item.task, ParaphraseTask):
            assert len(points_given(item.task.example, item.task.points)) == len(item.task.points), item.id
            assert not judge.judge(item.task.example, item.task.said).promised
            assert points_given("I see.", item.task.points) == ()
