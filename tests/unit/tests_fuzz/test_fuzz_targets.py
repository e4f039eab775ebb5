"""The fuzz targets: good examples pass, some hundred changed ones are refused properly, and a fault is found."""

from __future__ import annotations

import sys
from itertools import islice

import pytest

from tests.fuzz import __main__ as command
from tests.fuzz.mutating import mutations
from tests.fuzz.targets import Target, names, target

_FILES = {"package": 300, "notes": 100}  # the others make a library each time
_SOME = 25


@pytest.mark.parametrize("name", names())
def test_changed_files_are_refused_or_taken_but_never_a_fault(name):
    chosen = target(name)
    for data in islice(mutations(chosen.seeds, seed=7, seconds=30.0), _FILES.get(name, _SOME)):
        chosen.fuzz_one(data)


def test_the_same_seed_gives_the_same_files():
    one, two = (list(islice(mutations([b"hello"], seed=3, seconds=30.0), 50)) for _ in range(2))
    assert one == two
    assert len(set(one)) > 30


def test_a_fault_ends_the_run_and_its_bytes_are_kept(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def run(data: bytes) -> None:
        if b"\n" in data:
            raise KeyError("a fault")

    assert command._mutate(Target("made", run, [b"a\nb", b"c"]), seed=1, seconds=5.0) == 1
    out, err = capsys.readouterr()
    assert "KeyError" in err
    assert "after 1 files" in out
    assert next(tmp_path.glob("fuzz-made-*")).read_bytes() == b"a\nb"


def test_the_command_runs_a_target_for_its_time(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["fuzz", "package", "--seconds", "0.1", "--plain"])
    assert command.main() == 0
    assert "no fault" in capsys.readouterr().out


def test_one_file_can_be_tried_again(capsys, monkeypatch, tmp_path):
    (tmp_path / "x").write_bytes(b"no package")
    monkeypatch.setattr(sys, "argv", ["fuzz", "package", "--again", str(tmp_path / "x")])
    assert command.main() == 0
    assert capsys.readouterr().out == "no fault\n"
