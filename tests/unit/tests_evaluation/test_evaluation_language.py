"""What measures the understanding of words: agreement, noise, heads, wrong cases, and the tables on a small file."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

import numpy as np
import pytest

from perception.language.types import Line, SentenceAnnotation, SentenceInContext
from tests.evaluation import (
    language_empathy,
    language_feelings,
    language_frozen,
    language_interviews,
    language_listening,
    language_reader,
    language_robustness,
    language_sessions,
    language_utterances,
)
from tests.evaluation.language_errors import Errors, samples
from tests.evaluation.language_heads import crossed, crossed_levels, folds_of
from tests.evaluation.language_noise import Heard, bare
from tests.evaluation.language_reader import Way, asked, in_context
from tests.evaluation.language_scores import (
    Codes,
    Sample,
    best_f1,
    f1,
    kappa,
    macro_f1,
    pairwise,
    precision,
    recall,
    spearman,
)

YES = np.array([True, True, False, False])


# ------------------------------------------------------------------ agreement


def test_f1_weighs_missed_against_wrongly_found() -> None:
    found = np.array([True, False, True, False])
    assert (precision(YES, found), recall(YES, found), f1(YES, found)) == (0.5, 0.5, 0.5)
    nothing = np.zeros(4, dtype=bool)
    assert np.isnan(precision(YES, nothing))
    assert np.isnan(recall(nothing, YES))
    assert np.isnan(f1(nothing, nothing))


def test_kappa_takes_chance_away() -> None:
    one = np.array([0, 0, 1, 1])
    assert kappa(one, one) == pytest.approx(1.0)
    assert kappa(one, 1 - one) == pytest.approx(-1.0)
    assert kappa(one, np.array([0, 1, 0, 1])) == pytest.approx(0.0)
    # Cohen 1960: 45 + 15 of 100 alike by 60 and 40 against 70 and 30.
    first = np.repeat([0, 0, 1, 1], [45, 15, 25, 15])
    second = np.repeat([0, 1, 0, 1], [45, 15, 25, 15])
    assert kappa(first, second) == pytest.approx((0.60 - 0.54) / 0.46)
    assert np.isnan(kappa(np.zeros(3, dtype=np.intp), np.zeros(3, dtype=np.intp)))


def test_macro_f1_leaves_out_what_never_occurs() -> None:
    truth, found = np.array([0, 0, 1, 1]), np.array([0, 0, 1, 0])
    assert macro_f1(truth, found, 3) == pytest.approx((0.8 + 2 / 3) / 2)


def test_rank_correlation_takes_ties() -> None:
    assert spearman(np.array([1.0, 2.0, 3.0]), np.array([1.0, 4.0, 9.0])) == pytest.approx(1.0)
    assert spearman(np.array([1.0, 1.0, 2.0, 2.0]), np.array([1.0, 2.0, 1.0, 2.0])) == pytest.approx(0.0)
    assert np.isnan(spearman(np.ones(3), np.array([1.0, 2.0, 3.0])))


def test_the_best_threshold_is_found_for_a_baseline() -> None:
    assert best_f1(YES, np.array([9.0, 8.0, 1.0, 2.0])) == 1.0
    assert best_f1(YES, np.array([1.0, 2.0, 8.0, 9.0])) == pytest.approx(2 / 3)


def test_people_are_compared_in_pairs() -> None:
    # Three coders of two items: the first two agree, the third says the opposite.
    assert pairwise([[1, 1, 0], [0, 0, 1]], kappa) == pytest.approx((1.0 - 1.0 - 1.0) / 3)


def test_codes_count_confusions(tmp_path: Path) -> None:
    codes = Codes(("none", "open"))
    for pair in (("none", "none"), ("open", "none"), ("open", "open")):
        codes.add(*pair)
    assert codes.confusions().tolist() == [[1, 0], [1, 1]]
    assert codes.accuracy()(np.arange(3)) == pytest.approx(2 / 3)
    assert codes.block("questions").splitlines()[-1].split() == ["open", "1", "1"]
    assert (tmp_path / codes.plot(tmp_path, "Questions")).is_file()


def test_a_figure_without_items_says_nothing() -> None:
    empty = Sample([], "0 calls").figure("x", lambda at: 1.0 / len(at))
    assert (empty.value, empty.low) == (None, None)


# ------------------------------------------------------------------ noise


def test_marks_and_capitals_go_and_words_stay() -> None:
    assert bare("Well, I don't KNOW -- do you?") == "well i don't know do you"


def test_noise_changes_about_as_many_words_as_it_says_and_always_the_same() -> None:
    text = " ".join(f"w{number}" for number in range(4000))
    heard = Heard(["the cat sat on the mat"])
    noisy = heard(text, "noisy")
    assert noisy == heard(text, "noisy")
    assert noisy != heard(text, "noisy", draw=1)
    kept = [word for word in noisy.split() if word.startswith("w")]
    assert kept == sorted(kept, key=lambda word: int(word[1:]))  # nothing changes places
    # Four fifths of the changed words are gone: 12 % of all.
    assert 1 - len(kept) / 4000 == pytest.approx(0.12, abs=0.02)
    assert set(noisy.split()) - set(text.split()) <= {"the", "cat", "sat", "on", "mat"}


def test_noise_never_takes_the_last_word() -> None:
    heard = Heard(["the"])
    assert all(heard.noisy("Okay.", share=1.0, draw=draw).strip() for draw in range(20))
    assert heard.noisy("") == ""
    assert heard("As it was.", "written") == "As it was."


# ------------------------------------------------------------------ heads


def test_a_head_is_judged_on_others_than_it_was_fitted_on() -> None:
    random = np.random.default_rng(3)
    truth = np.arange(400) % 2 == 0
    signal = np.column_stack((truth + random.normal(0, 0.5, 400), random.normal(0, 1, 400)))
    folds = folds_of([str(number // 4) for number in range(400)])
    assert len({int(folds[number]) for number in range(4)}) == 1  # all items of one person
    told = crossed(signal, truth, folds)
    assert np.mean((told > 0.5) == truth) > 0.8
    noise = crossed(random.normal(0, 1, (400, 2)), truth, folds)
    assert np.mean((noise > 0.5) == truth) == pytest.approx(0.5, abs=0.12)


def test_three_levels_are_told_apart() -> None:
    levels = np.arange(300) % 3
    features = np.eye(3)[levels] + np.random.default_rng(4).normal(0, 0.2, (300, 3))
    found = crossed_levels(features, levels, folds_of([str(number) for number in range(300)]), ridge=1.0)
    assert np.mean(found == levels) > 0.95


# ------------------------------------------------------------------ wrong cases


def test_wrong_cases_are_told_by_class_the_largest_first(tmp_path: Path) -> None:
    errors = Errors("questions")
    errors.add("missed", "one")
    for number in range(3):
        errors.add("wrongly found", f"case {number}")
    errors.write(tmp_path)
    lines = [line for line in samples(tmp_path, 2) if line]
    assert lines[:2] == ["=== wrong cases: questions ===", "## wrongly found: 3"]
    assert len(lines) == 6
    assert lines[-2:] == ["## missed: 1", "one"]


# ------------------------------------------------------------------ what the product is asked


def test_sentences_are_asked_about_in_their_context() -> None:
    call = [
        Line("customer", "It broke. Again."),
        Line("csm", "Okay. What happened?"),
        Line("csm", "Okay."),
        Line("customer", "Nothing works."),
        Line("csm", "Nothing at all?"),
    ]
    heard = "It broke. Again."
    assert in_context(call) == [
        (SentenceInContext("csm", "Okay.", heard), SentenceInContext("csm", "What happened?", heard)),
        (SentenceInContext("csm", "Okay.", heard),),
        (SentenceInContext("csm", "Nothing at all?", "Nothing works."),),
    ]
    assert SentenceInContext("customer", "Nothing works.") in asked(call)


def test_an_utterance_is_as_strong_as_its_strongest_sentence() -> None:
    said = (
        SentenceAnnotation("So you waited.", reflection="simple", reflection_p=0.6),
        SentenceAnnotation("A long week.", reflection="complex", reflection_p=0.9, telling=0.1),
        SentenceAnnotation("Did it help?", question="closed"),
    )
    found = language_utterances.strongest(said)
    assert (found.asks, found.mirrors, found.reflecting, found.telling) == ("closed", "complex", 0.9, 0.1)
    assert found.mainly == "question"
    assert language_utterances.strongest(said[:2]).mainly == "reflection"
    assert language_utterances.strongest(()).mainly == "other"


def test_levels_of_exploring_and_interpreting() -> None:
    plain, asks = SentenceAnnotation("Hm."), SentenceAnnotation("Why?", question="closed")
    opens = SentenceAnnotation("How was it?", question="open")
    assert [language_empathy.exploring(said) for said in ([plain], [asks], [asks, opens])] == [0, 1, 2]
    same, heard = SentenceAnnotation("Me too.", dismissing=("me_too",)), SentenceAnnotation("I hear you.", ack_level=2)
    assert [language_empathy.interpreting(said) for said in ([plain], [heard], [heard, same])] == [0, 1, 2]


# ------------------------------------------------------------------ tables on small files

COLUMNS = (
    *("mi_quality", "transcript_id", "utterance_id", "interlocutor", "utterance_text", "annotator_id"),
    *("question_exists", "question_subtype", "reflection_exists", "reflection_subtype"),
    *("therapist_input_exists", "main_therapist_behaviour"),
)


@pytest.fixture
def rules_only(monkeypatch: pytest.MonkeyPatch) -> Way:
    way = Way("rules alone", None, shipped=True)
    for module in (language_utterances, language_sessions, language_frozen, language_feelings):
        monkeypatch.setattr(module, "ways", lambda: (way,))
    return way


@pytest.fixture
def interviews(tmp_path: Path) -> Path:
    rows = []
    for number in range(4):
        good = "high" if number < 2 else "low"
        said = "What brings you here today?" if good == "high" else "You should just stop doing that."
        codes = ("True", "open", "False", "", "False", "question")
        if good == "low":
            codes = ("False", "", "False", "", "True", "therapist_input")
        rows += [(good, number, 0, "therapist", said, coder, *codes) for coder in (1, 2)]
        rows.append((good, number, 1, "client", "I drink too much on weekends.", 1, *[""] * 6))
    file = tmp_path / language_interviews.INTERVIEWS
    file.parent.mkdir(parents=True)
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([COLUMNS, *rows])
    return tmp_path


def test_utterances_are_held_against_the_coders(interviews: Path, rules_only: Way) -> None:
    (table,) = language_utterances.tables(interviews, interviews)
    by_name = {figure.what: figure for figure in table.figures}
    questions = by_name["a question is asked, F1"]
    assert questions.value == pytest.approx(1.0)
    assert questions.sample == "4 utterances, 2 coded, 4 interviews"
    assert questions.baseline.endswith("people 1.00 (kappa 1.00)")
    assert by_name["what was heard is given back, F1"].value is None  # nobody reflects, nothing is found
    assert any("main behaviour" in block for block in table.blocks)


def test_sessions_are_ranked(interviews: Path, rules_only: Way) -> None:
    (table,) = language_sessions.tables(interviews, interviews)
    by_name = {figure.what: figure for figure in (*table.figures, *table.details)}
    judging = by_name["good above poor by few judging sentences, AUC"]
    assert judging.value == pytest.approx(1.0)
    assert judging.sample == "2 good, 2 poor interviews"


def test_without_the_interviews_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        language_utterances.tables(tmp_path, tmp_path)


def test_a_hit_on_any_listed_class_counts(monkeypatch: pytest.MonkeyPatch, rules_only: Way, tmp_path: Path) -> None:
    sentences = [
        ("pity_exit, me_too", "I'm sorry, but there's nothing I can do."),
        ("none", "Let me look at it with you."),
        ("over_promise", "The sky is blue."),
    ]
    made = [
        {"id": f"d{number}", "classes": classes, "customer": "It failed.", "sentence": text}
        for number, (classes, text) in enumerate(sentences)
    ]
    monkeypatch.setattr(language_frozen, "rows", lambda name: made)
    by_name = {figure.what: figure for figure in language_frozen.dismissing_table(tmp_path).figures}
    assert by_name["dismissing sentences, precision"].value == pytest.approx(1.0)
    assert by_name["dismissing sentences, recall"].value == pytest.approx(0.5)


def test_a_tie_is_no_right_order(monkeypatch: pytest.MonkeyPatch, rules_only: Way, tmp_path: Path) -> None:
    better = "It sounds like you're very frustrated by our product; I'm committed to figuring this out with you."
    worse = "I'm sorry, but there's nothing I can do."
    made = [
        {"id": str(number), "customer": "This is so frustrating.", "better": one, "worse": two, "why": "sympathy"}
        for number, (one, two) in enumerate([(better, worse), (worse, worse), (worse, better)])
    ]
    monkeypatch.setattr(language_frozen, "rows", lambda name: made)
    table = language_frozen.pairs_table(tmp_path)
    assert table.figures[0].value == pytest.approx(1 / 3)
    assert "1 ties count as wrong" in table.figures[0].baseline


def test_signs_of_listening_are_held_against_the_acts(tmp_path: Path) -> None:
    folder = tmp_path / "text" / "switchboard"
    folder.mkdir(parents=True)
    for call in range(3):
        (folder / f"{call}.txt").write_text("A|We went to the sea.|sd\nB|Uh-huh.|b\nB|.|%\n", encoding="utf-8")
    (table,) = language_listening.tables(tmp_path, tmp_path)
    assert table.figures[0].value == pytest.approx(1.0)
    assert table.figures[0].sample == "6 utterances, 3 such, 3 calls"


def test_letters_that_move_are_told_with_those_that_came_or_went(rules_only: Way) -> None:
    calls = [language_robustness.Call(str(number), number < 3, ()) for number in range(5)]
    plain = [{"H": value} for value in (50.0, 60.0, 70.0, None, 40.0)]
    noisy = [{"H": value} for value in (52.0, 60.0, 60.0, 20.0, None)]
    moved = language_robustness._moved(calls, plain, noisy, "H", rules_only)
    assert moved.value == pytest.approx(8.4)  # between 2 and 10, nine tenths of the way
    assert moved.baseline == "half move by at most 2.0, the largest 10"
    assert moved.sample == "3 calls; 2 lost or gained the letter"
    assert (moved.unit, moved.met) == ("points", False)
    assert language_robustness._ranked(calls, plain, "H", rules_only).value == pytest.approx(1.0)


def test_written_calls_are_whole_conversations() -> None:
    calls = language_robustness.written_calls()
    assert 0 < len(calls) <= language_robustness.MOST_CALLS
    assert {call.good for call in calls} == {True, False}
    assert all(len(call.lines) >= language_robustness.LEAST_LINES for call in calls)
    assert all(one.speaker != two.speaker for call in calls for one, two in itertools.pairwise(call.lines))


def test_no_reader_is_measured_where_none_ships(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ATTUNE_EVAL_READER", str(tmp_path))
    assert language_reader.shipped_reader() is None
