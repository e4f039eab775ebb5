"""`attune models`: exit statuses, one line for errors, nothing but JSON on stdout with --json."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from app.cli import models as command
from perception.errors import ModelError
from perception.inference.model_files import ModelStore


def _args(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    return parser.parse_args(["models", *words])


@pytest.fixture
def empty(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models")


def test_list_is_the_default_and_always_succeeds(empty: ModelStore, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(_args(), empty) == 0
    out = capsys.readouterr()
    assert "face" in out.out
    assert "not here" in out.out
    assert out.err == ""


@pytest.mark.parametrize("words", [("--json",), ("list", "--json"), ("--json", "check")])
def test_json_is_alone_on_stdout(empty: ModelStore, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    command.run(_args(*words), empty)
    document = json.loads(capsys.readouterr().out)
    face = document["models"][0]
    assert face["id"] == "face"
    assert face["state"] == "missing"
    assert face["path"] is None
    assert face["files"][0]["sha256"].startswith("64184e22")


def test_check_fails_with_one_line_when_a_needed_model_is_missing(
    empty: ModelStore, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.run(_args("check"), empty) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert "attune models install" in lines[0]


def test_an_unknown_model_and_a_missing_folder_are_bad_input(
    empty: ModelStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.run(_args("install", "nose"), empty) == 2
    assert "no model called “nose”" in capsys.readouterr().err
    assert command.run(_args("import", str(tmp_path / "gone")), empty) == 2
    assert "no folder" in capsys.readouterr().err


def test_a_failed_install_is_one_line(
    empty: ModelStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> list[str]:
        raise ModelError("It cannot be reached.", recovery="Try again.")

    monkeypatch.setattr(empty, "install", fail)
    assert command.run(_args("install", "--json"), empty) == 1
    out = capsys.readouterr()
    assert out.out == ""
    assert out.err == "attune: It cannot be reached. Try again.\n"


@pytest.mark.models
def test_import_takes_what_is_there(
    empty: ModelStore, models_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "x").write_bytes((models_dir / "face_landmarker.task").read_bytes())
    assert command.run(_args("import", str(stick)), empty) == 1  # pose and words are still missing
    assert "Imported: face" in capsys.readouterr().out
    assert empty.path("face").is_file()
