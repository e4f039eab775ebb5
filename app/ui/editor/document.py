"""The scenario on the desk: its changes with undo and redo, what is selected, and the draft that is kept meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.practice.scenario.checking import PlacedFinding, check
from app.practice.scenario.model import Scenario
from app.practice.yaml_files import Place

CHECK_MS: Final = 250
DRAFT_MS: Final = 1500


@dataclass(frozen=True, slots=True)
class Selection:
    """What the form shows. node: a turn, None for the scenario as a whole. edge: the way looked at, None for none."""

    node: str | None = None
    edge: int | None = None


class _Change(QUndoCommand):
    """One change, or one run of typing into the same field."""

    def __init__(
        self, document: EditorDocument, words: str, after: Scenario, before: tuple[Selection, Selection], key: str
    ) -> None:
        super().__init__(words)
        self._document = document
        self._before = document.scenario
        self.after = after
        self._selections = before
        self.key = key
        self._fresh = True

    def redo(self) -> None:
        """Make it so."""
        origin, self._fresh = (self.key if self._fresh else ""), False
        self._document.take(self.after, self._selections[1], origin)

    def undo(self) -> None:
        """As it was before."""
        self._document.take(self._before, self._selections[0], "")


class EditorDocument(QObject):
    """`changed` carries the key of the field that was typed into, '' when the whole form may differ."""

    changed = Signal(str)
    selected = Signal()
    checked = Signal()
    draft_due = Signal()

    def __init__(self, scenario: Scenario, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scenario = scenario
        self.selection = Selection(scenario.start if scenario.start in scenario.nodes else None)
        self.findings: tuple[PlacedFinding, ...] = check(scenario)
        self.stack = QUndoStack(self)
        self._last: _Change | None = None
        self._over = False
        self._checker = self._timer(CHECK_MS, self.check_now)
        self._drafter = self._timer(DRAFT_MS, self.draft_due.emit)

    @property
    def modified(self) -> bool:
        """Whether it differs from what was saved last."""
        return not self.stack.isClean()

    def apply(self, words: str, after: Scenario, *, key: str = "", select: Selection | None = None) -> None:
        """Make a change that can be undone. key: of the field typed into, '' for a change that redraws the form.

        select: what is looked at after it; as before where None.
        """
        if after == self.scenario:
            if select is not None:
                self.select(select)
            return
        last = self._last
        if key and last is not None and last.key == key and not self.stack.isClean() and not self.stack.canRedo():
            last.after = after
            self.take(after, self.selection, key)
            return
        made = _Change(self, words, after, (self.selection, select or self.selection), key)
        self._last = made
        self.stack.push(made)

    def take(self, scenario: Scenario, selection: Selection, origin: str) -> None:
        """Put this on the desk; used by the changes themselves."""
        if not origin:
            self._last = None if self._last is None or not self._last.key else self._last
        self.scenario = scenario
        moved = self._settled(selection)
        differs, self.selection = moved != self.selection, moved
        self.changed.emit(origin)
        if differs:
            self.selected.emit()
        self._checker.start()
        self._drafter.start()

    def select(self, selection: Selection) -> None:
        """Look at something else; the next typing is a change of its own."""
        self._last = None
        selection = self._settled(selection)
        if selection != self.selection:
            self.selection = selection
            self.selected.emit()

    def select_place(self, place: Place) -> None:
        """Look at what a finding is about."""
        if len(place) > 1 and place[0] == "nodes":
            edge = place[3] if len(place) > 3 and place[2] == "edges" and isinstance(place[3], int) else None
            self.select(Selection(str(place[1]), edge))
        else:
            self.select(Selection())

    def undo(self) -> None:
        """Take the last change back; nothing once the page is left."""
        self._last = None
        if not self._over:
            self.stack.undo()

    def redo(self) -> None:
        """Make it again."""
        self._last = None
        self.stack.redo()

    def mark_saved(self) -> None:
        """What is on the desk is in the file."""
        self._last = None
        self.stack.setClean()
        self._drafter.stop()

    def check_now(self) -> None:
        """Look for mistakes; a scenario of thirty turns takes some ten milliseconds."""
        self._checker.stop()
        self.findings = check(self.scenario)
        self.checked.emit()

    def rest(self) -> None:
        """The page is left: nothing comes any more."""
        self._over = True
        self.stack.blockSignals(True)
        self._checker.stop()
        self._drafter.stop()

    def _settled(self, selection: Selection) -> Selection:
        """Only what is there can be selected."""
        node = self.scenario.nodes.get(selection.node) if selection.node is not None else None
        if node is None:
            return Selection()
        edge = selection.edge if selection.edge is not None and selection.edge < len(node.edges) else None
        return Selection(node.id, edge)

    def _timer(self, wait_ms: int, then: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(wait_ms)
        timer.timeout.connect(then)
        return timer
