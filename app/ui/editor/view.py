"""Write a scenario: the graph at the left, the form of what is chosen at the right, findings and a try below."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QScrollArea, QSplitter, QStackedWidget, QWidget

from app.engine.messages import Problem, SayTestSentence
from app.practice import editing
from app.practice.scenario.checking import PlacedFinding
from app.practice.scenario.model import Scenario
from app.ui.debrief.actions import ask_text
from app.ui.editor.document import EditorDocument, Selection
from app.ui.editor.fields import put_cursor, tool
from app.ui.editor.findings_panel import FindingsPanel
from app.ui.editor.graph_view import GraphView
from app.ui.editor.keeping import Keeping
from app.ui.editor.node_form import NodeForm
from app.ui.editor.places_presenter import field_of, findings_words
from app.ui.editor.play_panel import PlayPanel
from app.ui.editor.ports import Opened, Workshop
from app.ui.editor.scenario_form import ScenarioForm
from app.ui.editor.strip import QuestionStrip
from app.ui.page import Desk, Page
from app.ui.practice.portrait import Portraits
from app.ui.routes import ToEditor, ToHelp, ToWorkshop
from app.ui.widgets.kit import button, clear, column, empty_layout, label, row, scrolled
from app.ui.widgets.top_bar import BarAction, BarContent

_DRAW_MS = 120
_STEP = 1.18


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
            empty_layout(self._body.layout())
            self._body.layout().addWidget(label(f"It cannot be opened. {message} {recovery}", wrap=True))
            self._body.layout().addStretch(1)
            return
        draft = self._route.draft
        document = EditorDocument(opened.scenario, self)
        self.document = document
        if draft is not None:
            document.stack.resetClean()
        self.keeping = Keeping(self.desk, workshop, document, opened)
        self.keeping.saved.connect(self._saved)
        self._build(workshop, document)
        document.changed.connect(self._changed)
        document.selected.connect(self._selected)
        document.checked.connect(self._checked)
        document.stack.cleanChanged.connect(lambda _clean: self.bar_changed.emit())
        self._checked()
        self.show_part("turn")
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
            self.graph.setFocus()

    def _build(self, workshop: Workshop, document: EditorDocument) -> None:
        self.graph = GraphView(self.theme)
        self.graph.chosen.connect(self._choose)
        self.graph.opened.connect(self._into_form)
        self.graph.wanted.connect(self._wanted)
        self.findings = FindingsPanel(self.theme, self.go_to)
        self.play = PlayPanel(self.desk, workshop, lambda: (document.scenario, document.selection.node))
        self.play.walked.connect(self._walked)
        self._played: tuple[str, ...] = ()
        self._portraits = Portraits(self.desk)
        self.form: NodeForm | ScenarioForm | None = None
        self._form_scroll: QScrollArea = scrolled(clear(), "Form")
        self.tabs = {
            "scenario": self._tab("Scenario", partial(self.show_part, "scenario")),
            "turn": self._tab("Turn", partial(self.show_part, "turn")),
        }
        self.below_tabs = {
            "findings": self._tab("Findings", partial(self.show_below, "findings")),
            "play": self._tab("Try it", partial(self.show_below, "play")),
        }
        self._below = QStackedWidget()
        self._below.addWidget(self.findings)
        self._below.addWidget(self.play)
        below = clear(row(*self.below_tabs.values(), None, spacing=4), self._below, spacing=6)
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(clear(self._tools(document), self.graph, spacing=4))
        left.addWidget(below)
        left.setStretchFactor(0, 3)
        left.setStretchFactor(1, 1)
        left.setSizes([560, 150])
        right = clear(row(*self.tabs.values(), None, spacing=4), self._form_scroll, spacing=6)
        body = QSplitter(Qt.Orientation.Horizontal)
        body.addWidget(left)
        body.addWidget(right)
        body.setStretchFactor(0, 3)
        body.setStretchFactor(1, 2)
        body.setSizes([3 * self.theme.sizes.aside // 2, self.theme.sizes.aside + 60])
        for splitter in (left, body):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(12)
        self._column.replaceWidget(self._body, body)
        self._body.deleteLater()
        self._body = body
        self._column.setStretch(1, 1)
        self.show_below("findings")
        self._drawer = QTimer(self)
        self._drawer.setSingleShot(True)
        self._drawer.setInterval(_DRAW_MS)
        self._drawer.timeout.connect(self._draw)
        self._rebuilder = QTimer(self)
        self._rebuilder.setSingleShot(True)
        self._rebuilder.setInterval(0)
        self._rebuilder.timeout.connect(self.rebuild)
        for keys, then in (
            (QKeySequence(QKeySequence.StandardKey.Undo), document.undo),
            (QKeySequence(QKeySequence.StandardKey.Redo), document.redo),
            (QKeySequence("Ctrl+Y"), document.redo),
            (QKeySequence(QKeySequence.StandardKey.Save), self.save),
            (QKeySequence("F6"), self._other_half),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(then)
            shortcut.activatedAmbiguously.connect(then)

    def _tools(self, document: EditorDocument) -> QWidget:
        undo, redo = tool("↶", "Undo", document.undo, able=False), tool("↷", "Redo", document.redo, able=False)
        for made, changed, words in (
            (undo, document.stack.canUndoChanged, document.stack.undoTextChanged),
            (redo, document.stack.canRedoChanged, document.stack.redoTextChanged),
        ):
            changed.connect(made.setEnabled)
            words.connect(partial(_say, made, made.accessibleName()))
        self.undo_button, self.redo_button = undo, redo
        return clear(
            row(
                button("Add a turn", partial(self._wanted, "add"), "small"),
                undo,
                redo,
                None,
                tool("–", "Smaller", lambda: self.graph.zoom(1 / _STEP)),
                tool("⤢", "All of it", lambda: self.graph.fit()),
                tool("+", "Larger", lambda: self.graph.zoom(_STEP)),
                spacing=4,
            )
        )

    def _tab(self, text: str, then: Any) -> QPushButton:
        made = button(text, then, "tab")
        made.setCheckable(True)
        return made

    # ------------------------------------------------------------ showing

    def show_part(self, part: str) -> None:
        """The form of the scenario, or of the chosen turn."""
        document = self.document
        if document is None:
            return
        if part == "turn" and document.selection.node is None:
            document.select(Selection(document.scenario.start))
        elif part == "scenario":
            document.select(Selection())
        self.rebuild()

    def show_below(self, part: str) -> None:
        """Findings, or a try."""
        for name, tab in self.below_tabs.items():
            tab.setChecked(name == part)
        self._below.setCurrentWidget(self.findings if part == "findings" else self.play)
        if part == "play" and not self.play.playing:
            self.play.begin_button.setFocus()

    def rebuild(self) -> None:
        """The form anew; the keys stay where they were."""
        document = self.document
        if document is None:
            return
        held = self._held_key()
        bar = self._form_scroll.verticalScrollBar()
        same = self.form is not None and getattr(self.form, "name", None) == document.selection.node
        where = bar.value() if same else 0
        node = document.selection.node
        if node is not None:
            self.form = NodeForm(self.desk, document, node, self._hear)
        else:
            self.form = ScenarioForm(self.desk, document, self._portraits)
        layout = self.form.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 12, 20)
        self._form_scroll.setWidget(self.form)
        self.form.show()
        for name, tab in self.tabs.items():
            tab.setChecked((name == "turn") == (node is not None))
        self.tabs["turn"].setText(f"Turn: {node}" if node is not None else "Turn")
        if held:
            put_cursor(self.form, held)
        QTimer.singleShot(0, self.form, lambda: self._settle_scroll(where))

    def _settle_scroll(self, where: int) -> None:
        document = self.document
        if document is None or self.form is None:
            return
        edge = document.selection.edge
        card = self.form.findChild(QWidget, f"edge.{edge}") if edge is not None else None
        if isinstance(card, QWidget) and not self.form.isAncestorOf(self.focusWidget() or self):
            self._form_scroll.ensureWidgetVisible(card, 0, 40)
        else:
            self._form_scroll.verticalScrollBar().setValue(where)

    def go_to(self, one: PlacedFinding) -> None:
        """Go to what a finding is about."""
        document = self.document
        if document is None:
            return
        document.select_place(one.place)
        self.rebuild()
        key = field_of(one.place)
        if self.form is not None and key and put_cursor(self.form, key):
            self._form_scroll.ensureWidgetVisible(self.form.findChild(QWidget, key), 0, 80)

    # ------------------------------------------------------------ news

    def _changed(self, origin: str) -> None:
        if self.play.playing:
            self.play.stop()
        if not origin:
            self._rebuilder.start()
            self._draw()
        else:
            self._drawer.start()
        self.bar_changed.emit()

    def _selected(self) -> None:
        document = self.document
        if document is not None:
            self.graph.show_selection(document.selection)
            self._rebuilder.start()

    def _checked(self) -> None:
        document = self.document
        if document is not None:
            self.findings.show_findings(document.findings)
            self.below_tabs["findings"].setText(findings_words(document.findings) or "Findings")
            self._draw()

    def _draw(self) -> None:
        document = self.document
        if document is not None:
            self.graph.show_scenario(document.scenario, document.findings, document.selection, self._played)

    def _walked(self, path: tuple[str, ...]) -> None:
        self._played = path
        self._draw()

    # ------------------------------------------------------------ hands

    def _choose(self, selection: Selection) -> None:
        if self.document is not None:
            self.document.select(selection)

    def _into_form(self) -> None:
        self.rebuild()
        if self.form is not None:
            put_cursor(self.form, "lines.0")

    def _other_half(self) -> None:
        if self.graph.hasFocus():
            self._into_form()
        else:
            self.graph.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _wanted(self, what: str) -> None:
        document = self.document
        if document is None:
            return
        node = document.selection.node
        if what == "add":
            made, fresh = editing.add_node(document.scenario, "turn", after=node)
            document.apply("Add a turn", made, select=Selection(fresh))
        elif what == "delete" and isinstance(self.form, NodeForm) and node is not None:
            self.form.remove()
        elif what == "rename" and node is not None:
            self.rebuild()
            if self.form is not None:
                put_cursor(self.form, "name")

    def _hear(self, text: str) -> None:
        document = self.document
        if document is None or not text.strip():
            return
        settings = self.desk.settings
        self.desk.send(
            SayTestSentence(
                text,
                volume=settings.number("voice_volume") / 100,
                voice=document.scenario.persona.voice,
                rich_voice=settings.switch("rich_voice"),
            )
        )

    def _take_up(self, scenario: Scenario) -> None:
        self.strip.done()
        self._body.setEnabled(True)
        if self.document is not None:
            self.document.apply("Take up what was left", scenario)
        self.graph.setFocus()

    def _leave_out(self) -> None:
        self.strip.done()
        self._body.setEnabled(True)
        if self.keeping is not None:
            self.keeping.forget()
        self.graph.setFocus()

    def _held_key(self) -> str:
        held = self.focusWidget()
        inside = held is not None and self.form is not None and self.form.isAncestorOf(held)
        return held.objectName() if inside and held is not None else ""

    def shows(self, problem: Problem) -> bool:  # noqa: ARG002 - told above the page
        """Problems are told above."""
        return False


def _say(made: QPushButton, name: str, what: str) -> None:
    made.setToolTip(f"{name}: {what}" if what else name)
    made.setAccessibleName(made.toolTip())
