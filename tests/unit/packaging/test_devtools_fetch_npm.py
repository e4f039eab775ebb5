"""The set-up's own fetch of an npm archive, against a registry of files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from devtools import fetch_npm


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", (tmp_path / "registry").as_uri() + "/")
    return tmp_path / "registry"


def _publish(registry: Path, name: str, file: str) -> None:
    place = registry / name / "-" / file
    place.parent.mkdir(parents=True)
    place.write_bytes(b"archive")


@pytest.mark.parametrize(("name", "file"), [("talk", "talk-1.2.3.tgz"), ("@who/talk", "talk-1.2.3.tgz")])
def test_the_archive_is_fetched_whole(registry: Path, tmp_path: Path, name: str, file: str) -> None:
    _publish(registry, name, file)
    place = fetch_npm.fetch(f"{name}@1.2.3", tmp_path)
    assert place == tmp_path / file
    assert place.read_bytes() == b"archive"
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.usefixtures("registry")
def test_what_cannot_be_had_is_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    into = tmp_path / "into"
    into.mkdir()
    command = [sys.executable, fetch_npm.__file__, "talk@1.2.3", str(into)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("ERROR:")
    assert len(done.stderr.splitlines()) == 1
    assert list(into.iterdir()) == []
