"""Bringing the scenarios of a pack into the user's folder, and back out again."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.practice.packs import SAMPLES, Pack, PackedScenario, PackError
from app.practice.scenario.loader import read_scenario
from app.practice.yaml_files import read_yaml

_KEPT: Final = "What was there is still there. Check that the disk has room and that you may write to it."


@dataclass(frozen=True, slots=True)
class PackPlan:
    """What a pack would do, by scenario id. replaces: of the user's own. covers: shipped ones whose place is taken.

    same: those the user has already, letter for letter; they are left alone.
    """

    pack: Pack
    new: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    same: tuple[str, ...] = ()


def plan_import(pack: Pack, folder: Path, shipped: Collection[str]) -> PackPlan:
    """What bringing this pack into the folder would do. shipped: ids of the shipped scenarios."""
    kinds: dict[str, list[str]] = {"new": [], "replaces": [], "covers": [], "same": []}
    for one in pack.scenarios:
        ident = one.scenario.id
        path = folder / f"{ident}.yaml"
        if path.is_file():
            kinds["same" if _is_same(one, folder) else "replaces"].append(ident)
        else:
            kinds["covers" if ident in shipped else "new"].append(ident)
    return PackPlan(pack, **{kind: tuple(ids) for kind, ids in kinds.items()})


def bring_in(plan: PackPlan, folder: Path, *, replace: bool) -> Callable[[], None]:
    """Write the scenarios into the folder, all or none; the answer brings the folder back to what it was.

    replace: the user agreed that own ones are replaced and shipped ones covered. Without it a plan that would do
    either is refused. Raises PackError.
    """
    if (plan.replaces or plan.covers) and not replace:
        first = (*plan.replaces, *plan.covers)[0]
        what = f"The scenario {first} is there already."
        raise PackError(what, recovery="Say that it may be replaced, or keep what you have.")
    wanted = [one for one in plan.pack.scenarios if one.scenario.id not in plan.same]
    aside = Path()
    moves: list[tuple[Path, Path | None]] = []  # what was put in place, and where its older self lies
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".pack-", dir=folder))
        fresh, old = aside / "new", aside / "old"
        for one in wanted:
            _write(one, fresh)
        for one in wanted:
            for part in (Path(f"{one.scenario.id}.yaml"), Path("samples") / one.scenario.id):
                _exchange(part, folder, fresh, old, moves)
    except OSError as error:
        _put_back(moves)
        shutil.rmtree(aside, ignore_errors=True)
        raise PackError(f"The pack could not be written ({error.strerror or error}).", recovery=_KEPT) from error

    def undo() -> None:
        try:
            _put_back(moves)
        except OSError as error:
            raise PackError(f"It could not be taken back ({error.strerror or error}).", recovery=_KEPT) from error
        shutil.rmtree(aside, ignore_errors=True)

    return undo


def clear_leftovers(folder: Path) -> None:
    """Take away what older imports put aside; after this they cannot be taken back."""
    for left in folder.glob(".pack-*"):
        shutil.rmtree(left, ignore_errors=True)


def packed(path: Path) -> PackedScenario:
    """A scenario file with the samples beside it, for a pack. Raises PracticeFileError, PackError."""
    file = read_yaml(path)
    text = path.read_text(encoding="utf-8-sig")
    scenario = read_scenario(text, file.name).scenario
    return PackedScenario(scenario, text, samples_beside(path, scenario.id))


def samples_beside(path: Path, ident: str) -> dict[str, str]:
    """The sample scripts that lie beside a scenario file."""
    folder = path.parent / "samples" / ident
    found = {name: folder / f"{name}.txt" for name in SAMPLES}
    return {name: file.read_text(encoding="utf-8") for name, file in found.items() if file.is_file()}


def _is_same(one: PackedScenario, folder: Path) -> bool:
    path = folder / f"{one.scenario.id}.yaml"
    try:
        return path.read_text(encoding="utf-8-sig") == one.text and samples_beside(path, one.scenario.id) == one.samples
    except (OSError, UnicodeDecodeError):
        return False


def _write(one: PackedScenario, folder: Path) -> None:
    samples = folder / "samples" / one.scenario.id
    folder.mkdir(exist_ok=True)
    (folder / f"{one.scenario.id}.yaml").write_text(one.text, encoding="utf-8")
    if one.samples:
        samples.mkdir(parents=True)
    for name, text in one.samples.items():
        (samples / f"{name}.txt").write_text(text, encoding="utf-8")


def _exchange(part: Path, folder: Path, fresh: Path, old: Path, moves: list[tuple[Path, Path | None]]) -> None:
    place, older = folder / part, old / part
    before: Path | None = None
    if place.exists():
        older.parent.mkdir(parents=True, exist_ok=True)
        place.replace(older)
        before = older
        moves.append((place, before))
    if (fresh / part).exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        if before is None:
            moves.append((place, None))
        (fresh / part).replace(place)


def _put_back(moves: list[tuple[Path, Path | None]]) -> None:
    for place, before in reversed(moves):
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)
        if before is not None:
            before.replace(place)
    moves.clear()
