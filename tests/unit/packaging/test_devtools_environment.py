"""When the set-up has nothing to do, and what it says when a step fails."""

from __future__ import annotations

import errno
import json
import os
import subprocess
from pathlib import Path

import pytest
from devtools import commands, environment, system
from devtools.telling import Trouble, from_os_error, tell


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment that looks whole, and lock files of its own."""
    for name in ("LOCK_RUN", "LOCK_TEST", "MODEL_LIST"):
        (tmp_path / name).write_text(f"{name}==1\n", encoding="utf-8")
        monkeypatch.setattr(environment, name, tmp_path / name)
    venv = tmp_path / "venv"
    environment.venv_python(venv).parent.mkdir(parents=True)
    environment.venv_python(venv).touch()
    (venv / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.12.1\n", encoding="utf-8")
    return venv


def _fresh(venv: Path, *, test: bool = False) -> bool:
    return environment.fresh(environment.read_stamp(venv), test=test, venv=venv)


def test_without_a_stamp_there_is_work(venv: Path) -> None:
    assert not _fresh(venv)


def test_with_a_stamp_there_is_none(venv: Path) -> None:
    environment.write_stamp([], test=False, venv=venv)
    assert _fresh(venv)
    assert not _fresh(venv, test=True)
    environment.write_stamp([], test=True, venv=venv)
    assert _fresh(venv)
    assert _fresh(venv, test=True)


@pytest.mark.parametrize("changed", ["LOCK_RUN", "MODEL_LIST", "venv/pyvenv.cfg"])
def test_a_changed_lock_model_list_or_python_is_work(venv: Path, tmp_path: Path, changed: str) -> None:
    environment.write_stamp([], test=False, venv=venv)
    (tmp_path / changed).write_text("version = 3.13.0\n", encoding="utf-8")
    assert not _fresh(venv)


def test_a_changed_test_lock_is_no_work_for_run(venv: Path, tmp_path: Path) -> None:
    environment.write_stamp([], test=False, venv=venv)
    (tmp_path / "LOCK_TEST").write_text("other", encoding="utf-8")
    assert _fresh(venv)


def test_a_missing_or_short_model_file_is_work(venv: Path, tmp_path: Path) -> None:
    model = tmp_path / "face.task"
    model.write_bytes(b"1234")
    environment.write_stamp([(str(model), 4)], test=False, venv=venv)
    assert _fresh(venv)
    model.write_bytes(b"12")
    assert not _fresh(venv)


def test_another_model_folder_is_work(venv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment.write_stamp([], test=False, venv=venv)
    monkeypatch.setenv("ATTUNE_MODELS", str(tmp_path))
    assert not _fresh(venv)


def test_a_torn_stamp_counts_as_none(venv: Path) -> None:
    (venv / environment.STAMP_NAME).write_text("{", encoding="utf-8")
    assert environment.read_stamp(venv) is None
    (venv / environment.STAMP_NAME).write_text(json.dumps([1]), encoding="utf-8")
    assert environment.read_stamp(venv) is None


def test_a_dropped_stamp_is_work(venv: Path) -> None:
    environment.write_stamp([], test=False, venv=venv)
    environment.drop_stamp(venv)
    environment.drop_stamp(venv)
    assert not _fresh(venv)


def test_a_folder_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    python = environment.Python("/usr/bin/python3", (3, 12, 1), 64)
    with pytest.raises(Trouble, match="no Python environment"):
        environment.make(python, tmp_path)
    assert (tmp_path / "notes.txt").exists()


HASHES = """ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated ...
    numpy==2.4.6 from https://files.example/numpy.whl (from -r requirements.txt (line 3)):
        Expected sha256 aaa
             Got        bbb
