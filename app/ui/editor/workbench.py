"""The workbench: the graph at the left, the form of what is chosen at the right, findings and a try below."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton, QScrollArea, QSplitter, QStackedWidget, QWidget

from app.engine.messages import SaySentence
from app.practice import editing
from app.practice.scenario.checking import PlacedFinding
from app.ui.editor.document import EditorDocument, Selection
from app.ui.editor.fields import put_cursor, tool
from app.ui.editor.findings_panel import FindingsPanel
from app.ui.editor.graph_view import GraphView
from app.ui.editor.node_form import NodeForm
from app.ui.editor.places_presenter import field_of, findings_words
from app.ui.editor.play_panel import PlayPanel
from app.ui.editor.ports import Workshop
from app.ui.editor.scenario_form import ScenarioForm
from app.ui.page import Desk
from app.ui.practice.portrait import Portraits
from app.ui.speakers import as_chosen
from app.ui.widgets.character_view import CharacterView
from app.ui.widgets.kit import button, clear, row, scrolled

_DRAW_MS = 120
_HURRY_MS = 140
_STEP = 1.18
_HALVES = {"findings": [560, 150], "play": [380, 330]}
_LONGEST_TAB = 16  # times the size of the text


class Workbench(QSplitter):
    """All that shows one document. It follows the document; what is done in it goes there."""

    def __init__(self, desk: Desk, workshop: Workshop, document: EditorDocument) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.desk = desk
        self.theme = desk.theme
        self.document = document
        self._played: tuple[str, ...] = ()
        self._patience_ms = 0
        self._chose_halves = False
        self._face: tuple[tuple[str, str], CharacterView] | None = None
        self._portraits = Portraits(desk)
        self.form: NodeForm | ScenarioForm | None = None
        self.graph = GraphView(self.theme)
        self.graph.chosen.connect(self._choose)
        self.graph.opened.connect(self.into_form)
        self.graph.wanted.connect(self.do)
        self.findings = FindingsPanel(self.theme, self.go_to)
        self.play = PlayPanel(desk, workshop, lambda: (document.scenario, document.selection.node))
        self.play.walked.connect(self._walked)
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
        self._lay_out()
        self.show_below("findings")
        self._drawer = self._timer(_DRAW_MS, self._draw)
        self._rebuilder = self._timer(0, self.rebuild)
        document.changed.connect(self._changed)
        document.selected.connect(self._selected)
        document.checked.connect(self._checked)
        self._checked()
        self.rebuild()

    def _lay_out(self) -> None:
        below = clear(row(*self.below_tabs.values(), None, spacing=4), self._below, spacing=6)
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(clear(self._tools(), self.graph, spacing=4))
        left.addWidget(below)
        left.setStretchFactor(0, 3)
        left.setStretchFactor(1, 1)
        left.splitterMoved.connect(lambda _place, _handle: self._halves_chosen())
        self._left = left
        self.addWidget(left)
        self.addWidget(clear(row(*self.tabs.values(), None, spacing=4), self._form_scroll, spacing=6))
        self.setStretchFactor(0, 1)
        self.setSizes([self.theme.sizes.window, self.theme.sizes.aside + 100])
        for splitter in (left, self):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(12)

    def _timer(self, wait_ms: int, then: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(wait_ms)
        timer.timeout.connect(then)
        return timer

    def _tools(self) -> QWidget:
        document = self.document
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
                button("Add a turn", partial(self.do, "add"), "small"),
                undo,
                redo,
                None,
                tool("–", "Smaller", lambda: self.graph.zoom(1 / _STEP)),
                tool("⤢", "All of it", lambda: self.graph.fit()),
                tool("+", "Larger", lambda: self.graph.zoom(_STEP)),
                spacing=4,
            )
        )

    def _tab(self, text: str, then: Callable[[], object]) -> QPushButton:
        made = button("", then, "tab")
        made.setCheckable(True)
        self._name_tab(made, text)
        return made

    def _name_tab(self, tab: QPushButton, text: str) -> None:
        """With room for the strong letters of a chosen tab; a long name is shortened."""
        metrics = QFontMetrics(self.theme.font("body", strong=True))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.theme.sizes.body * _LONGEST_TAB)
        tab.setText(shown)
        tab.setAccessibleName(text)
        tab.setMinimumWidth(metrics.horizontalAdvance(shown) + 34)

    # ------------------------------------------------------------ showing

    def show_part(self, part: str) -> None:
        """The form of the scenario, or of the chosen turn."""
        document = self.document
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
        if not self._chose_halves:
            self._left.setSizes(_HALVES[part])
        if part == "play" and not self.play.playing:
            self.play.begin_button.setFocus()

    def _halves_chosen(self) -> None:
        """From now on the parts stay as high as they were pulled."""
        self._chose_halves = True

    def rebuild(self) -> None:
        """The form anew; the keys stay where they were."""
        document = self.document
        held = self._held_key()
        bar = self._form_scroll.verticalScrollBar()
        same = self.form is not None and getattr(self.form, "name", None) == document.selection.node
        where = bar.value() if same else 0
        node = document.selection.node
        if self._face is not None:
            self._face[1].hide()
            self._face[1].setParent(self._form_scroll)  # the old form goes, the face stays
        if node is not None:
            self.form = NodeForm(self.desk, document, node, self._hear, self._drawn())
        else:
            self.form = ScenarioForm(self.desk, document, self._portraits, self._hear)
        layout = self.form.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 12, 20)
        self._form_scroll.setWidget(self.form)
        self.form.show()
        if isinstance(self.form, NodeForm):
            self.form.face.show()
        for name, tab in self.tabs.items():
            tab.setChecked((name == "turn") == (node is not None))
        self._name_tab(self.tabs["turn"], f"Turn: {node}" if node is not None else "Turn")
        if held:
            put_cursor(self.form, held)
        QTimer.singleShot(0, self.form, lambda: self._settle_scroll(where))

    def _drawn(self) -> CharacterView:
        """The drawn customer, made once: drawing takes longer than a form."""
        persona = self.document.scenario.persona
        key = (persona.name, persona.look)
        if self._face is None or self._face[0] != key:
            drawing = self.desk.portrait(persona.look)
            self._face = (key, CharacterView(self.theme, persona.name, drawing, run=self.desk.tasks.run))
        return self._face[1]

    def _settle_scroll(self, where: int) -> None:
        document = self.document
        if self.form is None:
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
        document.select_place(one.place)
        self.rebuild()
        key = field_of(one.place)
        found = put_cursor(self.form, key) if self.form is not None and key else None
        if found is not None:
            self._form_scroll.ensureWidgetVisible(found, 0, 80)

    # ------------------------------------------------------------ news

    def _changed(self, origin: str) -> None:
        if self.play.playing:
            self.play.stop()
        if not origin:
            self._rebuilder.start(0)
            self._draw()
        else:
            self._drawer.start()

    def _selected(self) -> None:
        self.graph.show_selection(self.document.selection)
        self._rebuilder.start(self._patience_ms)

    def _checked(self) -> None:
        found = self.document.findings
        self.findings.show_findings(found)
        self._name_tab(self.below_tabs["findings"], findings_words(found) or "Findings")
        self._draw()

    def _draw(self) -> None:
        document = self.document
        self.graph.show_scenario(document.scenario, document.findings, document.selection, self._played)

    def _walked(self, path: tuple[str, ...]) -> None:
        self._played = path
        self._draw()

    # ------------------------------------------------------------ hands

    def into_form(self) -> None:
        """The keys go into the form."""
        self.rebuild()
        if self.form is not None:
            put_cursor(self.form, "lines.0")

    def other_half(self) -> None:
        """The keys go from graph to form, or back."""
        if self.graph.hasFocus():
            self.into_form()
        else:
            self.graph.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _choose(self, selection: Selection) -> None:
        # Who hurries through the graph with the arrows does not wait for every form.
        self._patience_ms = _HURRY_MS
        self.document.select(selection)
        self._patience_ms = 0

    def do(self, what: str) -> None:
        """Add, delete or rename a turn."""
        document = self.document
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
        if text.strip():
            sentence = SaySentence(text, voice=self.document.scenario.persona.voice)
            self.desk.send(as_chosen(sentence, self.desk.settings, self.desk.devices))

    def _held_key(self) -> str:
        held = self.focusWidget()
        inside = held is not None and self.form is not None and self.form.isAncestorOf(held)
        return held.objectName() if inside and held is not None else ""


def _say(made: QPushButton, name: str, what: str) -> None:
    made.setToolTip(f"{name}: {what}" if what else name)
    made.setAccessibleName(made.toolTip())
