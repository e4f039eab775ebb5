"""`attune export`: exit codes, one line for every error, one JSON document when asked."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from app.cli import export
from app.library.library import Library
from perception.recording.corrections import Correction
from perception.recording.notes import append_corrections
from perception.recording.reader import open_session
from perception.recording.writer import SessionWriter
from tests.unit.perception_recording import session_samples


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ATTUNE_LIBRARY", str(tmp_path / "library"))
    folder = tmp_path / "library" / "2026-call"
    writer = SessionWriter(folder, session_samples.header(session_id="abc123"), video=False, audio=())
    for observation in session_samples.observations():
        writer.observe(observation)
    writer.write_scorecard(session_samples.scorecard())
    writer.close(reason="done")
    return tmp_path / "library"


def run(*argv: str) -> int:
    parser = argparse.ArgumentParser()
    export.add_parser(parser.add_subparsers())
    args = parser.parse_args(["export", *argv])
    return int(args.func(args))


@pytest.mark.parametrize("name", ["abc123", "2026-call"])
def test_a_session_of_the_library_by_id_or_name(root: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run(name, "--format", "csv") == 0
    target = root / "2026-call" / "scores.csv"
    assert capsys.readouterr().out == f"{target}\n"
    assert target.read_bytes().startswith(b"\xef\xbb\xbfrecord,letter")


def test_a_folder_and_a_chosen_file(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "talk.vtt"
    assert run(str(root / "2026-call"), "--format", "vtt", "--out", str(target), "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"session": "abc123", "format": "vtt", "file": str(target)}
    assert "<v You>" in target.read_text()


def test_a_folder_as_target_gets_the_usual_name(root: Path, tmp_path: Path) -> None:
    assert run("abc123", "--format", "json", "--out", str(tmp_path)) == 0
    assert json.loads((tmp_path / "scores.json").read_text())["session"] == "abc123"


def test_the_scores_themselves_on_stdout(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("abc123", "--format", "json", "--json") == 0
    assert json.loads(capsys.readouterr().out)["letters"]["E"]["value"] == 82.4
    assert not (root / "2026-call" / "scores.json").exists()


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["nobody", "--format", "pdf"], "There is no session “nobody”"),
        (["LIB", "--format", "pdf"], "is not a session folder"),
        (["abc123", "--format", "csv", "--out", "/absent/x.csv"], "cannot be written"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(
    root: Path, capsys: pytest.CaptureFixture[str], argv: list[str], message: str
) -> None:
    assert run(*[str(root) if arg == "LIB" else arg for arg in argv]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert captured.err.startswith("attune: ")
    assert message in captured.err


def test_only_formats_that_work_are_offered(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        run("x", "--format", "docx")
    assert raised.value.code == 2
    assert "pdf" in capsys.readouterr().err


def test_finding_does_not_need_a_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATTUNE_LIBRARY", str(tmp_path / "none"))
    assert run("x", "--format", "pdf") == 2
    assert not (tmp_path / "none").exists()


def test_the_library_stays_usable_afterwards(root: Path) -> None:
    assert run("abc123", "--format", "csv") == 0
    library = Library(root)
    assert library.integrity_check() == []
    library.close()


def test_a_transcript_corrected_since_is_scored_before_it_is_exported(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = root / "2026-call"
    said = open_session(folder).utterances()[0]
    correction = Correction("me", "2026-11-26T10:00:00+01:00", said.start_s, said.end_s, said.speaker, said.text, "Hm.")
    append_corrections(folder, [correction])
    assert open_session(folder).outdated
    assert run("abc123", "--format", "json", "--json") == 0
    assert not open_session(folder).outdated
    again = open_session(folder).scorecard()
    assert again is not None
    assert json.loads(capsys.readouterr().out)["duration_s"] == pytest.approx(again.duration_s, abs=0.01)
    assert run("abc123", "--format", "srt") == 0
    assert "Hm." in (folder / "transcript.srt").read_text(encoding="utf-8")
