"""The linter of scenarios: each finding alone, with its line."""

from __future__ import annotations

import dataclasses

import pytest

from app.practice.scenario import graph, speakable
from app.practice.scenario.findings import Finding
from app.practice.scenario.lint import has_errors, lint
from app.practice.scenario.loader import read_scenario
from app.practice.scenario.model import Condition
from tests.unit.app_practice.small_scenario import changed, small


def _found(*swaps: tuple[str, str]) -> tuple[str, list[Finding]]:
    text = changed(*swaps)
    loaded = read_scenario(text, "late-report.yaml")
    return text, lint(loaded.scenario, loaded.file)


def test_a_good_scenario_has_nothing_to_mend() -> None:
    _, found = _found()
    assert found == []


_ALWAYS = "      - to: complains\n"
_OPENS = '    lines: ["It\'s fine, we managed.", "We got by, it\'s all right."]'


@pytest.mark.parametrize(
    ("swaps", "severity", "code", "near"),
    [
        ((("{node: complains,", "{node: complain,"),), "error", "unknown_start", "{node: complain,"),
        ((("look: joseph", "look: josef"),), "error", "unknown_look", "look: josef"),
        (
            (("  triggers: [being hurried]", "  voice: {rich: af_hart}\n  triggers: [being hurried]"),),
            "warning",
            "unknown_voice",
            "rich: af_hart",
        ),
        ((("triggers: [being hurried]", "triggers: []"),), "warning", "no_triggers", "triggers: []"),
        ((("soothers: [a date]", "soothers: []"),), "warning", "no_soothers", "soothers: []"),
        ((("      - to: leaves\n  thanks", "      - to: gone\n  thanks"),), "error", "unknown_node", "- to: gone"),
        (((_ALWAYS, "      - when: {any_of: [silent]}\n        to: leaves\n"),), "error", "no_last_way", "edges:"),
        (
            (("    end: escalated\n", "    edges: []\n"),),
            "error",
            "dead_end",
            "  leaves:",
        ),
        (
            (("    end: resolved\n", "    end: resolved\n    edges: [{to: leaves}]\n"),),
            "error",
            "edges_after_end",
            "edges: [{to: leaves}]",
        ),
        (
            (("when: {visits: 2}", "when: {any_of: [named_feeling], visits: 2}"),),
            "error",
            "never_taken",
            "when: {any_of: [named_feeling], visits: 2}",
        ),
        (
            (("when: {visits: 2}", "when: {all_of: [silent], none_of: [silent]}"),),
            "error",
            "never_holds",
            "all_of: [silent]",
        ),
        ((("when: {visits: 2}", "when: {seen: [opend]}"),), "error", "unknown_seen", "seen: [opend]"),
        ((("when: {visits: 2}", "when: {not_seen: [thank]}"),), "error", "unknown_seen", "not_seen: [thank]"),
        ((("when: {visits: 2}", "when: {not_seen: [complains]}"),), "error", "never_holds", "not_seen: [complains]"),
        (
            (("when: {visits: 2}", "when: {seen: [opens], not_seen: [opens]}"),),
            "error",
            "never_holds",
            "not_seen: [opens]",
        ),
        (
            (("    feeling: {family: worry, word: worried, intensity: 2, hidden: true}\n", ""),),
            "warning",
            "no_feeling_here",
            "  opens:",
        ),
        (((_OPENS, '    lines: ["I\'m worried.", "We got by."]'),), "warning", "hidden_but_said", '"I\'m worried."'),
        (
            (("word: worried, intensity: 2, hidden: true", "word: worried, intensity: 2"),),
            "warning",
            "not_said",
            "word: worried",
        ),
        (((_OPENS, '    lines: ["It\'s fine."]'),), "warning", "one_line", 'lines: ["It\'s fine."]'),
        ((("waits_s: 0.5, interrupts_after_s: 20", "waits_s: 0.5"),), "warning", "never_breaks_in", "breaks_in:"),
        (((_OPENS, '    lines: ["It\'s 5 days.", "We got by."]'),), "warning", "digits", "5 days"),
        (((_OPENS, '    lines: ["...", "We got by."]'),), "error", "unspeakable", '"..."'),
    ],
)
def test_each_finding_has_its_line(swaps: tuple[tuple[str, str], ...], severity: str, code: str, near: str) -> None:
    text, found = _found(*swaps)
    mine = [one for one in found if one.code == code]
    assert mine, [str(one) for one in found]
    lines = text.splitlines()
    assert near in lines[(mine[0].line or 0) - 1]
    assert mine[0].severity == severity
    assert mine[0].remedy.endswith((".", "?"))
    assert str(mine[0]).startswith(f"late-report.yaml, line {mine[0].line}: {mine[0].severity}: ")
    assert has_errors(found) == any(one.severity == "error" for one in found)


def test_a_turn_that_no_way_leads_to_is_found() -> None:
    island = "  island:\n    phase: vent\n    lines: [I'm sad., So sad.]\n    end: open\n  thanks:"
    _, found = _found(("  thanks:", island))
    assert [(one.code, one.node) for one in found] == [("unreachable", "island")]


