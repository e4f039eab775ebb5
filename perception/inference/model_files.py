"""The model folder: which model files are there, whether they are the right ones, and putting them there.

A file is looked for in the model folder, then beside the shipped assets (a built bundle carries them there), then in
the installed package that carries it. Every file is checked against its sha256 before its first use in a process.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final, Literal

from platformdirs import user_data_dir

from perception.errors import ModelError
from perception.inference.asset_files import assets_dir
from perception.inference.model_archives import ARCHIVE_SUFFIXES, take_known
from perception.inference.model_list import ModelEntry, ModelFile, ModelList, load_model_list
from perception.inference.model_sources import fetch, installed_member, matches, sha256_of

MODELS_VARIABLE: Final = "ATTUNE_MODELS"
_PART_PREFIX: Final = ".part-"
# Folders of an install that was killed are cleared by a later one; a younger one may still be at work.
_LEFTOVER_AGE_S: Final = 3600.0
_LARGEST_ARCHIVE: Final = 200_000_000  # bytes; others on a stick are not ours

State = Literal["ready", "missing", "wrong"]
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """One model as it is on this machine. `path` is None and `problem` says why unless `state` is 'ready'."""

    entry: ModelEntry
    state: State
    path: Path | None
    problem: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import found: ids put in place, and ids that were neither there before nor in the folder."""

    imported: tuple[str, ...]
    still_missing: tuple[str, ...]


def default_models_dir() -> Path:
    """The folder named by ATTUNE_MODELS, else `models` in the user's data folder."""
    named = os.environ.get(MODELS_VARIABLE, "").strip()
    return Path(named).expanduser() if named else Path(user_data_dir("attune", appauthor=False)) / "models"


