"""The bin: bring calls back, or delete them for good after one question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.bin.list_view import BinList
from app.ui.bin.presenter import BinRowView, done_words, present_bin, sure_words
from app.ui.debrief.actions import change_problem
from app.ui.editor.strip import QuestionStrip
from app.ui.page import Desk, Page
from app.ui.routes import ToHelp, ToSessions
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.kit import button, centred, clear, column, label, row, scrolled
from app.ui.widgets.notices import EmptyState
from app.ui.widgets.top_bar import BarAction, BarContent

_LEAST_LIST = 240


class BinPage(Page):
    """The list. Enter brings back, Del deletes for good, Ctrl+A chooses all."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._token = 0
        self._summary = label("", "muted")
        self._about = label("", "muted", wrap=True)
        self.list = BinList(self.theme)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._follow())
        self.strip = QuestionStrip(self.theme)
        self.restore_button = button("Bring back", self.restore, "small")
        self.delete_button = button("Delete for good …", self.delete, "small")
        self.empty_button = button("Empty the bin …", self.empty_bin, "small")
        buttons = QWidget()
        buttons.setProperty("look", "clear")
        buttons.setLayout(FlowLayout(self.restore_button, self.delete_button, self.empty_button))
        self._buttons = buttons
        self._nothing = EmptyState(
            self.theme,
            "The bin is empty",
            "Calls you delete come here first, so that you can bring them back.",
            ("All calls", lambda: self.go.emit(ToSessions())),
        )
        head = row(label("The bin", "title"), 8, self._summary, None)
        inside = clear(head, self._about, self.strip, buttons, self._nothing, self.list, spacing=10)
        layout = inside.layout()
        if isinstance(layout, QVBoxLayout):
            layout.setStretchFactor(self.list, 1)
            layout.addStretch(0)
        self.list.setMinimumHeight(_LEAST_LIST)
        inside.setMaximumWidth(self.theme.sizes.window)
        holder = centred(inside, (40, 24, 40, 12))
        self.setLayout(column(scrolled(holder, "The bin") if self.theme.sizes.very_large else holder))
        self._show_rows(())

    def bar(self) -> BarContent:
        """Where we are."""
        return BarContent(
            place="Review", title="Bin", actions=(BarAction("Help", lambda: self.go.emit(ToHelp("library")), "plain"),)
        )

    def enter(self) -> None:
        """Read the bin, away from the window."""
        self.desk.tasks.forget(self._token)
        self._token = self.desk.tasks.run(self.desk.shelf.bin, self._show, owner=self)
        self.list.setFocus()

    def on_key(self, event: QKeyEvent) -> bool:
        """Enter and Del."""
        works = {
            Qt.Key.Key_Return: self.restore,
            Qt.Key.Key_Enter: self.restore,
            Qt.Key.Key_Delete: self.delete,
        }
        work = works.get(Qt.Key(event.key()))
        if work is None or not self.strip.isHidden():
            return False
        work()
        return True

    def on_back(self) -> bool:
        """Esc answers the question with no, else goes to the list."""
        if not self.strip.isHidden():
            self._keep()
        else:
            self.go.emit(ToSessions())
        return True

    def restore(self) -> None:
        """Bring back what is chosen."""
        chosen = self.list.at_keys()
        if chosen:
            self._do(self.desk.shelf.restore, chosen, "brought back", "Not all could be brought back.")

    def delete(self) -> None:
        """Delete what is chosen for good, after one question."""
        self._ask(self.list.at_keys())

    def empty_bin(self) -> None:
        """Delete all of it for good, after one question."""
        self._ask(list(self.list.model_rows.rows))

    # ------------------------------------------------------------ inside

    def _ask(self, doomed: Sequence[BinRowView]) -> None:
        if not doomed:
            return
        answers: list[tuple[str, Callable[[], object]]] = [
            ("Delete for good", lambda: self._delete(doomed)),
            ("Keep", self._keep),
        ]
        self.strip.ask(sure_words([one.title for one in doomed]), answers, careful=True)

    def _delete(self, doomed: Sequence[BinRowView]) -> None:
        self.strip.done()
        self._do(self.desk.shelf.delete_for_good, doomed, "deleted for good", "Not all could be deleted.")

    def _keep(self) -> None:
        self.strip.done()
        self.list.setFocus()

    def _do(
        self, work: Callable[[Sequence[Path]], object], rows: Sequence[BinRowView], what: str, trouble: str
    ) -> None:
        folders = [one.folder for one in rows]

        def done(_value: object, error: Exception | None) -> None:
            if error is not None:
                self.desk.tell(change_problem(trouble, error))
            else:
                self.desk.toast(done_words(len(rows), rows[0].title, what))
            self.enter()

        self.desk.tasks.run(lambda: work(folders), done, owner=self)

    def _show(self, found: Any, error: Exception | None) -> None:
        if error is not None:
            self.desk.tell(change_problem("The bin could not be read.", error))
            return
        view = present_bin(found, self.desk.now().date(), self.desk.settings.number("bin_days"))
        self._summary.setText(view.summary)
        self._about.setText(view.about)
        self._show_rows(view.rows)

    def _show_rows(self, rows: Sequence[BinRowView]) -> None:
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        self._buttons.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        self._follow()

    def _follow(self) -> None:
        chosen = bool(self.list.chosen())
        self.restore_button.setEnabled(chosen)
        self.delete_button.setEnabled(chosen)
