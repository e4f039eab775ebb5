"""The scenarios that can be written: the own ones and drafts, the shipped ones to copy; packs in and out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QPushButton, QWidget

from app.engine.messages import Problem
from app.practice.pack_files import PackPlan
from app.practice.packs import SUFFIX, PackLabel
from app.ui.debrief.actions import ask_target, ask_text
from app.ui.editor.pack_presenter import present_pack
from app.ui.editor.ports import Written
from app.ui.editor.strip import QuestionStrip
from app.ui.page import Desk, Page
from app.ui.practice.words_presenter import DIFFICULTIES, SITUATIONS
from app.ui.routes import ToEditor, ToHelp, ToPractice
from app.ui.widgets.kit import button, card, centred, clear, column, empty_layout, label, row, scrolled
from app.ui.widgets.notices import EmptyState, MarkDot
from app.ui.widgets.top_bar import BarAction, BarContent
from perception.errors import PerceptionError


def ask_pack(parent: QWidget) -> Path | None:
    """Ask which pack to bring in."""
    chosen, _ = QFileDialog.getOpenFileName(parent, "Import a pack", "", f"Packs (*{SUFFIX})")
    return Path(chosen) if chosen else None


class WorkshopPage(Page):
    """Ticked scenarios go into a pack; the others are opened by their button."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setAccessibleName("Write scenarios")
        self.ticks: dict[Path, QCheckBox] = {}
        self.open_buttons: list[QPushButton] = []
        self.ask_pack, self.ask_target, self.ask_text = ask_pack, ask_target, ask_text
        self.strip = QuestionStrip(self.theme)
        self.new_button = button("New scenario", lambda: self.go.emit(ToEditor()), "primary")
        self.import_button = button("Import a pack …", self.import_pack)
        self.export_button = button("Export as a pack …", self.export_pack)
        self.export_button.setEnabled(False)
        self._list = column(spacing=10)
        head = row(label("Your scenarios", "title"), None, self.import_button, self.export_button, self.new_button)
        if self.theme.sizes.very_large:
            actions = row(self.new_button, self.import_button, self.export_button, None)
            head_parts = [row(label("Your scenarios", "title"), None), actions]
        else:
            head_parts = [head]
        inside = clear(*head_parts, 4, self.strip, 4, self._list, None, spacing=8)
        inside.setMaximumWidth(self.theme.sizes.window)
        self.setLayout(column(scrolled(centred(inside), "Scenarios")))

    def bar(self) -> BarContent:
        """Where we are."""
        actions = (BarAction("Help", lambda: self.go.emit(ToHelp("writing")), "plain"),)
        return BarContent(place="Write scenarios", actions=actions)

    def enter(self) -> None:
        """Read what there is, away from the window."""
        workshop = self.desk.workshop
        if workshop is not None:
            self.desk.tasks.run(workshop.written, self._read, owner=self)
        self.new_button.setFocus()

    def on_back(self) -> bool:
        """An open question first, then the customers."""
        if self.strip.isVisible():
            self.strip.done()
        else:
            self.go.emit(ToPractice())
        return True

    # ------------------------------------------------------------ packs

    def import_pack(self, file: Path | None = None) -> None:
        """Look into a pack and say what it brings."""
        workshop, chosen = self.desk.workshop, file or self.ask_pack(self)
        if workshop is not None and chosen is not None:
            self.desk.tasks.run(partial(workshop.look_into, chosen), self._looked, owner=self)

    def export_pack(self) -> None:
        """Write a pack of the ticked ones."""
        workshop = self.desk.workshop
        paths = [path for path, tick in self.ticks.items() if tick.isChecked()]
        if workshop is None or not paths:
            return
        name = self.ask_text(self, "Export as a pack", "Name of the pack", "My scenarios")
        target = self.ask_target(self, f"{name}{SUFFIX}", SUFFIX.lstrip(".")) if name is not None else None
        if name is None or target is None:
            return
        target = target if target.suffix == SUFFIX else target.with_name(f"{target.name}{SUFFIX}")
        label_of = PackLabel(name, f"{self.desk.now():%Y.%m.%d}")
        done = f"{len(paths)} scenario{'s' if len(paths) > 1 else ''} written to {target.name}."
        self.desk.tasks.run(
            partial(workshop.export, paths, target, label_of), partial(self._exported, done), owner=self
        )

    def _looked(self, plan: Any, error: Exception | None) -> None:
        if error is not None or not isinstance(plan, PackPlan):
            self._trouble(error)
            return
        view = present_pack(plan)
        if not view.brings:
            self.desk.toast(view.text)
            return
        answers = ((view.answer, partial(self._bring_in, plan)), ("Leave it", self.strip.done))
        self.strip.ask(view.text, answers, careful=bool(plan.replaces or plan.covers))

    def _bring_in(self, plan: PackPlan) -> None:
        self.strip.done()
        workshop = self.desk.workshop
        if workshop is not None:
            self.desk.tasks.run(partial(workshop.bring_in, plan, replace=True), partial(self._came, plan), owner=self)

    def _came(self, plan: PackPlan, undo: Any, error: Exception | None) -> None:
        if error is not None:
            self._trouble(error)
            return
        self.desk.toast(f"“{plan.pack.label.name}” is in.", partial(self._take_back, undo))
        self.enter()

    def _take_back(self, undo: Callable[[], None]) -> None:
        try:
            undo()
        except (PerceptionError, OSError) as error:
            self._trouble(error)

    def _exported(self, done: str, _value: Any, error: Exception | None) -> None:
        if error is not None:
            self._trouble(error)
        else:
            self.desk.toast(done)

    def _trouble(self, error: Exception | None) -> None:
        message = getattr(error, "message", f"That did not work: {error}.")
        remedy = getattr(error, "recovery", "Check the disk and your rights to the folder.")
        self.desk.tell(Problem("pack", message, remedy, "notice"))

    # ------------------------------------------------------------ the list

    def _read(self, found: Any, error: Exception | None) -> None:
        empty_layout(self._list)
        self.ticks, self.open_buttons = {}, []
        if error is not None:
            self._list.addWidget(label(f"The scenarios could not be read: {error}", "muted", wrap=True))
            return
        own = [one for one in found if one.own]
        shipped = [one for one in found if not one.own]
        if not own:
            text = "Begin with “New scenario”: a small call that works, to change turn by turn. Or copy a shipped one."
            self._list.addWidget(EmptyState(self.theme, "None of your own yet", text, None))
        for one in own:
            self._list.addWidget(self._card(one))
        if shipped:
            self._list.addSpacing(12)
            self._list.addWidget(label("Shipped with the programme: to copy", "heading"))
        for one in shipped:
            self._list.addWidget(self._card(one))
        self._ticked()

    def _card(self, one: Written) -> QFrame:
        title = one.scenario.title if one.scenario is not None else one.path.name if one.path is not None else ""
        lines = [row(*self._title(one, title), None, *self._actions(one, title), spacing=10)]
        parts: list[Any] = [*lines]
        if one.scenario is not None:
            parts.append(label(one.scenario.summary, "muted", wrap=True))
        for mistake in one.mistakes[:2]:
            where = f"Line {mistake.line}: " if mistake.line is not None else ""
            parts.append(label(f"{where}{mistake.what} {mistake.remedy}", "muted", wrap=True))
        made = card(self.theme, *parts, spacing=4)
        made.setAccessibleName(title)
        return made

    def _title(self, one: Written, title: str) -> list[QWidget]:
        parts: list[QWidget] = []
        if one.path is not None and not one.mistakes:
            tick = QCheckBox()
            tick.setAccessibleName(f"Take “{title}” into the pack")
            tick.setToolTip("Take it into a pack")
            tick.toggled.connect(lambda _on: self._ticked())
            self.ticks[one.path] = tick
            parts.append(tick)
        if one.mistakes:
            parts.append(MarkDot(self.theme, "watch"))
        parts.append(label(title or "Without a title", "strong", tight=self.theme.sizes.very_large))
        if one.draft is not None:
            parts.append(label("Not saved yet" if one.path is None else "Unsaved changes", "pill"))
        elif one.scenario is not None and not one.mistakes:
            facts = f"{SITUATIONS[one.scenario.situation]} · {DIFFICULTIES[one.scenario.difficulty]}"
            parts.append(label(facts, "small"))
        return parts

    def _actions(self, one: Written, title: str) -> list[QWidget]:
        if one.scenario is None:
            return [label("Mend it in a text editor first", "small")]
        route = ToEditor(one.path) if one.path is not None else ToEditor(None, one.draft)
        words = "Edit" if one.own else "Edit a copy"
        made = button(words, lambda: self.go.emit(route), "small", name=f"{words}: {title}")
        self.open_buttons.append(made)
        parts: list[QWidget] = [made]
        if one.own and one.path is not None:
            parts.append(button("Remove", partial(self._remove, one.path, title), "small", name=f"Remove {title}"))
        if one.path is None and one.draft is not None:
            parts.append(button("Discard", partial(self._drop, one), "small", name=f"Discard the draft {title}"))
        return parts

    def _drop(self, one: Written) -> None:
        workshop, draft = self.desk.workshop, one.draft
        if workshop is None or draft is None:
            return
        try:
            workshop.drop_draft(draft.key)
        except OSError as error:
            self._trouble(error)
            return
        self.desk.toast("The draft is gone.", partial(workshop.keep_draft, draft))
        self.enter()

    def _remove(self, path: Path, title: str) -> None:
        workshop = self.desk.workshop
        if workshop is None:
            return
        try:
            undo = workshop.remove(path)
        except OSError as error:
            self._trouble(error)
            return
        self.desk.toast(f"“{title}” is gone.", partial(self._take_back, undo))
        self.enter()

    def _ticked(self) -> None:
        self.export_button.setEnabled(any(tick.isChecked() for tick in self.ticks.values()))
