"""Scenario files: what is read, every mistake with its line, and what is written back."""

from __future__ import annotations

import dataclasses
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.practice.errors import PracticeFileError
from app.practice.scenario.loader import dump, fill_shelf, load_playable, load_scenario, read_scenario
from app.practice.scenario.model import (
    DEEDS,
    Concept,
    Condition,
    Edge,
    Node,
    NodeFeeling,
    Persona,
    Scenario,
    Timing,
    Voice,
)
from tests.unit.app_practice.small_scenario import TEXT, changed, small


def _mistakes(text: str) -> list[tuple[int | None, str, str]]:
    with pytest.raises(PracticeFileError) as caught:
        read_scenario(text, "x.yaml")
    return [(one.line, one.what, one.remedy) for one in caught.value.mistakes]


def _line(part: str, text: str = TEXT) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def test_a_scenario_is_read_with_everything_in_it() -> None:
    scenario = small()
    node = scenario.nodes["complains"]
    assert (scenario.id, scenario.start, scenario.calm, scenario.trust) == ("late-report", "complains", 40.0, 50.0)
    assert scenario.persona.voice == Voice()
    assert scenario.facts == (Concept("the report was late", ("late", "two days")),)
    assert node.feeling == NodeFeeling("anger", "angry", 3, False, ("report",))
    assert node.timing == Timing(0.5, 20.0, 6.0)
    assert node.edges[1].when == Condition(any_of=("dismissed", "judged"), calm=(0.0, 25.0))
    assert node.edges[3] == Edge("complains")
    assert scenario.nodes["thanks"].end == "resolved"


def test_a_missing_field_is_told_where_it_belongs() -> None:
    text = changed(("  role: Planner\n", ""))
    assert _mistakes(text) == [(_line("persona:"), "`role` of persona is missing.", "Add `role` below `persona`.")]


def test_an_unknown_field_is_told_with_what_was_probably_meant() -> None:
    text = changed(("    mood: angry", "    moods: angry"))
    (found,) = _mistakes(text)
    assert found[0] == _line("moods: angry", text)
    assert found[2] == "Did you mean `mood`?"


def test_a_field_like_no_other_is_told_to_be_taken_out() -> None:
    (found,) = _mistakes(changed(("minutes: 3", "minutes: 3\nxyzzy: 1")))
    assert found[2] == "Take it out."


@pytest.mark.parametrize(
    ("old", "new", "what", "remedy"),
    [
        ("any_of: [dismissed", "any_of: [dismised", "cannot be “dismised”", "Did you mean `dismissed`?"),
        ("family: anger", "family: zeal", "`family` of nodes › complains › feeling cannot be", "Write one of: anger"),
        ("intensity: 3", "intensity: 4", "must be at most 3, not 4", "Write 3 or less."),
        ("minutes: 3", "minutes: three", "`minutes` must be a whole number", "without quotes"),
        ("minutes: 3", "minutes: 3.5", "`minutes` must be a whole number", "without quotes"),
        ("calm: 40", "calm: forty", "must be a number", "without quotes"),
        ("calm: 40", "calm: 400", "must be at most 100, not 400", "Write 100 or less."),
        ("letters: [A, Y]", "letters: A", "`letters` must be a list", "[one, two]"),
        ("letters: [A, Y]", "letters: []", "`letters` has too few entries", "Give at least 1."),
        ("role: Planner", "role: 7", "`role` of persona must be text", "in quotes"),
        ("role: Planner", 'role: " "', "`role` of persona is empty", "Write something"),
        ("id: late-report", "id: Late Report", "letters, digits and hyphens only", "outage-closing-day"),
        ("start: {node: complains, calm: 40, trust: 50}", "start: x", "must have fields below it", "two spaces"),
        ("word: angry, intensity: 3", "word: angry, hidden: maybe, intensity: 3", "must be true or false", "`true`"),
        ("format: 1", "format: 2", "`format` cannot be “2”", "Write one of: 1"),
        ("waits_s: 0.5", "waits_s: -1", "must be at least 0, not -1", "Write 0 or more."),
    ],
)  # fmt: skip
def test_each_kind_of_mistake_has_its_line_and_its_remedy(old: str, new: str, what: str, remedy: str) -> None:
    text = changed((old, new))
    (found,) = _mistakes(text)
    assert found[0] == _line(new, text)
    assert what in found[1]
    assert remedy in found[2]


