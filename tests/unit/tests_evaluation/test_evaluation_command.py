"""The evaluation command: choosing parts, printing, skipping, failing, publishing."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from app.reports.results import ResultsError, load_results
from perception.errors import ModelError
from tests.evaluation import __main__ as command
from tests.evaluation import publish
from tests.evaluation.__main__ import LANGUAGE
from tests.evaluation.report import closing_line, table_lines
from tests.evaluation.tables import Figure, Skipped, Table

SMILE = Figure("smile, AUC", 0.99123, 0.98412, 0.99634, target=0.987, baseline="bare model 0.984", sample="1184 photos")
YAW = Figure("head turn, mean error", 3.44, target=3.2, better="lower", unit="degrees", digits=1, sample="1184 photos")
TOLD = Figure("nods", None, sample="3 clips")
TABLE = Table("M", "Smiles", "GENKI, labelled by people; research only", (SMILE, YAW, TOLD), ("Glare fools it.",))


def offer(monkeypatch: pytest.MonkeyPatch, name: str, tables) -> None:
    module = ModuleType(f"tests.evaluation.{name}")
    module.tables = tables  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, f"tests.evaluation.{name}", module)


def run(names: list[str], data: Path, plots: Path) -> tuple[command.Outcome, str, str]:
    out, errors = io.StringIO(), io.StringIO()
    outcome = command.measure(command.chosen_parts(names), data=data, plots=plots, out=out, errors=errors)
    return outcome, out.getvalue(), errors.getvalue()


def test_letters_parts_and_modules_name_the_same_part() -> None:
    names = [[part.name for part in command.chosen_parts([name])] for name in ("e", "E", "eye_contact", "head")]
    assert names == [["E"]] * 4
    assert [part.name for part in command.chosen_parts(["t", "m", "T"])] == ["M", "T"]
    assert command.chosen_parts([]) == list(command.PARTS)


def test_a_table_says_what_was_measured_and_whether_the_target_is_met(tmp_path: Path) -> None:
    table = Table(TABLE.part, TABLE.title, TABLE.data, TABLE.figures, TABLE.notes, ("smile-roc.png",))
    lines = list(table_lines(table, across=160, plots=tmp_path))
    assert lines[0] == "M: Smiles"
    smile, yaw, nods = lines[3:6]
    for text in ("smile, AUC", "0.991", "0.984 to 0.996", "at least 0.987", "met", "bare model 0.984", "1184 photos"):
        assert text in smile
    assert "3.4 degrees" in yaw
    assert "at most 3.2 degrees" in yaw
    assert "MISSED" in yaw
    assert "not measured" in nods
    assert lines[6:] == [f"data: {TABLE.data}", "note: Glare fools it.", f"plot: {tmp_path / 'smile-roc.png'}"]


@pytest.mark.parametrize("across", [40, 100, 120, 500])
def test_long_words_are_wrapped_and_nothing_is_lost(across: int) -> None:
    wordy = Figure("a long name " * 8, 0.5, baseline="what others get " * 6, sample="very many people " * 6)
    lines = list(table_lines(Table("E", "t", "d " * 200, (wordy,)), across=across))
    assert max(map(len, lines)) <= max(100, min(across, 200))
    text = " ".join(" ".join(lines).split())
    assert text.count("long") == 8
    assert text.count("others") == 6
    assert text.count("many") == 6


def test_a_table_without_figures_still_tells_its_notes() -> None:
    assert list(table_lines(Table("P", "t", "d", (), ("n",)), across=100)) == ["P: t", "data: d", "note: n"]


def test_the_closing_line_counts() -> None:
    assert closing_line([TABLE], skipped=2) == "1 targets met, 1 missed, 2 parts skipped"
    assert closing_line([], skipped=0, failed=1) == "0 targets met, 0 missed, 0 parts skipped, 1 failed"


def test_parts_are_printed_skipped_or_failed_and_none_stops_the_others(monkeypatch, tmp_path: Path) -> None:
    def skip(data, plots):
        raise Skipped("its clips are not there")

    def absent(data, plots):
        (data / "voice" / "list.csv").read_text()

    def no_model(data, plots):
        raise ModelError("The face model is missing.", recovery="Install the models.")

    def broken(data, plots):
        raise ZeroDivisionError

    offer(monkeypatch, "muscles", lambda data, plots: [TABLE])
    offer(monkeypatch, "posture", skip)
    offer(monkeypatch, "tone", absent)
    for module in LANGUAGE:
        offer(monkeypatch, module, no_model)
    offer(monkeypatch, "drawn", broken)
    outcome, out, errors = run(["M", "P", "T", "language", "drawn"], tmp_path, tmp_path)
    assert list(outcome.tables) == ["M"]
    assert outcome.skipped == ["P", "T"]
    assert outcome.failed == ["drawn", *(f"language ({module})" for module in LANGUAGE)]
    assert "skipped P: its clips are not there" in out
    assert f"skipped T: {Path('voice', 'list.csv')} is not among the labelled data" in out
    assert "language (language_frozen) failed: The face model is missing. Install the models." in errors
    assert "ZeroDivisionError" in errors
    assert outcome.closing_line() == f"1 targets met, 1 missed, 2 parts skipped, {1 + len(LANGUAGE)} failed"


def test_without_data_the_parts_that_need_it_are_skipped_with_the_reason(monkeypatch, tmp_path: Path) -> None:
    offer(monkeypatch, "drawn", lambda data, plots: [TABLE])
    outcome, out, _ = run(["M", "drawn"], tmp_path / "none", tmp_path)
    assert list(outcome.tables) == ["drawn"]
    assert outcome.tables["drawn"][0].part == "drawn"
    assert "skipped M: the labelled data is not there; ATTUNE_EVAL_DATA names its folder" in out


def test_a_module_that_is_not_there_is_told(monkeypatch, tmp_path: Path) -> None:
    part = command.Part("X", ("no_such_module",))
    monkeypatch.setattr(command, "PARTS", (part,))
    outcome, out, _ = run(["x"], tmp_path, tmp_path)
    assert outcome.skipped == ["X"]
    assert "skipped X: this checkout has no tests/evaluation/no_such_module.py" in out


def test_every_module_the_command_names_offers_tables() -> None:
    here = Path(command.__file__).parent
    for part in command.PARTS:
        for module in part.modules:
            file = here / f"{module}.py"
            assert not file.is_file() or "def tables(" in file.read_text(encoding="utf-8"), module


@pytest.fixture
def published(monkeypatch, tmp_path: Path) -> Path:
    place = tmp_path / "assets" / "results.json"
    readme = tmp_path / "README.md"
    readme.write_text(f"Before.\n{publish._BEGIN}\nold\n{publish._END}\nAfter.\n", encoding="utf-8")
    monkeypatch.setattr(publish, "PUBLISHED", place)
    monkeypatch.setattr(publish, "README", readme)
    monkeypatch.setattr(publish, "models_here", lambda: ())
    monkeypatch.setenv("ATTUNE_EVAL_DATA", str(tmp_path))
    return place


def test_the_command_ends_well_with_missed_targets_and_writes_the_results(
    monkeypatch, published: Path, tmp_path: Path, capsys
) -> None:
    offer(monkeypatch, "muscles", lambda data, plots: [TABLE])
    assert command.main(["m", "--out", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 targets met, 1 missed, 0 parts skipped"
    assert not published.exists()
    told = (tmp_path / "out" / "results.json").read_text(encoding="utf-8")
    figures = json.loads(told)["parts"][0]["tables"][0]["figures"]
    assert [figure["value"] for figure in figures] == [0.991, 3.4, None]
    assert str(tmp_path) not in told


def test_publishing_keeps_the_parts_that_were_not_measured(monkeypatch, published: Path, tmp_path: Path) -> None:
    offer(monkeypatch, "muscles", lambda data, plots: [TABLE])
    offer(monkeypatch, "tone", lambda data, plots: [Table("T", "Old", "d", ())])
    assert command.main(["M", "T", "--publish", "--out", str(tmp_path)]) == 0
    offer(monkeypatch, "tone", lambda data, plots: [Table("T", "New", "d", ())])
    assert command.main(["T", "--publish", "--out", str(tmp_path)]) == 0
    parts = load_results(published).parts
    assert [(part.part, part.tables[0].title) for part in parts] == [("M", "Smiles"), ("T", "New")]
    readme = publish.README.read_text(encoding="utf-8")
    assert readme.startswith("Before.\n")
    assert readme.endswith("\nAfter.\n")
    assert "old" not in readme
    assert "| M | smile, AUC | 0.991 | 0.984 to 0.996 | at least 0.987 (met) | 1184 photos |" in readme
    assert "| M | head turn, mean error | 3.4 degrees | – | at most 3.2 degrees (**missed**) | 1184 photos |" in readme
    assert "nods" not in readme  # no target


def test_a_part_that_fails_is_a_failure_of_the_command(monkeypatch, published: Path, tmp_path: Path, capsys) -> None:
    offer(monkeypatch, "drawn", lambda data, plots: 1 / 0)
    assert command.main(["drawn", "--out", str(tmp_path)]) == 1
    assert "1 failed" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["Q"], ["--nonsense"]])
def test_bad_usage_is_told(arguments: list[str], capsys) -> None:
    with pytest.raises(SystemExit) as end:
        command.main(arguments)
    assert end.value.code == 2
    assert capsys.readouterr().err


def test_the_models_here_are_told_with_their_checksums() -> None:
    models = {model.id: model for model in publish.models_here()}
    assert models["face"].licence == "Apache-2.0"
    assert models["face"].runs_on.startswith("mediapipe ")
    assert len(models["face"].checksums["face_landmarker.task"]) == 64


def test_the_readme_quotes_what_is_published() -> None:
    readme = publish.README.read_text(encoding="utf-8")
    assert publish.with_figures(readme, load_results(publish.PUBLISHED)) == readme
    with pytest.raises(ValueError, match="no place"):
        publish.with_figures("nothing", load_results(publish.PUBLISHED))


def test_the_published_file_is_the_one_the_window_reads() -> None:
    from app.ui.resources import ASSETS

    assert publish.PUBLISHED.parent.parent == ASSETS
    try:
        results = load_results(publish.PUBLISHED)
    except ResultsError as error:
        pytest.fail(str(error))
    assert results.parts
    told = publish.PUBLISHED.read_text(encoding="utf-8")
    assert not re.findall(r"(?<![\w.])/(?:[\w.-]+/)+|\b[A-Z]:\\\\", told)  # no place of any machine
