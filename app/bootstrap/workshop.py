"""Writing scenarios over real files: the user's folder, drafts, packs, and the director that tries them out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    # Reading scenarios loads the checks of files, which takes a moment; the window appears without them.
    from app.practice.drafts import Draft, Drafts
    from app.practice.errors import PracticeFileError
    from app.practice.pack_files import PackPlan
    from app.practice.packs import PackLabel
    from app.practice.ports import Director
    from app.practice.scenario.loader import Shelf
    from app.practice.scenario.model import Scenario
    from app.practice.turns import StatePoint
    from app.ui.editor.ports import Opened, Saved, Written
    from app.ui.ports import ScenarioMistake

TEMPLATE = Path("templates") / "first-call.yaml"


class FileWorkshop:
    """The scenarios of this machine as they are written (app.ui.editor.ports.Workshop)."""

    def __init__(self, shipped: Path, own: Path, drafts: Path) -> None:
        self._shipped = shipped
        self._own = own
        self._drafts_folder = drafts

    def written(self) -> Sequence[Written]:
        """The user's own first, with drafts, then the shipped ones."""
        from app.ui.editor.ports import Written

        shelf = self._shelf()
        drafts = {draft.path or draft.key: draft for draft in self._drafts().all()}
        good = [
            Written(one.path, one.scenario, one.own, draft=drafts.pop(one.path, None)) for one in shelf.entries.values()
        ]
        faulty = [
            Written(path, self._readable(path), path.parent == self._own, _mistakes(fault), drafts.pop(path, None))
            for path, fault in shelf.broken.items()
        ]
        unsaved = [Written(None, draft.scenario, True, draft=draft) for draft in drafts.values()]
        return sorted([*unsaved, *good, *faulty], key=lambda one: not one.own)

    def open(self, path: Path | None) -> Opened:
        """A scenario to work on; a shipped one as a copy; None: a new one from the template."""
        from app.practice import editing
        from app.practice.drafts import draft_key
        from app.practice.scenario.loader import load_scenario
        from app.ui.editor.ports import Opened

        if path is not None and path.parent == self._own:
            scenario = load_scenario(path).scenario
            draft = self._drafts().find(draft_key(scenario, path))
            return Opened(scenario, path, path.read_text(encoding="utf-8-sig"), draft=draft)
        text = (path or self._shipped / TEMPLATE).read_text(encoding="utf-8-sig")
        scenario = load_scenario(path or self._shipped / TEMPLATE).scenario
        if path is None:
            fresh = replace(scenario, id=editing.free_id("my-scenario", self._taken()))
            return Opened(fresh)
        return Opened(editing.copy_of(scenario, self._taken()), None, text, copied=True)

    def open_draft(self, draft: Draft) -> Opened:
        """A scenario that was never saved, as it was left."""
        from app.ui.editor.ports import Opened

        return Opened(draft.scenario, None, draft.text)

    def save(self, scenario: Scenario, path: Path | None, text: str) -> Saved:
        """Save it; a new one becomes a file named after its id."""
        from app.practice import editing
        from app.practice.scenario.write_back import write_back
        from app.ui.editor.ports import Saved

        target = path or self._own / f"{editing.free_id(scenario.title, self._taken())}.yaml"
        if editing.proper_id(target.stem):
            scenario = replace(scenario, id=target.stem)
        made = write_back(text, scenario)
        aside: Path | None = None
        if path is not None and path.is_file() and path.read_text(encoding="utf-8-sig") != text:
            # Somebody else changed the file meanwhile: their text is kept beside it.
            aside = path.replace(path.with_suffix(".before.txt"))
        self._own.mkdir(parents=True, exist_ok=True)
        fresh = target.with_suffix(".new")
        fresh.write_text(made.text, encoding="utf-8")
        fresh.replace(target)
        return Saved(target, made.text, made.lost, aside)

    def remove(self, path: Path) -> Callable[[], None]:
        """Take one of the user's own away: the file gets an ending under which it is no scenario any more."""
        away = path.replace(path.with_suffix(".removed.txt"))

        def undo() -> None:
            away.replace(path)

        return undo

    def keep_draft(self, draft: Draft) -> None:
        """Keep what is on the desk."""
        self._drafts().keep(draft)

    def drop_draft(self, key: str) -> None:
        """Forget a draft."""
        self._drafts().drop(key)

    def try_out(self, scenario: Scenario, point: StatePoint | None) -> Director:
        """Somebody who plays it, from this point or the start."""
        from app.bootstrap.reading_elsewhere import ReaderElsewhere
        from app.practice.director import ScenarioDirector

        return ScenarioDirector(scenario, ReaderElsewhere(scenario), point=point)

    def look_into(self, file: Path) -> PackPlan:
        """What a pack would bring."""
        from app.practice.pack_files import clear_leftovers, plan_import
        from app.practice.packs import read_pack

        clear_leftovers(self._own)
        shipped = {one.scenario.id for one in self._shelf().entries.values() if not one.own}
        return plan_import(read_pack(file), self._own, shipped)

    def bring_in(self, plan: PackPlan, *, replace: bool) -> Callable[[], None]:
        """Bring a pack in; the answer takes it back."""
        from app.practice.pack_files import bring_in

        return bring_in(plan, self._own, replace=replace)

    def export(self, paths: Sequence[Path], target: Path, label: PackLabel) -> None:
        """Write a pack of these scenarios."""
        from app.practice.pack_files import packed
        from app.practice.packs import pack_bytes

        data = pack_bytes(label, [packed(path) for path in paths])
        fresh = target.with_name(f"{target.name}.new")
        fresh.write_bytes(data)
        fresh.replace(target)

    # ------------------------------------------------------------ parts

    def _shelf(self) -> Shelf:
        from app.practice.scenario.loader import fill_shelf

        return fill_shelf(self._shipped, self._own)

    def _drafts(self) -> Drafts:
        from app.practice.drafts import Drafts

        return Drafts(self._drafts_folder)

    def _taken(self) -> set[str]:
        files = {path.stem for folder in (self._shipped, self._own) for path in folder.glob("*.y*ml")}
        return {*self._shelf().entries, *files, *(draft.key for draft in self._drafts().all())}

    @staticmethod
    def _readable(path: Path) -> Scenario | None:
        """A scenario that cannot be played but can be read, and so be mended in the window."""
        from app.practice.errors import PracticeFileError
        from app.practice.scenario.loader import load_scenario

        try:
            return load_scenario(path).scenario
        except PracticeFileError:
            return None


def window_workshop() -> FileWorkshop:
    """The workshop of this user."""
    from app.practice.scenario.loader import user_scenarios_folder
    from perception.inference.asset_files import assets_dir

    drafts = Path(platformdirs.user_data_dir("attune")) / "drafts"
    return FileWorkshop(assets_dir() / "scenarios", user_scenarios_folder(), drafts)


def _mistakes(fault: PracticeFileError) -> tuple[ScenarioMistake, ...]:
    from app.ui.ports import ScenarioMistake

    return tuple(ScenarioMistake(one.line, one.what, one.remedy) for one in fault.mistakes)