def test_all_mistakes_of_a_file_are_told_in_order() -> None:
    text = changed(
        ("title: The late report\n", ""),
        ("minutes: 3", "minutes: none"),
        ("look: joseph", "look: joseph\n  look: lena"),
        ("phase: explore", "phase: explor"),
        ("  - {text: he planned blind, words: [blind, guess]}", "  - {text: he planned blind}"),
    )
    found = _mistakes(text)
    assert len(found) == 5
    assert [line for line, _, _ in found] == sorted(line or 0 for line, _, _ in found)
    assert "`look` stands here a second time (first in line" in " ".join(what for _, what, _ in found)
    with pytest.raises(PracticeFileError, match=r"4 more in this file"):
        read_scenario(text, "x.yaml")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "The file is empty."),
        ("- a\n- b\n", 1, "must have fields below it"),
        ("a: [1, 2\nb: 3\n", 2, "The form of this line cannot be understood"),
        ("a: 1\n\tb: 2\n", 2, "The form of this line cannot be understood"),
        ("a: &x {b: 1}\nc: *x\n", 1, "used again by its anchor"),
        ("? [a]\n: b\n", 1, "The name of a field must be a word."),
        ("a: " + "[" * 30 + "]" * 30, 1, "nested too deeply"),
    ],
)
def test_what_is_no_list_of_fields_is_refused(text: str, line: int, what: str) -> None:
    found = _mistakes(text)
    assert any(one[0] == line and what in one[1] for one in found), found


def test_words_that_look_like_numbers_stay_words() -> None:
    scenario = read_scenario(changed(("vocabulary: [plan]", 'vocabulary: ["7", yes, on]')), "x.yaml").scenario
    assert scenario.persona.vocabulary == ("7", "yes", "on")


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(PracticeFileError, match="cannot be read") as caught:
        load_scenario(tmp_path / "none.yaml")
    assert "Check the name" in caught.value.recovery
    latin = tmp_path / "latin.yaml"
    latin.write_bytes(b"format: 1\nid: \xe4\n")
    with pytest.raises(PracticeFileError, match=r"line 2: This is not UTF-8"):
        load_scenario(latin)
    large = tmp_path / "large.yaml"
    large.write_bytes(b"# " + b"x" * 1_000_001)
    with pytest.raises(PracticeFileError, match="too large"):
        load_scenario(large)


def test_an_error_crosses_processes_whole() -> None:
    with pytest.raises(PracticeFileError) as caught:
        read_scenario(changed(("minutes: 3", "minutes: x")), "x.yaml")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.message, again.recovery, again.mistakes) == (
        caught.value.message,
        caught.value.recovery,
        caught.value.mistakes,
    )


# ---------------------------------------------------------------- writing back


def test_what_is_written_reads_the_same() -> None:
    assert read_scenario(dump(small()), "x.yaml").scenario == small()


_TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=30).map(
    lambda text: " ".join(text.split()) or "x"
)
_TEXTS = st.lists(_TEXT, min_size=1, max_size=3).map(tuple)
_POINTS = st.floats(-100, 100).map(lambda value: round(value, 2))
_RANGE = st.tuples(st.floats(0, 50).map(round), st.floats(50, 100).map(round)).map(
    lambda pair: (float(pair[0]), float(pair[1]))
)
_DEEDS = st.lists(st.sampled_from(DEEDS), max_size=3, unique=True).map(tuple)
_EDGES = st.builds(
    Edge,
    to=st.sampled_from(("a", "b")),
    when=st.builds(
        Condition,
        any_of=_DEEDS,
        all_of=_DEEDS,
        none_of=_DEEDS,
        calm=_RANGE,
        trust=_RANGE,
        visits=st.integers(0, 5),
        seen=st.sampled_from(((), ("b",), ("a", "b"))),
        not_seen=st.sampled_from(((), ("b",))),
    ),
    calm=_POINTS,
    trust=_POINTS,
    because=_TEXT,
)
_FEELINGS = st.builds(
    NodeFeeling,
    family=st.sampled_from(("anger", "worry", "relief_positive")),
    word=_TEXT,
    intensity=st.integers(0, 3),
    hidden=st.booleans(),
    cause=_TEXTS,
)
_NODES = st.builds(
    Node,
    id=st.just("a"),
    phase=st.sampled_from(("vent", "close")),
    lines=_TEXTS,
    feeling=st.none() | _FEELINGS,
    display=st.sampled_from(("neutral", "angry")),
    mood=st.sampled_from(("neutral", "low")),
    timing=st.builds(
        Timing,
        waits_s=st.floats(0, 20),
        interrupts_after_s=st.none() | st.floats(3, 300),
        silence_s=st.floats(2, 120),
    ),
    nudges=_TEXTS,
    breaks_in=_TEXTS,
    edges=st.lists(_EDGES, max_size=3).map(tuple),
    end=st.none() | st.just("open"),
)


@given(
    node=_NODES,
    persona=st.builds(
        Persona,
        name=_TEXT,
        role=_TEXT,
        company=_TEXT,
        history=_TEXT,
        look=_TEXT,
        voice=st.builds(Voice, pitch_st=st.floats(-12, 12), tract=st.floats(0.7, 1.4), rate=st.floats(0.6, 1.6)),
        triggers=_TEXTS,
    ),
    effects=st.dictionaries(st.sampled_from(DEEDS), st.tuples(_POINTS, _POINTS), max_size=3),
    tags=_TEXTS,
)
def test_any_scenario_comes_back_as_it_was(
    node: Node, persona: Persona, effects: dict[object, object], tags: tuple[str, ...]
) -> None:
    other = Node("b", "greet", ("Hello.", "Hi."), end="open")
    scenario = dataclasses.replace(
        small(), nodes={"a": node, "b": other}, start="a", persona=persona, effects=effects, tags=tags
    )
    again = read_scenario(dump(scenario), "x.yaml").scenario
    assert again == scenario
    assert isinstance(again, Scenario)


# ---------------------------------------------------------------- the shelf


def test_the_shelf_holds_shipped_and_own_scenarios_and_leaves_out_broken_ones(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    shipped.mkdir()
    own.mkdir()
    (shipped / "late-report.yaml").write_text(TEXT, encoding="utf-8")
    (shipped / "zeta.yaml").write_text(changed(("id: late-report", "id: zeta"), ("title: The", "title: A")))
    (shipped / "broken.yaml").write_text("format: 1\n")
    (shipped / "FORMAT.md").write_text("text")
    (own / "mine.yml").write_text(changed(("title: The late report", "title: My own")))
    (own / "twice.yml").write_text(changed(("title: The late report", "title: Again")))
    (own / "endless.yml").write_text(changed(("id: late-report", "id: endless"), ("    end: escalated\n", "")))
    shelf = fill_shelf(shipped, own)
    assert [(key, entry.scenario.title, entry.own) for key, entry in shelf.entries.items()] == [
        ("zeta", "A late report", False),
        ("late-report", "My own", True),
    ]
    assert {path.name for path in shelf.broken} == {"broken.yaml", "twice.yml", "endless.yml"}
    assert "is a dead end" in shelf.broken[own / "endless.yml"].message
    assert "already that of mine.yml" in shelf.broken[own / "twice.yml"].message


def test_without_a_folder_of_ones_own_there_are_the_shipped_ones(tmp_path: Path) -> None:
    assert fill_shelf(tmp_path, tmp_path / "none").entries == {}


def test_a_file_is_read_again_only_when_it_has_changed(tmp_path: Path) -> None:
    file = tmp_path / "late-report.yaml"
    file.write_text(TEXT, encoding="utf-8")
    first = load_playable(file)
    assert load_playable(file) is first
    file.write_text(changed(("title: The late report", "title: Another title")), encoding="utf-8")
    assert load_playable(file).scenario.title == "Another title"
    file.unlink()
    with pytest.raises(PracticeFileError, match="cannot be read"):
        load_playable(file)
