"""Packs: scenarios with their sample scripts in one .zip file, with a list of what is in it.

A pack comes from somebody else, so it is read with suspicion: only names of a fixed form, bounded sizes, every sum
compared, every scenario read and checked. All of it is looked at before anything is written.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.practice.errors import PracticeError, PracticeFileError
from app.practice.scenario.findings import Finding
from app.practice.scenario.lint import has_errors, lint
from app.practice.scenario.loader import read_scenario
from app.practice.scenario.model import Scenario
from app.practice.yaml_files import LARGEST_BYTES

FORMAT: Final = 1
SUFFIX: Final = ".zip"
MANIFEST: Final = "pack.json"
SAMPLES: Final = ("empathic", "sympathetic", "dismissive")
MOST_FILES: Final = 400
LARGEST_PACK: Final = 20_000_000  # bytes, packed and unpacked
_ID: Final = r"[a-z0-9][a-z0-9-]{0,59}"
_SCENARIO: Final = re.compile(rf"scenarios/({_ID})\.yaml")
_SAMPLE: Final = re.compile(rf"samples/({_ID})/(?:{'|'.join(SAMPLES)})\.txt")
_AGAIN: Final = "Ask for the pack again; nothing was changed here."
_NEWER: Final = "Use a newer version of the programme, or ask for an older pack."


class PackError(PracticeError):
    """A pack that cannot be used. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class PackLabel:
    """What a pack says about itself."""

    name: str
    version: str = "1"
    author: str = ""


@dataclass(frozen=True, slots=True)
class PackedScenario:
    """A scenario of a pack. text: its file. samples: name without ending to script. findings: warnings only."""

    scenario: Scenario
    text: str
    samples: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that was read and found good."""

    label: PackLabel
    scenarios: tuple[PackedScenario, ...]


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    format: int
    name: str = Field(min_length=1, max_length=120)
    version: str = Field(min_length=1, max_length=40)
    author: str = Field(default="", max_length=120)
    files: dict[str, str]


# ---------------------------------------------------------------- writing


def pack_bytes(label: PackLabel, scenarios: Iterable[PackedScenario]) -> bytes:
    """The file of a pack; the same contents give the same bytes. Raises PackError: nothing to pack, or too much."""
    files: dict[str, bytes] = {}
    for one in scenarios:
        files[f"scenarios/{one.scenario.id}.yaml"] = one.text.encode("utf-8")
        for name in SAMPLES:
            if name in one.samples:
                files[f"samples/{one.scenario.id}/{name}.txt"] = one.samples[name].encode("utf-8")
    if not files:
        raise PackError("There is nothing to pack.", recovery="Choose one scenario at least.")
    if len(files) > MOST_FILES or sum(map(len, files.values())) > LARGEST_PACK:
        raise PackError("This is too much for one pack.", recovery="Make two packs of it.")
    manifest = {
        "format": FORMAT,
        "name": label.name,
        "version": label.version,
        "author": label.author,
        "files": {name: _sum(data) for name, data in files.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in {
            MANIFEST: json.dumps(manifest, indent=2, ensure_ascii=False).encode("utf-8"),
            **files,
        }.items():
            pack.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


# ---------------------------------------------------------------- reading


def read_pack(path: Path) -> Pack:
    """A pack from its file, looked through from end to end. Raises PackError, one line each."""
    try:
        if path.stat().st_size > LARGEST_PACK:
            raise PackError(f"{path.name} is too large for a pack.", recovery=_AGAIN)
        data = path.read_bytes()
    except OSError as error:
        what = f"{path.name} cannot be read ({error.strerror or error})."
        raise PackError(what, recovery="Check the name of the file and your rights to it.") from error
    return pack_of(data, path.name)


def pack_of(data: bytes, name: str) -> Pack:
    """A pack from its bytes. name: of its file. Raises PackError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            files = _unpacked(pack, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, OverflowError) as error:
        raise PackError(f"{name} is not a pack, or it is damaged.", recovery=_AGAIN) from error
    manifest = _manifest(files.pop(MANIFEST, None), name)
    _compare(manifest, files, name)
    found = [_scenario(key, match.group(1), files) for key in files if (match := _SCENARIO.fullmatch(key))]
    if not found:
        raise PackError(f"{name} holds no scenario.", recovery=_AGAIN)
    known = {one.scenario.id for one in found}
    alone = [key for key in files if (match := _SAMPLE.fullmatch(key)) and match.group(1) not in known]
    if alone:
        raise PackError(f"{name}: “{alone[0]}” belongs to no scenario of the pack.", recovery=_AGAIN)
    return Pack(PackLabel(_plain(manifest.name), _plain(manifest.version), _plain(manifest.author)), tuple(found))


