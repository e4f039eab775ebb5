"""Which Python the set-up takes, and what it says when there is none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from devtools import pythons
from devtools.pythons import Python


def _python(version: tuple[int, int, int], *, bits: int = 64, missing: tuple[str, ...] = ()) -> Python:
    return Python(f"/opt/python{'.'.join(map(str, version))}", version, bits, missing)


def test_3_12_comes_first_then_3_13_then_3_11() -> None:
    found = [_python((3, 11, 9)), _python((3, 13, 1)), _python((3, 12, 0)), _python((3, 12, 4)), _python((3, 14, 0))]
    assert pythons.choose(found) == found[3]
    assert pythons.choose(found[:2]) == found[1]
    assert pythons.choose(found[:1]) == found[0]
    assert pythons.choose(found[4:]) is None


def test_one_without_needed_modules_or_with_32_bits_is_not_taken() -> None:
    thrifty = _python((3, 12, 1), missing=("lzma",))
    small = _python((3, 12, 1), bits=32)
    assert pythons.choose([thrifty, small]) is None
    assert pythons.choose_lacking_venv([thrifty, small]) is None


def test_a_debian_python_needs_only_its_venv_package() -> None:
    bare = _python((3, 11, 2), missing=("ensurepip",))
    assert pythons.choose([bare]) is None
    assert pythons.choose_lacking_venv([bare]) == bare
    trouble = pythons.no_python([bare])
    assert "comes without ensurepip" in trouble.message
    assert trouble.remedy.endswith("apt-get install -y python3.11-venv")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([_python((3, 9, 2))], "found 3.9.2"),
        ([], "found none"),
        ([_python((3, 12, 1), missing=("lzma", "bz2"))], "was built without lzma, bz2"),
        ([_python((3, 12, 1), bits=32)], "only a 32-bit Python was found"),
    ],
)
def test_without_a_suitable_python_one_line_says_what_was_found(found: list[Python], words: str) -> None:
    trouble = pythons.no_python(found)
    assert words in trouble.message
    assert "Install Python 3.12" in trouble.remedy
    assert trouble.status == 2


def test_a_command_that_does_not_run_is_no_python(tmp_path: Path) -> None:
    shim = tmp_path / "python3.12"
    shim.write_text("#!/bin/sh\necho 'pyenv: python3.12: command not found' >&2\nexit 127\n", encoding="utf-8")
    shim.chmod(0o755)
    assert pythons.probe(str(shim)) is None
    assert pythons.probe(str(tmp_path / "gone")) is None


def test_the_running_python_is_found_once() -> None:
    found = pythons.all_pythons([sys.executable, sys.executable])
    assert [python.version for python in found] == [sys.version_info[:3]]


def test_a_named_python_is_the_only_candidate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(pythons.PYTHON_VARIABLE, "/opt/mine")
    assert list(pythons.candidates()) == ["/opt/mine"]


def test_pyenv_versions_are_candidates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "versions" / "3.12.1" / "bin" / "python3"
    place.parent.mkdir(parents=True)
    place.touch()
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert str(place) in list(pythons.candidates())