def test_turns_that_can_never_end_are_found() -> None:
    _, found = _found(
        ("      - to: leaves\n  thanks", "      - to: opens\n  thanks"), ("        to: thanks", "        to: opens")
    )
    assert ("endless", "opens") in {(one.code, one.node) for one in found}


def test_where_nothing_is_felt_no_word_for_it_is_needed() -> None:
    _, found = _found(("word: worried, intensity: 2, hidden: true", "word: worried, intensity: 0"))
    assert found == []


def test_a_file_is_named_after_its_id() -> None:
    loaded = read_scenario(changed(), "report.yaml")
    (found,) = lint(loaded.scenario, loaded.file)
    assert (found.code, found.line, found.remedy) == ("file_name", 2, "Name it late-report.yaml.")


def test_a_scenario_must_be_won_and_lost() -> None:
    _, found = _found(("end: resolved", "end: open"), ("end: escalated", "end: open"))
    assert {one.code for one in found} == {"no_good_end", "no_bad_end"}


def test_a_scenario_without_feelings_facts_and_impacts_is_told() -> None:
    nodes = {name: dataclasses.replace(node, feeling=None) for name, node in small().nodes.items()}
    bare = dataclasses.replace(small(), nodes=nodes, facts=(), impacts=())
    codes = {one.code for one in lint(bare)}
    assert {"no_feeling", "no_concepts", "no_feeling_here"} <= codes
    assert all(one.line is None for one in lint(bare))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Look at https://example.org for it.", "address"),
        ("Write to me@example.org then.", "address"),
        ("It was late (again).", "brackets"),
        ("It rose by 12% this year.", "units"),
        ("It cost us $400 at once.", "units"),
        ("A delay of 300 ms every time.", "units"),
        ("It took 6 hours.", "digits"),
        ("This is VERYBAD for us.", "capitals"),
        ("The field user_name is gone.", "underscore"),
        ("Sales & marketing are waiting.", "sign"),
        ("one two three " * 16, "long"),
    ],
)
def test_what_a_voice_reads_badly_is_found(text: str, code: str) -> None:
    assert [one.code for one in speakable.troubles(text)] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "Fine. We'll see – it's “all right”, isn't it? Well…",
        "Our CRM, the API and the CFO: all of them, half-done; and the naïve café.",
        "It's the first of May, and the twenty-third call.",
    ],
)
def test_ordinary_talk_is_speakable(text: str) -> None:
    assert list(speakable.troubles(text)) == []


@pytest.mark.parametrize(
    ("line", "word", "said"),
    [
        ("I'm frustrated.", "frustrated", True),
        ("This is so frustrating.", "frustrated", True),
        ("I worry about it.", "worried", True),
        ("I feel let down.", "let down", True),
        ("Everything is fine.", "worried", False),
        ("The modern way.", "mad", False),
        ("I feel so low.", "low", True),
    ],
)
def test_a_feeling_word_is_known_in_its_forms(line: str, word: str, said: bool) -> None:
    assert speakable.says(line, word) is said


# ---------------------------------------------------------------- which edge stands in the way


@pytest.mark.parametrize(
    ("wide", "narrow", "covered"),
    [
        (Condition(), Condition(any_of=("judged",)), True),
        (Condition(any_of=("judged", "dismissed")), Condition(any_of=("judged",)), True),
        (Condition(any_of=("judged", "dismissed")), Condition(all_of=("judged", "silent")), True),
        (Condition(any_of=("judged",)), Condition(any_of=("judged", "dismissed")), False),
        (Condition(any_of=("judged",), none_of=("silent",)), Condition(any_of=("judged",)), False),
        (Condition(any_of=("judged",)), Condition(any_of=("judged",), none_of=("silent",)), True),
        (Condition(calm=(0, 50)), Condition(calm=(10, 40)), True),
        (Condition(calm=(0, 30)), Condition(calm=(10, 40)), False),
        (Condition(trust=(20, 100)), Condition(), False),
        (Condition(visits=1), Condition(visits=2), True),
        (Condition(visits=2), Condition(visits=1), False),
        (Condition(seen=("a",)), Condition(seen=("a", "b")), True),
        (Condition(seen=("a", "b")), Condition(seen=("a",)), False),
        (Condition(not_seen=("a",)), Condition(), False),
        (Condition(all_of=("judged",)), Condition(all_of=("judged", "silent")), True),
        (Condition(all_of=("judged", "silent")), Condition(all_of=("judged",)), False),
    ],
)
def test_an_earlier_edge_may_stand_in_the_way(wide: Condition, narrow: Condition, covered: bool) -> None:
    assert graph.covers(wide, narrow) is covered


@pytest.mark.parametrize(
    ("when", "never"),
    [
        (Condition(any_of=("judged",), none_of=("judged",)), True),
        (Condition(any_of=("judged", "silent"), none_of=("judged",)), False),
        (Condition(calm=(60, 40)), True),
        (Condition(trust=(60, 40)), True),
        (Condition(), False),
    ],
)
def test_a_condition_may_contradict_itself(when: Condition, never: bool) -> None:
    assert graph.impossible(when) is never