def _unpacked(pack: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    """Every file of the archive, within bounds."""
    inside = pack.infolist()
    if len(inside) > MOST_FILES:
        raise PackError(f"{name} holds too many files.", recovery=_AGAIN)
    files: dict[str, bytes] = {}
    total = 0
    for info in inside:
        if info.filename in ("scenarios/", "samples/") or re.fullmatch(rf"samples/{_ID}/", info.filename):
            continue
        if not _may_be(info.filename) or info.filename in files:
            what = f"{name} holds “{_plain(info.filename)}”, which does not belong in a pack."
            raise PackError(what, recovery=_AGAIN)
        if info.flag_bits & 0x1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise PackError(f"{name} is packed in a way that cannot be read.", recovery="Ask for it as a plain .zip.")
        with pack.open(info) as file:
            # What the archive says of the size is not believed.
            files[info.filename] = file.read(LARGEST_BYTES + 1)
        total += len(files[info.filename])
        if len(files[info.filename]) > LARGEST_BYTES or total > LARGEST_PACK:
            raise PackError(f"{name}: “{info.filename}” is too large.", recovery=_AGAIN)
    return files


def _may_be(name: str) -> bool:
    return name == MANIFEST or bool(_SCENARIO.fullmatch(name) or _SAMPLE.fullmatch(name))


def _manifest(data: bytes | None, name: str) -> _Manifest:
    if data is None:
        raise PackError(f"{name} is not a pack: it has no {MANIFEST}.", recovery="Choose a file made by “Export”.")
    try:
        read: Any = json.loads(data.decode("utf-8"))
        if isinstance(read, dict) and isinstance(read.get("format"), int) and read["format"] > FORMAT:
            raise PackError(f"{name} was made by a newer version of the programme.", recovery=_NEWER)
        manifest = _Manifest.model_validate(read)
        if manifest.format != FORMAT:
            raise PackError(f"{name} has a form that is not known.", recovery=_AGAIN)
    except (ValidationError, ValueError, RecursionError) as error:
        raise PackError(f"{name}: its {MANIFEST} cannot be understood.", recovery=_AGAIN) from error
    return manifest


def _compare(manifest: _Manifest, files: Mapping[str, bytes], name: str) -> None:
    missing = [key for key in manifest.files if key not in files]
    if missing:
        raise PackError(f"{name}: “{_plain(missing[0])}” is missing from it.", recovery=_AGAIN)
    for key, data in files.items():
        if manifest.files.get(key) != _sum(data):
            raise PackError(f"{name}: “{key}” is not what the pack says it is.", recovery=_AGAIN)


def _scenario(key: str, ident: str, files: Mapping[str, bytes]) -> PackedScenario:
    text = _text(key, files[key])
    try:
        loaded = read_scenario(text, f"{ident}.yaml")
    except PracticeFileError as fault:
        raise PackError(fault.message, recovery=fault.recovery) from fault
    findings = lint(loaded.scenario, loaded.file)
    if has_errors(findings):
        first = next(one for one in findings if one.severity == "error")
        raise PackError(f"{first.file}, line {first.line}: {first.what}", recovery=first.remedy)
    if loaded.scenario.id != ident:
        what = f"{key} holds the scenario `{loaded.scenario.id}`."
        raise PackError(what, recovery="A file of a pack is named after its id.")
    samples = {name: _text(path, files[path]) for name in SAMPLES if (path := f"samples/{ident}/{name}.txt") in files}
    return PackedScenario(loaded.scenario, text, samples, tuple(findings))


def _text(key: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PackError(f"“{key}” is not UTF-8 text.", recovery=_AGAIN) from error


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _plain(text: str) -> str:
    """Fit to be shown in one line."""
    return "".join(sign if sign.isprintable() else " " for sign in text)[:120].strip()
