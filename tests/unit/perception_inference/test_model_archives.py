"""Model files in archives of the npm registry: fetched, brought on a stick, damaged, incomplete, out of reach."""

from __future__ import annotations

import hashlib
import io
import subprocess
import tarfile
from pathlib import Path

import pytest

from perception.errors import ModelError
from perception.inference import model_archives
from perception.inference.model_archives import npm_command
from perception.inference.model_files import ModelStore
from perception.inference.model_list import ModelList

STYLES = {"voices/ann.bin": b"ann's style" * 90, "voices/ben.bin": b"ben's style" * 80}
MODEL = b"the model"


def _file(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _store(folder: Path) -> ModelStore:
    facts = {"title": "x", "licence": "MIT", "owner": "x", "page": "x", "address": "x", "optional": True}
    members = {name: [f"package/{name}"] for name in STYLES}
    source = {"kind": "npm", "packages": ["@talk/styles@1.0.0"], "members": members}
    voices = {**facts, "id": "voices", "path": "voices", "file": [_file(*pair) for pair in STYLES.items()]}
    model = {**facts, "id": "talker", "path": "talker.onnx", "file": [_file("talker.onnx", MODEL)], "needs": ["voices"]}
    wheel = {"kind": "pypi", "packages": ["talker==1.0"], "members": {"talker.onnx": ["talker.onnx"]}}
    both = [model | {"on_request": True, "source": [wheel]}, voices | {"on_request": True, "source": [source]}]
    return ModelStore(folder, models=ModelList.model_validate({"format": 1, "model": both}))


def _archive(place: Path, members: dict[str, bytes]) -> None:
    with tarfile.open(place, "w:gz") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))


def _registry(monkeypatch: pytest.MonkeyPatch, members: dict[str, bytes]) -> list[list[str]]:
    """Stand in for npm: what it fetches is an archive with these members."""
    asked: list[list[str]] = []

    def run(command: list[str], *, cwd: Path, **_: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        _archive(cwd / "talk-styles-1.0.0.tgz", members)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", run)
    return asked


def test_an_archive_is_fetched_and_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _registry(
        monkeypatch, {f"package/{name}": content for name, content in STYLES.items()} | {"package/x": b""}
    )
    store = _store(tmp_path / "models")
    assert store.install(["voices"]) == ["voices"]
    assert "@talk/styles@1.0.0" in asked[0]
    assert {path.name: path.read_bytes() for path in store.path("voices").iterdir()} == {
        Path(name).name: content for name, content in STYLES.items()
    }
    assert [path.name for path in store.folder.iterdir()] == ["voices"]


def test_what_comes_on_request_only_is_not_fetched_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _registry(monkeypatch, {})
    store = _store(tmp_path / "models")
    assert store.install() == []
    assert asked == []
    assert store.with_needs(["talker"]) == ["talker", "voices"]


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"package/voices/ann.bin": STYLES["voices/ann.bin"]}, r"does not carry package/voices/ben\.bin"),
        ({f"package/{name}": content[:-1] + b"?" for name, content in STYLES.items()}, "checksum differs"),
    ],
)
def test_an_archive_that_is_not_the_expected_one_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, members: dict[str, bytes], words: str
) -> None:
    _registry(monkeypatch, members)
    store = _store(tmp_path / "models")
    with pytest.raises(ModelError, match=words):
        store.install(["voices"])
    assert list(store.folder.iterdir()) == []


def test_a_registry_out_of_reach_is_told_and_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, "", "npm error code ENOTFOUND\nnpm error network request failed")

    monkeypatch.setattr(subprocess, "run", run)
    store = _store(tmp_path / "models")
    with pytest.raises(ModelError) as caught:
        store.install(["voices"])
    assert "cannot be reached" in caught.value.message
    assert "same command again" in caught.value.recovery
    assert "import FOLDER" in caught.value.recovery
    assert list(store.folder.iterdir()) == []


def test_a_torn_download_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], *, cwd: Path, **_: object) -> subprocess.CompletedProcess[str]:
        _archive(cwd / "whole.tgz", {f"package/{name}": content for name, content in STYLES.items()})
        (cwd / "whole.tgz").write_bytes((cwd / "whole.tgz").read_bytes()[:60])
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(ModelError, match="damaged"):
        _store(tmp_path / "models").install(["voices"])


def test_npm_is_asked_where_it_is_else_the_tool_of_the_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_archives.shutil, "which", lambda name: f"/bin/{name}")
    assert npm_command("a@1", Path("x"))[:3] == ["/bin/npm", "pack", "a@1"]
    monkeypatch.setattr(model_archives.shutil, "which", lambda _name: None)
    command = npm_command("a@1", Path("x"))
    assert Path(command[1]).is_file()
    assert command[2:] == ["a@1", "x"]


def test_a_built_bundle_fetches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.frozen", True, raising=False)
    with pytest.raises(ModelError) as caught:
        _store(tmp_path / "models").install(["voices"])
    assert "import FOLDER" in caught.value.recovery


def test_import_takes_the_archive_beside_plain_files_and_tells_a_damaged_one(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "a-torn.tgz").write_bytes(b"\x1f\x8b\x08 but no archive")
    (stick / "model").write_bytes(MODEL)
    _archive(stick / "any-name.tgz", {f"elsewhere/{name}": content for name, content in STYLES.items()})
    told: list[str] = []
    store = _store(tmp_path / "models")
    report = store.import_folder(stick, told.append)
    assert set(report.imported) == {"talker", "voices"}
    assert "The archive a-torn.tgz is damaged." in told
    assert store.path("voices").joinpath("ann.bin").read_bytes() == STYLES["voices/ann.bin"]
