"""The tags of the chosen sessions: take one away, add one, with what others are called offered while typing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QFrame, QLineEdit, QWidget

from app.ui.ports import SessionEntry
from app.ui.sessions.presenter import tag_states
from app.ui.theme import Theme
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.kit import button, column, empty_layout, label, row
from perception.recording.tags import LONGEST_TAG, tidy_tags


class TagBar(QFrame):
    """Hidden until it is asked for. `added`, `removed` carry a tag; `done` when there is no more to do."""

    added = Signal(str)
    removed = Signal(str)
    done = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.edit = QLineEdit()
        self.edit.setPlaceholderText("Add a tag")
        self.edit.setAccessibleName("Add a tag")
        self.edit.setMaxLength(LONGEST_TAG)
        self.edit.setMaximumWidth(theme.sizes.room(240))
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.edit.setCompleter(completer)
        self.edit.returnPressed.connect(self.add)
        self._chips = QWidget()
        self._chips.setProperty("look", "clear")
        self._flow = FlowLayout(spacing=6)
        self._chips.setLayout(self._flow)
        self._words = label("", "muted", tight=True)
        line = row(
            self.edit, button("Add", self.add, "small"), self._words, None, button("Done", self.close_bar, "small")
        )
        line.setStretch(2, 1)
        inside = column(self._chips, line, spacing=8)
        inside.setContentsMargins(theme.sizes.gap, 10, theme.sizes.gap, 10)
        self.setLayout(inside)
        self.hide()

    def show_tags(self, entries: Sequence[SessionEntry], known: Sequence[str]) -> None:
        """The tags of these sessions; known: all there are."""
        if self._known.stringList() != list(known):
            self._known.setStringList(list(known))
        empty_layout(self._flow)
        states = tag_states(entries)
        for tag, state in states:
            text = f"{tag}  ×" if state == "all" else f"{tag} (some)  ×"
            self._flow.addWidget(
                button(text, partial(self.removed.emit, tag), "small", name=f"Take the tag {tag} away")
            )
        self._chips.setVisible(bool(states))
        self._words.setText("" if states else "No tags yet.")
        self.updateGeometry()

    def open_bar(self) -> None:
        """Show it, ready to type."""
        self.show()
        self.edit.clear()
        self.edit.setFocus()

    def close_bar(self) -> None:
        """Done with it."""
        self.hide()
        self.done.emit()

    def add(self) -> None:
        """Add what was typed; commas part several."""
        for tag in tidy_tags(self.edit.text().split(",")):
            self.added.emit(tag)
        self.edit.clear()