"""


@pytest.mark.parametrize(
    ("output", "words", "status"),
    [
        (HASHES, "download of numpy is not the file in the lock", 1),
        (
            "WARNING: Retrying ... NewConnectionError\nERROR: No matching distribution found for av",
            "cannot be reached",
            1,
        ),
        ("ERROR: [Errno 28] No space left on device", "disk is full", 2),
        ("ERROR: [Errno 13] Permission denied: '/x'", "cannot be written", 2),
        ("ERROR: No matching distribution found for av==1", "No matching distribution found for av==1.", 1),
        ("", "no reason", 1),
    ],
)
def test_what_pip_says_becomes_one_line(
    output: str, words: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    trouble = environment.pip_trouble(output)
    assert words in trouble.message
    assert tell(trouble) == status
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("attune: ")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "cannot be written"),
        (errno.EROFS, "cannot be written"),
        (errno.ENOSPC, "disk is full"),
        (5, "/x"),
    ],
)
def test_file_failures_become_one_line(number: int, words: str) -> None:
    assert words in from_os_error(OSError(number, "Reason", "/x")).message


def test_renamed_packages_count_as_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = "ii  libgl1\nii  libglib2.0-0t64\nrc  libegl1\n"

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, listed, "")

    monkeypatch.setattr(subprocess, "run", run)
    assert system.missing_packages(["libgl1", "libglib2.0-0", "libegl1"]) == ["libegl1"]


def test_without_rights_the_exact_command_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "on_debian", lambda: True)
    monkeypatch.setattr(system, "missing_packages", lambda _wanted: ["libegl1", "libgles2"])
    monkeypatch.setattr(system, "_rights", lambda: None)
    with pytest.raises(Trouble) as caught:
        system.ensure_packages(["libegl1"])
    assert "sudo apt-get install -y --no-install-recommends libegl1 libgles2" in caught.value.remedy
    assert caught.value.status == 2


def test_a_failed_apt_is_one_line_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 100, "", "W: noise\nE: Unable to fetch some archives\n")

    monkeypatch.setattr(system, "on_debian", lambda: True)
    monkeypatch.setattr(system, "missing_packages", lambda _wanted: ["libegl1"])
    monkeypatch.setattr(system, "_rights", list)
    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(Trouble, match="Unable to fetch some archives"):
        system.ensure_packages(["libegl1"])


def test_an_interrupted_set_up_leaves_no_stamp(venv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment.write_stamp([], test=False, venv=venv)
    (venv.parent / "LOCK_RUN").write_text("changed", encoding="utf-8")
    real_drop, real_read = environment.drop_stamp, environment.read_stamp

    def fail(_lock: Path) -> None:
        raise Trouble("The package index cannot be reached.", "Run again.")

    monkeypatch.setattr(environment, "drop_stamp", lambda: real_drop(venv))
    monkeypatch.setattr(environment, "read_stamp", lambda: real_read(venv))
    monkeypatch.setattr(environment, "existing", lambda: object())
    monkeypatch.setattr(environment, "install_locked", fail)
    with pytest.raises(Trouble):
        commands.set_up(test=False, no_system=True)
    assert environment.read_stamp() is None


def test_options_after_run_belong_to_the_programme(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr(commands, "set_up", lambda **_: None)
    monkeypatch.setattr(environment, "hand_over", lambda arguments: seen.append(arguments) or 0)
    assert commands.main(["run", "analyze", "call.mkv", "--json"]) == 0
    assert seen == [["-m", "app", "analyze", "call.mkv", "--json"]]


def test_evaluate_hands_on_letters_and_options(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr(commands, "set_up", lambda **_: None)
    monkeypatch.setattr(environment, "hand_over", lambda arguments: seen.append(arguments) or 0)
    monkeypatch.chdir(tmp_path)  # and back again at the end, whatever the command does
    assert commands.main(["evaluate"]) == 0
    assert commands.main(["evaluate", "e", "M", "--out", str(tmp_path / "plots"), "--publish"]) == 0
    assert commands.main(["evaluate", "language", "--errors", "5"]) == 0
    assert seen == [
        ["-m", "tests.evaluation"],
        ["-m", "tests.evaluation", "e", "M", "--out", str(tmp_path / "plots"), "--publish"],
        ["-m", "tests.evaluation", "language", "--errors", "5"],
    ]


def test_a_folder_for_plots_is_meant_from_where_it_was_typed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr(commands, "set_up", lambda **_: None)
    monkeypatch.setattr(environment, "hand_over", lambda arguments: seen.append(arguments) or 0)
    monkeypatch.chdir(tmp_path)
    assert commands.main(["evaluate", "--out", "plots"]) == 0
    assert seen[0][-1] == str(Path(seen[0][-1]).absolute())
    assert seen[0][-1].endswith(str(Path(tmp_path.name, "plots")))


def test_without_a_screen_run_ends_with_the_demo(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr(commands, "set_up", lambda **_: None)
    monkeypatch.setattr(commands, "has_screen", lambda: False)
    monkeypatch.setattr(environment, "hand_over", lambda arguments: seen.append(arguments) or 0)
    assert commands.main(["run"]) == 0
    assert seen == [["-m", "app", "demo"]]
    assert "No screen" in capsys.readouterr().err


def test_a_checkout_that_cannot_be_written_is_told_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "fresh", lambda *_args, **_more: False)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(Trouble, match="cannot be written") as caught:
        commands.set_up(test=False, no_system=True)
    assert caught.value.status == 2


def test_debians_own_python_gets_its_venv_package_with_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = environment.Python("/usr/bin/python3", (3, 11, 2), 64, ("ensurepip",))
    monkeypatch.setattr(system, "on_debian", lambda: True)
    monkeypatch.setattr(environment, "existing", lambda: None)
    monkeypatch.setattr(commands.pythons, "all_pythons", lambda _commands: [bare])
    assert commands._venv_packages() == ["python3.11-venv"]
    whole = environment.Python("/opt/python3", (3, 12, 1), 64)
    monkeypatch.setattr(commands.pythons, "all_pythons", lambda _commands: [bare, whole])
    assert commands._venv_packages() == []
