"""A folder of recordings: the list with the state of each, stop and go on; each opens when it is done."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QProgressBar, QWidget

from app.ui.batch.presenter import BatchRow, BatchView, present_batch
from app.ui.importing.ports import BatchDesk, BatchReading
from app.ui.page import Desk, Page
from app.ui.routes import ToBatch, ToDebrief, ToHelp
from app.ui.theme import Theme
from app.ui.widgets.kit import button, card, centred, clear, column, dress, empty_layout, label, row, scrolled
from app.ui.widgets.notices import MarkDot
from app.ui.widgets.top_bar import BarAction, BarContent

_LOOK_MS = 400
_KEY = "last_batch_folder"


def ask_folder(parent: QWidget, folder: str) -> Path | None:
    """Ask for a folder."""
    chosen = QFileDialog.getExistingDirectory(parent, "Choose a folder of recordings", folder)
    return Path(chosen) if chosen else None


class BatchLine(QWidget):
    """One recording of the list."""

    def __init__(self, theme: Theme, shown: BatchRow) -> None:
        super().__init__()
        self.shown = shown
        self.dot = MarkDot(theme, shown.mark, 14)
        self.state = label(shown.state, "strong")
        self.state.setMinimumWidth(theme.sizes.room(110))
        self.name = label(shown.name, "", tight=True)
        self.about = label(shown.about, "small", wrap=True)
        self.about.setHidden(not shown.about)
        self.open = button("Open", lambda: None, "plain", name=f"Open {shown.name}")
        self.open.setVisible(shown.session is not None)
        across = row(self.dot, self.state, column(self.name, self.about, spacing=0), self.open, spacing=12)
        across.setStretch(2, 1)
        self.setLayout(across)

    def change(self, shown: BatchRow) -> None:
        """The same recording, further on, in the same state."""
        self.shown = shown
        self.about.setText(shown.about)


class BatchPage(Page):
    """The list. Looks at the batch a few times a second; leaving the page does not stop it."""

    def __init__(self, desk: Desk, route: ToBatch) -> None:
        super().__init__(desk)
        self.route = route
        self.ask_folder = ask_folder
        self.setAcceptDrops(True)
        self.view: BatchView | None = None
        self.lines: list[BatchLine] = []
        self._heading = label("A folder of recordings", "title", tight=True)
        self._summary = label("", "muted", tight=True)
        self._left = label("", "muted")
        self._trouble = label("", "", wrap=True)
        self._list = column(spacing=12)
        self.folder_button = button("Choose a folder …", self.choose)
        self.action = button("", self.act, "primary")
        self.again_button = button("Read all again", self.forget, "plain")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1000)
        self.progress.setAccessibleName("Progress of the folder")
        self._watch = QTimer(self)
        self._watch.setInterval(_LOOK_MS)
        self._watch.timeout.connect(self.look)
        self._build()

    def bar(self) -> BarContent:
        """Where we are."""
        help_ = BarAction("Help", lambda: self.go.emit(ToHelp("import")), "plain")
        batch = self._batch
        return BarContent(place="Import", title=batch.name if batch is not None else "", actions=(help_,))

    def enter(self) -> None:
        """Show the batch that runs, what was asked for, or the folder of last time."""
        batch = self._batch
        last = self.desk.settings.text(_KEY)
        if batch is None or batch.running:
            self.look()
        elif self.route.files or self.route.folder is not None:
            self.open(self.route.folder, self.route.files)
        elif last and batch.status() is None and Path(last).is_dir():
            self.open(Path(last))
        else:
            self.look()
        self._watch.start()
        self.folder_button.setFocus()

    def leave(self) -> None:
        """The batch goes on."""
        self._watch.stop()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A folder or several files may be dropped here."""
        batch = self._batch
        if event.mimeData().hasUrls() and batch is not None and not batch.running:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if len(paths) == 1 and paths[0].is_dir():
            self.open(paths[0])
        elif paths:
            self.open(None, tuple(paths))

    @property
    def _batch(self) -> BatchDesk | None:
        return self.desk.services.imports.batch if self.desk.services.imports is not None else None

    # ------------------------------------------------------------ what the user does

    def choose(self) -> None:
        """Ask for a folder."""
        folder = self.ask_folder(self, self.desk.settings.text(_KEY))
        if folder is not None:
            self.open(folder)

    def open(self, folder: Path | None, files: tuple[Path, ...] = ()) -> None:
        """Look which recordings there are, away from the window."""
        batch = self._batch
        if batch is None:
            return
        if folder is not None:
            self.desk.change_settings({_KEY: str(folder)})
        self.desk.tasks.run(lambda: batch.open(folder, files), self._opened, owner=self)

    def act(self) -> None:
        """Begin, stop, or go on."""
        batch = self._batch
        if batch is None:
            return
        if batch.running:
            batch.stop()
        else:
            settings = self.desk.settings
            name: Any = "base" if settings.switch("import_thorough") else "tiny.en"
            batch.start(BatchReading(name, settings.terms))
        self.look()

    def forget(self) -> None:
        """Begin the list anew; the sessions there are stay."""
        batch = self._batch
        if batch is not None:
            self.desk.tasks.run(batch.forget, self._opened, owner=self)

    # ------------------------------------------------------------ showing

    def look(self) -> None:
        """Show where the batch is now."""
        batch = self._batch
        status = batch.status() if batch is not None else None
        if batch is None or status is None:
            self._show_empty()
            return
        view = present_batch(status, running=batch.running, stopping=batch.stopping)
        self._tell(batch.problem())
        self._show(view, running=batch.running, done=status.count("done"))

    def _opened(self, _value: object, error: Exception | None) -> None:
        self.bar_changed.emit()
        self.look()
        if error is not None:
            recovery = getattr(error, "recovery", "Choose another folder.")
            self._tell(f"{getattr(error, 'message', error)} {recovery}")

    def _show_empty(self) -> None:
        self._summary.setText("All recordings in it are read one after the other, or several at a time.")
        for part in (self.progress, self.action, self.again_button):
            part.hide()
        dress(self.folder_button, "primary")

    def _show(self, view: BatchView, *, running: bool, done: int) -> None:
        batch = self._batch
        assert batch is not None
        self._heading.setText(batch.name)
        self._summary.setText(view.summary)
        self._left.setText(view.left)
        self.progress.setVisible(running)
        self.progress.setValue(round(view.fraction * 1000))
        self.action.setText(view.action)
        self.action.setAccessibleName(view.action)
        self.action.setVisible(bool(view.action))
        self.action.setEnabled(not batch.stopping)
        self.folder_button.setEnabled(not running)
        dress(self.folder_button, "" if view.action else "primary")
        self.again_button.setVisible(not running and done > 0)
        self._show_rows(view.rows)
        self.view = view

    def _show_rows(self, rows: tuple[BatchRow, ...]) -> None:
        """Lines are made anew only where a state has changed: the focus stays where it is."""
        same = len(rows) == len(self.lines) and all(
            (old.shown.name, old.shown.state, old.shown.session) == (new.name, new.state, new.session)
            for old, new in zip(self.lines, rows, strict=True)
        )
        if same:
            for line, shown in zip(self.lines, rows, strict=True):
                line.change(shown)
            return
        empty_layout(self._list)
        self.lines = [BatchLine(self.theme, shown) for shown in rows]
        for line in self.lines:
            if line.shown.session is not None:
                line.open.clicked.connect(partial(self._open_session, line.shown.session))
            self._list.addWidget(line)

    def _open_session(self, session: Path, _checked: bool = False) -> None:
        self.go.emit(ToDebrief(session))

    def _tell(self, text: str) -> None:
        self._trouble.setText(text)
        self._trouble.setHidden(not text)

    def _build(self) -> None:
        head = row(column(self._heading, self._summary, spacing=2), self.folder_button, spacing=14)
        head.setStretch(0, 1)
        foot = row(self.action, self.again_button, self._left, None, spacing=14)
        about = label(
            "NAME.csm.wav and NAME.customer.wav are one call, and so are NAME.mp4 and NAME.customer.wav. Of two people "
            "or two tracks the left or first one is taken as the CSM unless a file beside them says otherwise; the "
            "help tells how. Only read calls whose two sides have agreed.",
            "small",
            wrap=True,
        )
        top = card(self.theme, head, about, self.progress, foot, self._trouble, spacing=12)
        inside = clear(top, 8, self._list, None, spacing=8)
        inside.setMaximumWidth(self.theme.sizes.room(900))
        self._tell("")
        self.setLayout(column(scrolled(centred(inside, (40, 32, 40, 24)), "A folder of recordings")))
