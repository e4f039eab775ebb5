"""Write a scenario: open it, keep it, ask before anything is left; the workbench shows it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.practice import editing
from app.practice.scenario.model import Scenario
from app.ui.debrief.actions import ask_text
from app.ui.editor.document import EditorDocument
from app.ui.editor.keeping import Keeping
from app.ui.editor.ports import Opened, Workshop
from app.ui.editor.strip import QuestionStrip
from app.ui.editor.workbench import Workbench
from app.ui.page import Desk, Page
from app.ui.routes import ToEditor, ToHelp, ToWorkshop
from app.ui.widgets.kit import clear, column, label
from app.ui.widgets.top_bar import BarAction, BarContent


class EditorPage(Page):
    """One scenario on the desk. Ctrl+Z, Ctrl+Shift+Z, Ctrl+S; F6 goes between graph and form."""

    def __init__(self, desk: Desk, route: ToEditor) -> None:
        super().__init__(desk)
        self.setAccessibleName("Scenario editor")
        self._route = route
        self.document: EditorDocument | None = None
        self.keeping: Keeping | None = None
        self.strip = QuestionStrip(self.theme)
        self._body = clear(label("Opening …", "muted"))
        self._column = column(self.strip, self._body, spacing=8)
        self._column.setStretch(1, 1)
        self._column.setContentsMargins(12, 8, 12, 10)
        self.setLayout(self._column)
        self._then_leave = False
        self._named = ""
        self.bench: Workbench | None = None

    def bar(self) -> BarContent:
        """What is on the desk, whether it is saved, save."""
        document = self.document
        if document is None:
            return BarContent(place="Write a scenario")
        state = "Not saved yet" if document.modified else "Saved"
        if self.keeping is not None and self.keeping.path is None and not document.modified:
            state = "New"
        return BarContent(
            place="Write a scenario",
            title=document.scenario.title or "Without a title",
            about=state,
            actions=(
                BarAction("Help", lambda: self.go.emit(ToHelp("writing")), "plain"),
                BarAction("Save as …", self.save_as),
                BarAction("Save", self.save, "primary"),
            ),
        )

    # ------------------------------------------------------------ life

    def enter(self) -> None:
        """Open it, away from the window."""
        workshop, route = self.desk.workshop, self._route
        if workshop is None or self.document is not None:
            return
        draft = route.draft
        open_it = partial(workshop.open_draft, draft) if draft is not None else partial(workshop.open, route.path)
        self.desk.tasks.run(open_it, partial(self._opened, workshop), owner=self)

    def leave(self) -> None:
        """Nothing is lost: what was not saved is kept as a draft."""
        if self.document is not None and self.keeping is not None:
            self.document.rest()
            self.keeping.keep()

    def on_back(self) -> bool:
        """Ask before changes are left."""
        document = self.document
        if document is None or not document.modified:
            self.go.emit(ToWorkshop())
            return True
        if self.strip.isVisible():
            self.strip.done()
            self._body.setEnabled(True)
            return True
        self.strip.ask(
            f"“{document.scenario.title}” has changes that are not saved.",
            (
                ("Save and leave", self._save_and_leave),
                ("Keep them as a draft", lambda: self.go.emit(ToWorkshop())),
                ("Discard them", self._discard),
                ("Stay", self.strip.done),
            ),
        )
        return True

    # ------------------------------------------------------------ saving

    def save(self) -> None:
        """Save it under its name."""
        if self.keeping is not None:
            self.keeping.save()

    def save_as(self) -> None:
        """Save it under another title, as a file of its own."""
        document, keeping = self.document, self.keeping
        if document is None or keeping is None:
            return
        title = self.ask_text(self, "Save as", "Title of the new scenario", document.scenario.title)
        if title is not None:
            document.apply("Another title", editing.set_scenario(document.scenario, title=title))
            keeping.save(as_new=True)

    ask_text = staticmethod(ask_text)

    def _save_and_leave(self) -> None:
        self._then_leave = True
        self.strip.done()
        self.save()

    def _discard(self) -> None:
        if self.document is not None and self.keeping is not None:
            self.keeping.forget()
        self.go.emit(ToWorkshop())

    def _saved(self, ok: bool) -> None:
        self.bar_changed.emit()
        leave, self._then_leave = self._then_leave, False
        if leave and ok:
            self.go.emit(ToWorkshop())

    # ------------------------------------------------------------ building

    def _opened(self, workshop: Workshop, opened: Any, error: Exception | None) -> None:
        if error is not None or not isinstance(opened, Opened):
            message, recovery = getattr(error, "message", str(error)), getattr(error, "recovery", "")
            self._put(clear(label(f"It cannot be opened. {message} {recovery}", wrap=True), None))
            return
        draft = self._route.draft
        document = EditorDocument(opened.scenario, self)
        self.document = document
        if draft is not None:
            document.stack.resetClean()
        self.keeping = Keeping(self.desk, workshop, document, opened, draft)
        self.keeping.saved.connect(self._saved)
        bench = Workbench(self.desk, workshop, document)
        self._put(bench)
        self._listen_to_keys(document, bench)
        document.stack.cleanChanged.connect(lambda _clean: self.bar_changed.emit())
        document.changed.connect(lambda _origin: self._name())
        self.bar_changed.emit()
        left = opened.draft
        if left is not None and left.scenario != opened.scenario:
            self._body.setEnabled(False)
            when = f"{left.at:%d %B, %H:%M}".lstrip("0")
            self.strip.ask(
                f"You left changes here on {when} that were not saved.",
                (("Take them up", partial(self._take_up, left.scenario)), ("Leave them out", self._leave_out)),
            )
        else:
            self._focus_graph()

    def _put(self, body: QWidget) -> None:
        self._column.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body
        self._column.setStretch(1, 1)

    def _listen_to_keys(self, document: EditorDocument, bench: Workbench) -> None:
        self.bench = bench
        for keys, then in (
            (QKeySequence(QKeySequence.StandardKey.Undo), document.undo),
            (QKeySequence(QKeySequence.StandardKey.Redo), document.redo),
            (QKeySequence("Ctrl+Y"), document.redo),
            (QKeySequence(QKeySequence.StandardKey.Save), self.save),
            (QKeySequence("F6"), bench.other_half),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(then)
            shortcut.activatedAmbiguously.connect(then)

    def _focus_graph(self) -> None:
        if self.bench is not None:
            self.bench.graph.setFocus()

    def _name(self) -> None:
        """The bar follows the title; it is not built anew for anything else."""
        title = self.document.scenario.title if self.document is not None else ""
        if title != self._named:
            self._named = title
            self.bar_changed.emit()

    def _take_up(self, scenario: Scenario) -> None:
        self.strip.done()
        self._body.setEnabled(True)
        if self.document is not None:
            self.document.apply("Take up what was left", scenario)
        self._focus_graph()

    def _leave_out(self) -> None:
        self.strip.done()
        self._body.setEnabled(True)
        if self.keeping is not None:
            self.keeping.forget()
        self._focus_graph()
