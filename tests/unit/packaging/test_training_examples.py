"""How the written examples become what the sentence reader learns from."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from training.columns import AT, joined, of_emotions, of_example
from training.examples import Example, ExampleError, load
from training.items import (
    POOR_WEIGHT,
    Forms,
    Item,
    asking_of,
    listening_of,
    of_examples,
    runs_of,
    summaries_of,
    weights_of,
)
from training.noise import Slips, bare, sound

from perception.inference.sentence_columns import COLUMNS
from perception.language.types import SentenceInContext

TALK = """## lost rows | poor
C\tf:anger/2\tWe lost two days.
C\t-\tAnd nobody called.
U\tr:complex,f:anger\tTwo days of work are gone.
U\tq:open\tWhat did that do to your week?
U\ttell,j:directing\tYou have to check it daily.
"""


def _talk(folder: Path, text: str = TALK) -> list[Example]:
    (folder / "a.tsv").write_text(text, encoding="utf-8")
    return load(folder)


def test_a_sentence_is_read_with_all_the_customer_said_before(tmp_path: Path) -> None:
    examples = _talk(tmp_path)
    assert [e.before for e in examples] == ["", "", *["We lost two days. And nobody called."] * 3]


def test_targets_hold_what_the_labels_say_and_nothing_else(tmp_path: Path) -> None:
    told = {e.text: of_example(e) for e in _talk(tmp_path)}
    mirrored = told["Two days of work are gone."]
    assert mirrored[AT["reflection"]] == 1
    assert mirrored[AT["feeling:anger"]] == 1
    assert mirrored[AT["question"]] == 0
    assert np.isnan(mirrored[AT["open"]]), "open or closed is not said of a sentence that does not ask"
    assert told["What did that do to your week?"][AT["open"]] == 1
    assert told["You have to check it daily."][AT["judging:directing"]] == 1
    customer = told["We lost two days."]
    assert customer[AT["feeling:anger"]] == 1
    assert np.isnan(customer[AT["reflection"]]), "a customer's sentence says nothing about reflecting"
    assert all(np.isnan(target[AT["ekman:joy"]]) for target in told.values())


def test_what_is_no_reflection_weighs_more_in_a_poor_conversation(tmp_path: Path) -> None:
    told = of_examples(_talk(tmp_path))[-1]
    assert told.weights[AT["reflection"]] == POOR_WEIGHT
    assert told.weights[AT["telling"]] == 1
    assert weights_of(told.target, poor=False)[AT["reflection"]] == 1


def test_sentences_run_together_hold_what_each_of_them_holds(tmp_path: Path) -> None:
    examples = _talk(tmp_path)
    both = joined([of_example(e) for e in examples[2:4]])
    assert both[AT["reflection"]] == both[AT["question"]] == both[AT["open"]] == 1
    runs = [run for at in range(40) for run in runs_of(examples, random.Random(at))]
    texts = {run.sentences[0].text for run in runs}
    assert "two days of work are gone what did that do to your week" in texts
    assert "Two days of work are gone, and what did that do to your week?" in texts
    assert not any("nobody called" in text for text in texts), "the customer's sentences stay apart"


def test_giving_back_with_a_rising_voice_is_half_a_question(tmp_path: Path) -> None:
    (rising,) = _talk(tmp_path, "## a | good\nU\tr:simple\tTwo whole days?\n")
    target = of_example(rising)
    assert target[AT["question"]] == 0.5
    assert np.isnan(target[AT["open"]])


def test_long_sentences_are_of_one_kind_and_know_both_things_said_before(tmp_path: Path) -> None:
    talk = "## a | good\nC\t-\tOne.\nU\tr:simple\tOne it was.\nU\tq:open\tAnd then?\nC\t-\tTwo.\nU\tr:complex\tTwo.\n"
    (made,) = summaries_of(_talk(tmp_path, talk), _Sure(1))
    assert made.sentences[0].text.lower().startswith("one it was")
    assert made.sentences[0].before == "One. Two."
    assert made.target[AT["reflection"]] == 1
    assert made.target[AT["question"]] == 0


def test_a_question_may_stand_at_the_end_of_a_run(tmp_path: Path) -> None:
    (made,) = asking_of(_talk(tmp_path), _Sure(1))
    assert made.sentences[0].text.endswith(("your week", "your week?"))
    assert made.target[AT["question"]] == made.target[AT["reflection"]] == made.target[AT["open"]] == 1


def test_signs_of_listening_are_nothing_else(tmp_path: Path) -> None:
    made = listening_of(_talk(tmp_path), _Sure(1))
    assert {item.sentences[0].before for item in made} == {"We lost two days. And nobody called."}
    assert all(item.target[AT["act:backchannel"]] == 1 and item.target[AT["reflection"]] == 0 for item in made)
    assert all(len(item.sentences[0].text.split()) <= 4 for item in made)


class _Sure(random.Random):
    """Dice that take every chance there is."""

    def random(self) -> float:
        return 0.0


def test_feelings_of_comments_speak_only_of_what_they_name() -> None:
    target = of_emotions(frozenset({"annoyance"}), frozenset({"anger"}))
    assert target[AT["feeling:anger"]] == 1
    assert target[AT["ekman:anger"]] == 1
    assert target[AT["ekman:joy"]] == 0
    assert np.isnan(target[AT["feeling:disappointment"]]), "annoyance and disappointment are too near to say no"
    assert target[AT["feeling:relief_positive"]] == 0
    assert np.isnan(target[AT["feeling:disrespect"]]), "the comments have no label for being disrespected"
    assert np.isnan(target[AT["question"]])


def test_faults_are_named_with_their_place(tmp_path: Path) -> None:
    with pytest.raises(ExampleError, match=r"a\.tsv:2: unknown label r:deep"):
        _talk(tmp_path, "## a | good\nU\tr:deep\tSo it hurt.\n")


def test_columns_are_told_apart() -> None:
    assert len(set(COLUMNS)) == len(COLUMNS)


def test_bare_words_have_no_marks_and_no_capitals() -> None:
    assert bare("Well, I'm SURE - aren't you?") == "well i'm sure aren't you"


def test_slips_keep_about_the_share_and_never_lose_everything() -> None:
    slips = Slips(["their", "there", "two", "to", "too", "write", "right"])
    dice = random.Random(3)
    text = " ".join(f"word{at}" for at in range(400))
    kept = sum(word.startswith("word") for word in slips.apply(text, 0.15, dice).split())
    assert 330 <= kept <= 390
    assert all(slips.apply("yes", 0.9, dice) for _ in range(50))


def test_words_are_misheard_as_words_that_sound_alike() -> None:
    assert sound("right") == sound("rite") != sound("wrong")
    slips = Slips(["write", "wrote", "banana"])
    heard = {slips.apply("write", 1.0, random.Random(at)) for at in range(60)}
    assert "wrote" in heard
    assert "banana" not in heard


def test_forms_differ_and_repeat_with_the_same_dice() -> None:
    item = Item((SentenceInContext("csm", "So, you lost TWO days?", "We lost two days."),), *[np.zeros(1)] * 2)
    seen = [Forms(Slips([]), random.Random(9)).change(item).sentences[0] for _ in range(2)]
    assert seen[0] == seen[1]
    forms = Forms(Slips([]), random.Random(9))
    texts = {forms.change(item).sentences[0].text for _ in range(60)}
    assert {"So, you lost TWO days?", "so you lost two days"} <= texts
    assert len(texts) > 3
