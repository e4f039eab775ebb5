"""`attune practice` end to end on files and at the keyboard."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from app.cli import practice
from app.cli.main import run_command_line
from app.practice.play import Played, play
from perception.inference.lexicon_files import load_lexicon
from tests.unit.app_practice.small_scenario import TEXT, changed

GOOD = "You sound angry that it was two days late.\nIt sounds like you're worried, though.\n"


@pytest.fixture(autouse=True)
def rules_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The word rules alone, and a folder for one's own scenarios."""
    monkeypatch.setattr(practice, "practice_reader", lambda: (None, ""))
    monkeypatch.setenv("ATTUNE_SCENARIOS", str(tmp_path / "own"))


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "late-report.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "said.txt"
    path.write_text(GOOD, encoding="utf-8")
    return path


def _attune(*argv: object) -> int:
    return run_command_line(["practice", *map(str, argv)])


def test_a_scenario_is_played_from_a_file_as_data(
    scenario: Path, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _attune(scenario, "--csm-lines", lines, "--json", "--seed", 3) == 0
    out, err = capsys.readouterr()
    document = json.loads(out)
    assert err == ""
    assert document["scenario"] == "late-report"
    assert document["path"] == ["complains", "opens", "thanks"]
    assert set(document["end_state"]) == {"calm", "trust"}
    assert document["end"] == "resolved"
    assert set(document["letters"]) == {"A", "H", "Y"}
    assert [turn["csm"] for turn in document["turns"]] == [None, *GOOD.splitlines()]
    assert document["turns"][1]["deeds"][0] == "named_feeling"
    assert document["turns"][1]["because"] == "You took it up, so he told you more."
    assert document["turns"][1]["response"]["kind"] == "empathy"
    assert document["unused_lines"] == 0


def test_and_for_people(scenario: Path, lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines.write_text(GOOD + "One more.\n")
    assert _attune(scenario, "--csm-lines", lines) == 0
    out = capsys.readouterr().out
    assert "Sam: " in out
    assert "Path: complains › opens › thanks" in out
    assert "The call ended before 1 more of your lines." in out
    assert "Affect: naming feelings" in out


def test_it_can_be_typed(scenario: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    typed = io.StringIO("\n\n\n" + GOOD)
    monkeypatch.setattr(typed, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", typed)
    assert _attune(scenario) == 0
    out = capsys.readouterr().out
    assert "Name what it was like." in out
    assert "Sam: Hello?" in out  # an empty line is silence
    assert "Sam: Still there?" in out
    assert "calm and knows what happens next" in out


def test_the_end_of_typing_ends_the_call(
    scenario: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = io.StringIO("")
    monkeypatch.setattr(typed, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", typed)
    assert _attune(scenario) == 0
    assert "The call did not come to an end." in capsys.readouterr().out


def test_checking_tells_all_mistakes_with_their_lines(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _attune(scenario, "--check") == 0
    assert capsys.readouterr().out == "late-report.yaml: nothing to mend.\n"
    scenario.write_text(changed(("minutes: 3", "minutes: x"), ("look: joseph", "lok: joseph")))
    assert _attune(scenario, "--check") == 2
    out = capsys.readouterr().out
    assert "line 6: `minutes` must be a whole number" in out
    assert "Did you mean `look`?" in out
    assert _attune(scenario, "--check", "--json") == 2
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [one["line"] for one in found] == [6, 10, 16]


def test_checking_tells_what_the_linter_finds(scenario: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario.write_text(changed(("look: joseph", "look: josef")))
    assert _attune(scenario, "--check") == 2
    assert "Did you mean “joseph”?" in capsys.readouterr().out
    assert _attune(scenario, "--check", "--json") == 2
    (found,) = json.loads(capsys.readouterr().out)["findings"]
    assert (found["severity"], found["code"], found["line"]) == ("error", "unknown_look", 16)


@pytest.mark.parametrize(
    ("argv", "status", "said"),
    [
        ((), 2, "No scenario was named."),
        (("nothing-like-it",), 2, "There is no such scenario."),
        (("late-report.yaml",), 2, "It cannot be read"),
        (("SCENARIO",), 2, "There is nothing to say."),
        (("SCENARIO", "--csm-lines", "none.txt"), 2, "none.txt"),
        (("SCENARIO", "--csm-lines", "EMPTY"), 2, "It holds no lines."),
        (("SCENARIO", "--csm-lines", "LATIN"), 2, "line 2: This is not UTF-8 text."),
        (("SCENARIO", "--csm-lines", "SAID", "--seed", "x"), 2, "--seed"),
    ],
)
def test_bad_usage_is_one_line_with_a_remedy(
    argv: tuple[str, ...], status: int, said: str, scenario: Path, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty, latin = scenario.with_name("empty.txt"), scenario.with_name("latin.txt")
    empty.write_text("# nothing\n")
    latin.write_bytes(b"a\n\xe4\n")
    names = {"SCENARIO": scenario, "EMPTY": empty, "LATIN": latin, "SAID": lines}
    assert _attune(*(names.get(word, word) for word in argv)) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert err.startswith("attune: ")
    assert err.count("\n") == 1


def test_a_scenario_that_cannot_be_played_is_refused(
    scenario: Path, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario.write_text(changed(("      - to: complains\n", "")))
    assert _attune(scenario, "--csm-lines", lines) == 2
    assert "may lead nowhere" in capsys.readouterr().err


def test_the_shelf_is_listed_with_ones_own_and_without_broken_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "late-report.yaml").write_text(TEXT)
    (own / "broken.yaml").write_text("format: 1\n")
    assert _attune("--list") == 0
    out, err = capsys.readouterr()
    assert "late-report" in out
    assert "(yours)" in out
    assert "outage-closing-day" in out
    assert "left out: broken.yaml, line 1: " in err
    assert _attune("--list", "--json") == 0
    cards = {card["id"]: card for card in json.loads(capsys.readouterr().out)["scenarios"]}
    assert cards["late-report"]["own"] is True
    assert cards["outage-closing-day"]["letters"] == ["A", "H", "Y"]
    assert _attune("late-report", "--check") == 0
    assert _attune("broken", "--check") == 2


def test_the_looks_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert _attune("--looks") == 0
    assert "dana" in capsys.readouterr().out.split()
    assert _attune("--looks", "--json") == 0
    assert "dana" in json.loads(capsys.readouterr().out)["looks"]


def test_speaking_is_handed_in(
    scenario: Path, lines: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[int, int]] = []

    def spoken(scenario: object, said: tuple[str, ...], seed: int) -> Played:
        asked.append((len(said), seed))
        return play(scenario, said, lexicon=load_lexicon(), seed=seed)  # type: ignore[arg-type]

    monkeypatch.setattr("app.bootstrap.practice_spoken.play_spoken", spoken)
    assert _attune(scenario, "--csm-lines", lines, "--speak", "--json", "--seed", 2) == 0
    assert asked == [(2, 2)]
    assert json.loads(capsys.readouterr().out)["end"] == "resolved"


def test_without_the_reader_of_sentences_the_rules_go_on_and_say_so(
    scenario: Path, lines: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(practice, "practice_reader", lambda: (None, "The reader is missing. Install it again."))
    assert _attune(scenario, "--csm-lines", lines, "--json") == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["end"] == "resolved"
    assert err == "attune: The reader is missing. Install it again.\n"
