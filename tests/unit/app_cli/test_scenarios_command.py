"""`attune scenarios`: list, check, packs in and out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli.main import run_command_line
from tests.unit.app_practice.small_scenario import TEXT, changed


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    monkeypatch.setenv("ATTUNE_SCENARIOS", str(folder))
    return folder


def asked(capsys, *argv: str) -> tuple[int, dict, str]:
    status = run_command_line(["scenarios", "--json", *argv])
    out, err = capsys.readouterr()
    return status, json.loads(out) if out else {}, err


def test_the_list_is_the_usual_and_tells_what_is_left_out(own, capsys):
    (own / "late-report.yaml").write_text(TEXT, encoding="utf-8")
    (own / "broken.yaml").write_text("format: 1\n", encoding="utf-8")
    assert run_command_line(["scenarios"]) == 0
    out, err = capsys.readouterr()
    assert "late-report                  The late report  (yours)" in out
    assert err.startswith("attune: left out: broken.yaml")


def test_check_tells_every_mistake_and_fails_only_for_what_cannot_be_played(own, capsys):
    status, document, _err = asked(capsys, "check")
    assert (status, document["findings"]) == (0, [])
    (own / "late-report.yaml").write_text(changed(("    end: resolved\n", "")), encoding="utf-8")
    status, document, _err = asked(capsys, "check")
    assert status == 2
    assert {one["severity"] for one in document["findings"]} == {"error"}


def test_a_pack_goes_out_and_comes_in_and_replaces_only_when_told(own, capsys, tmp_path):
    (own / "late-report.yaml").write_text(TEXT, encoding="utf-8")
    pack = tmp_path / "reports.zip"
    assert asked(capsys, "export", str(pack), "late-report", "outage-closing-day")[0] == 0
    (own / "late-report.yaml").write_text(TEXT + "# mine\n", encoding="utf-8")
    status, document, err = asked(capsys, "import", str(pack))
    assert (status, document["imported"]) == (2, False)
    assert "--replace" in err
    assert (own / "late-report.yaml").read_text(encoding="utf-8").endswith("# mine\n")
    status, document, _err = asked(capsys, "import", str(pack), "--replace")
    assert (status, document["replaces"], document["covers"]) == (0, ["late-report"], ["outage-closing-day"])
    assert (own / "late-report.yaml").read_text(encoding="utf-8") == TEXT
    assert (own / "samples" / "outage-closing-day" / "empathic.txt").is_file()
    assert not list(own.glob(".pack-*"))
    assert asked(capsys, "import", str(pack))[1]["same"] == ["late-report", "outage-closing-day"]


def test_what_is_wrong_is_told_in_one_line(own, capsys, tmp_path):
    (tmp_path / "x.zip").write_bytes(b"PK no")
    for argv in (("import", str(tmp_path / "x.zip")), ("export", str(tmp_path / "y.zip"), "nobody")):
        status, document, err = asked(capsys, *argv)
        assert (status, document) == (2, {})
        assert err.startswith("attune: ")
        assert err.count("\n") == 1