class ModelStore:
    """The models on this machine. One instance a process remembers what it has checked."""

    def __init__(self, folder: Path | None = None, *, models: ModelList | None = None) -> None:
        self.folder = folder or default_models_dir()
        self._models = models or load_model_list()
        self._checked: dict[Path, tuple[int, int]] = {}

    @property
    def entries(self) -> tuple[ModelEntry, ...]:
        """All models of the list, in its order."""
        return self._models.models

    def entry(self, model_id: str) -> ModelEntry:
        """The entry of a model. Raises ModelError for an id that is not in the list."""
        for entry in self.entries:
            if entry.id == model_id:
                return entry
        known = ", ".join(entry.id for entry in self.entries)
        raise ModelError(f"There is no model called “{model_id}”.", recovery=f"Known models: {known}.")

    def path(self, model_id: str) -> Path:
        """The file or folder of a model, checked. Raises ModelError when it is missing or not the expected one."""
        status = self._status_of(self.entry(model_id), thorough=True)
        if status.path is None:
            raise ModelError(
                status.problem,
                recovery="Run “attune models install”, or bring the files: “attune models import FOLDER”.",
            )
        return status.path

    def status(self, *, thorough: bool = True) -> list[ModelStatus]:
        """Every model as it is here; without `thorough` only names and sizes are compared, no checksums."""
        return [self._status_of(entry, thorough=thorough) for entry in self.entries]

    def install(self, ids: Iterable[str] | None = None, progress: Progress = lambda _line: None) -> list[str]:
        """Fetch what is missing or wrong; gives the ids that were fetched.

        ids: these and what they need; None for all that are not for asking only.

        A model appears whole or not at all. Raises ModelError with the reason of the last source tried; models
        fetched before it stay.
        """
        usual = [entry.id for entry in self.entries if not entry.on_request]
        wanted = [self.entry(model_id) for model_id in self.with_needs(usual if ids is None else ids)]
        fetched = []
        for entry in wanted:
            if self._status_of(entry, thorough=True).path is None:
                progress(f"{entry.id}: fetching {entry.title} ({entry.size / 1e6:.0f} MB)")
                self._install_one(entry)
                fetched.append(entry.id)
        return fetched

    def with_needs(self, ids: Iterable[str]) -> list[str]:
        """These models and those they need, each once. Raises ModelError for an unknown one."""
        return list(dict.fromkeys(name for model_id in ids for name in (model_id, *self.entry(model_id).needs)))

    def import_folder(self, folder: Path, progress: Progress = lambda _line: None) -> ImportReport:
        """Take what is missing from a folder (a stick). Files are known by their content, whatever their names; they
        may also lie in an npm archive (.tgz).

        Raises ModelError when the folder cannot be read.
        """
        absent = [entry for entry in self.entries if self._status_of(entry, thorough=True).path is None]
        wanted = [file for entry in absent for file in entry.files]
        imported = []
        with tempfile.TemporaryDirectory(prefix="attune-import-") as unpacked:
            found = _in_archives(folder, wanted, Path(unpacked), progress) | _by_checksum(folder, wanted)
            for entry in absent:
                if all(file.sha256 in found for file in entry.files):
                    progress(f"{entry.id}: importing {entry.title}")
                    self._place(entry, partial(_copy_found, entry, found))
                    imported.append(entry.id)
        return ImportReport(tuple(imported), tuple(entry.id for entry in absent if entry.id not in imported))

    def _status_of(self, entry: ModelEntry, *, thorough: bool) -> ModelStatus:
        wrong = ""
        for root in (self.folder, assets_dir() / "models"):
            problem = self._problem_in(root, entry, thorough=thorough)
            if problem is None:
                return ModelStatus(entry, "ready", root / entry.path, "")
            wrong = wrong or problem
        carried = self._carried(entry, thorough=thorough)
        if carried is not None:
            return ModelStatus(entry, "ready", carried, "")
        missing = f"The model “{entry.id}” ({entry.title}) is not installed in {self.folder}."
        return ModelStatus(entry, "wrong" if wrong else "missing", None, wrong or missing)

    def _problem_in(self, root: Path, entry: ModelEntry, *, thorough: bool) -> str | None:
        """None: every file is there and right. Empty: the model is not there. Else what is wrong with it."""
        if not (root / entry.path).exists():
            return ""
        for file in entry.files:
            place = root / file.name
            try:
                right = self._is_right(place, file) if thorough else place.stat().st_size == file.size
            except FileNotFoundError:
                return f"The model file {place} is missing."
            except OSError as error:
                return f"The model file {place} cannot be read ({error.strerror})."
            if not right:
                return f"The model file {place} is damaged or not the expected one (its checksum differs)."
        return None

    def _is_right(self, place: Path, file: ModelFile) -> bool:
        facts = place.stat()
        stamp = (facts.st_size, facts.st_mtime_ns)
        if self._checked.get(place) == stamp:
            return True
        if not matches(place, file):
            return False
        self._checked[place] = stamp
        return True

    def _carried(self, entry: ModelEntry, *, thorough: bool) -> Path | None:
        for source in entry.sources:
            if source.kind == "installed" and len(entry.files) == 1:
                file = entry.files[0]
                path = installed_member(source, file.name)
                if path is not None and (self._is_right(path, file) if thorough else path.stat().st_size == file.size):
                    return path
        return None

    def _install_one(self, entry: ModelEntry) -> None:
        failure: ModelError | None = None
        for source in entry.sources:
            try:
                self._place(entry, partial(fetch, entry, source))
            except ModelError as error:
                failure = error
            else:
                return
        if failure is not None:
            raise failure

    def _place(self, entry: ModelEntry, fill: Callable[[Path], None]) -> None:
        """Let `fill` write the files into a temporary folder beside their place, then move them there in one step."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _clear_leftovers(self.folder)
            with tempfile.TemporaryDirectory(prefix=_PART_PREFIX, dir=self.folder) as part:
                fill(Path(part))
                _swap_in(Path(part) / entry.path, self.folder / entry.path, Path(part) / ".old")
        except OSError as error:
            raise ModelError(
                f"The model folder {self.folder} cannot be written ({error.strerror or error}).",
                recovery=f"Free some space or give rights to it, or name another folder in {MODELS_VARIABLE}.",
            ) from error


def _swap_in(new: Path, place: Path, aside: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists() and (place.is_dir() or new.is_dir()):
        place.rename(aside)
    new.replace(place)


def _clear_leftovers(folder: Path) -> None:
    for leftover in folder.glob(f"{_PART_PREFIX}*"):
        if time.time() - leftover.stat().st_mtime > _LEFTOVER_AGE_S:
            shutil.rmtree(leftover, ignore_errors=True)


def _by_checksum(folder: Path, wanted: Sequence[ModelFile]) -> dict[str, Path]:
    """sha256 -> path of the wanted files anywhere below `folder`. Only files of a wanted size are read."""
    if not folder.is_dir():
        raise ModelError(f"There is no folder {folder}.", recovery="Name the folder that holds the model files.")
    sizes = {file.size for file in wanted}
    sums = {file.sha256 for file in wanted}
    found: dict[str, Path] = {}
    for place in sorted(folder.rglob("*")):
        try:
            if place.is_file() and place.stat().st_size in sizes:
                found.setdefault(sha256_of(place), place)
        except OSError as error:
            raise ModelError(
                f"The file {place} cannot be read ({error.strerror}).", recovery="Check the stick or its rights."
            ) from error
    return {digest: place for digest, place in found.items() if digest in sums}


def _in_archives(folder: Path, wanted: Sequence[ModelFile], into: Path, progress: Progress) -> dict[str, Path]:
    """The same out of the archives below `folder`; a damaged one is told and left out."""
    sizes = {file.size for file in wanted}
    sums = {file.sha256 for file in wanted}
    found: dict[str, Path] = {}
    for place in sorted(folder.rglob("*")):
        try:
            if place.name.endswith(ARCHIVE_SUFFIXES) and place.is_file() and place.stat().st_size <= _LARGEST_ARCHIVE:
                found |= take_known(place, sizes=sizes, sums=sums, folder=into)
        except ModelError as error:
            progress(error.message)
        except OSError as error:
            progress(f"The archive {place.name} was left out ({error.strerror or error}).")
    return found


def _copy_found(entry: ModelEntry, found: dict[str, Path], target: Path) -> None:
    for file in entry.files:
        place = target / PurePosixPath(file.name)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(found[file.sha256], place)
        if not matches(place, file):
            raise ModelError(
                f"The file {found[file.sha256]} could not be copied whole.", recovery="Check the stick and try again."
            )
