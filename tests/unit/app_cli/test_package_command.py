"""`attune package` and `attune export --format package`: a contract for other programs."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from app.cli import main as command_line
from app.cli.main import run_command_line
from perception.recording.review_notes import append_review, read_review
from tests.unit.app_library.packages import package_samples as samples


@pytest.fixture
def session(tmp_path: Path) -> Path:
    return samples.session(tmp_path / "learner" / "one", media=False)


@pytest.fixture
def secret(tmp_path: Path) -> str:
    (tmp_path / "passphrase.txt").write_text(f"{samples.PASSPHRASE}\nanything below\n", encoding="utf-8")
    return f"--passphrase-file={tmp_path / 'passphrase.txt'}"


def ran(capsys: pytest.CaptureFixture[str], *argv: object) -> dict:
    assert run_command_line([str(one) for one in argv]) == 0, capsys.readouterr().err
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)


def test_the_whole_way_there_and_back(session, secret, tmp_path, capsys, monkeypatch):
    file = tmp_path / "call.attune"
    made = ran(capsys, "export", session, "--format", "package", "--out", file, "--without-face", secret, "--json")
    assert made["format"] == "package"
    assert (made["session"], made["file"], made["variant"], made["extras"]) == (
        "5e551055",
        str(file),
        "without_face",
        [],
    )
    seen = ran(capsys, "package", "look", file, secret, "--json")
    assert (seen["kind"], seen["session"], seen["title"]) == ("session", "5e551055", "Renewal at risk")
    assert {one["name"] for one in seen["files"]} == {"session.json", "events.jsonl"}
    assert sum(one["bytes"] for one in seen["files"]) == seen["bytes"] == made["bytes"]

    monkeypatch.setenv("ATTUNE_LIBRARY", str(tmp_path / "coach"))
    opened = ran(capsys, "package", "open", file, secret, "--json")
    assert (opened["session"], opened["new"], opened["notes"], opened["variant"]) == (
        "5e551055",
        True,
        0,
        "without_face",
    )
    again = ran(capsys, "package", "open", file, secret, "--json")
    assert (again["folder"], again["new"]) == (opened["folder"], False)

    append_review(Path(opened["folder"]), samples.COMMENTS)
    back = tmp_path / "back.notes.attune"
    sent = ran(capsys, "package", "send", opened["folder"], "--out", back, secret, "--json")
    assert sent == {"session": "5e551055", "file": str(back), "entries": 6}

    monkeypatch.setenv("ATTUNE_LIBRARY", str(session.parent))
    taken = ran(capsys, "package", "notes", back, secret, "--json")
    assert (taken["folder"], taken["new"], taken["known"]) == (str(session), 0, 6)
    assert taken["authors"] == ["Dana", "me"]
    assert len(read_review(session)) == 6


def refused(capsys: pytest.CaptureFixture[str], *argv: object, status: int = 2) -> str:
    assert run_command_line([str(one) for one in argv]) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("attune: ")
    assert err.count("\n") == 1
    return err


def test_a_wrong_passphrase_and_no_file_are_one_line(session, secret, tmp_path, capsys):
    file = tmp_path / "call.attune"
    samples.package(session, file, passphrase="bako temi lufa rade")
    assert "does not open" in refused(capsys, "package", "look", file, secret)
    assert "not there" in refused(capsys, "package", "open", tmp_path / "gone.attune", secret)
    (tmp_path / "x.attune").write_bytes(b"hello")
    assert "no shared session" in refused(capsys, "package", "notes", tmp_path / "x.attune", secret)


def test_without_a_terminal_a_passphrase_file_is_needed(session, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    argv = ("export", session, "--format", "package", "--out", tmp_path / "x.attune")
    assert "--passphrase-file" in refused(capsys, *argv)
    assert not (tmp_path / "x.attune").exists()


def test_on_a_terminal_it_is_asked_for_twice_and_must_be_the_same(session, tmp_path, capsys, monkeypatch):
    typed = iter([samples.PASSPHRASE, "something else"])
    monkeypatch.setattr("app.cli.package.getpass.getpass", lambda _words: next(typed))
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    argv = ("export", session, "--format", "package", "--out", tmp_path / "x.attune")
    assert "not the same" in refused(capsys, *argv)


def test_a_short_passphrase_writes_nothing(session, tmp_path, capsys):
    (tmp_path / "p").write_text("short", encoding="utf-8")
    argv = (
        "export",
        session,
        "--format",
        "package",
        "--out",
        tmp_path / "x.attune",
        f"--passphrase-file={tmp_path / 'p'}",
    )
    assert "Too short" in refused(capsys, *argv)
    assert not (tmp_path / "x.attune").exists()


def test_the_file_lands_where_one_is_and_never_in_the_session(session, secret, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = ran(capsys, "export", session, "--format", "package", secret, "--json")
    assert made["file"] == "one.attune"
    assert (tmp_path / "one.attune").is_file()


def test_an_action_is_needed(capsys):
    refused(capsys, "package")


@pytest.mark.parametrize(("argument", "shared"), [("Call.attune", True), ("a.notes.ATTUNE", True), ("demo", False)])
def test_a_shared_file_alone_opens_the_window_on_it(argument, shared, monkeypatch):
    opened: list[Path] = []
    monkeypatch.setattr(command_line, "_open_window_on", lambda file: opened.append(file) or 0)
    monkeypatch.setattr(command_line, "_parser", lambda _argv: pytest.skip("a command") if shared else _Parser())
    assert run_command_line([argument]) == 0
    assert opened == ([Path(argument)] if shared else [])


class _Parser:
    def parse_args(self, _argv: list[str]) -> object:
        return type("Args", (), {"func": staticmethod(lambda _args: 0)})()
