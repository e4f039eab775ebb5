"""Import a call: choose a recording, say who is who, watch how far it is, stop and go on, or read what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QProgressBar, QStackedLayout, QWidget

from app.batch.values import title_of
from app.engine.messages import (
    CallFinished,
    CancelImport,
    Event,
    ExamineMedia,
    ImportMedia,
    ImportProgress,
    MediaExamined,
    Problem,
    StateChanged,
)
from app.ui.importing.choose_panel import ChoosePanel
from app.ui.importing.ports import StoppedImport
from app.ui.importing.presenter import MEDIA_ENDINGS, ImportPresenter, is_import_notice
from app.ui.importing.who_panel import WhoPanel
from app.ui.page import Desk, Page
from app.ui.routes import ToBatch, ToDebrief, ToHelp, ToImport
from app.ui.theme import Theme
from app.ui.widgets.kit import button, card, clear, label, row, scrolled
from app.ui.widgets.notices import MarkDot
from app.ui.widgets.top_bar import BarAction, BarContent

_WIDTH = 660
_PANELS = {"choosing": 0, "examining": 1, "making": 1, "running": 1, "failed": 2, "asking": 3}


def ask_media(parent: QWidget, folder: str) -> list[Path]:
    """Ask for one recording or several."""
    endings = " ".join(f"*.{ending}" for ending in MEDIA_ENDINGS)
    chosen, _ = QFileDialog.getOpenFileNames(
        parent, "Choose a recording", folder, f"Recordings ({endings});;All files (*)"
    )
    return [Path(path) for path in chosen]


class ImportPage(Page):
    """Choosing, asking, progress and trouble, one at a time."""

    def __init__(self, desk: Desk, route: ToImport) -> None:
        super().__init__(desk)
        self.route = route
        self.ask_media: Callable[[QWidget, str], Sequence[Path]] = ask_media
        self.presenter = ImportPresenter()
        self.media: Path | None = route.media
        self.customer_audio: Path | None = route.customer_audio
        self._told: Problem | None = None
        self.setAcceptDrops(True)
        self.choosing = ChoosePanel(self.theme, choose=self.choose, whole_folder=lambda: self.go.emit(ToBatch()))
        self.who = WhoPanel(desk, start=self.start_as_answered, other_file=self.choose_customer, back=self.again)
        self._stack = QStackedLayout(self)
        for panel in (self.choosing, self._progress_panel(), self._trouble_panel(), self.who):
            self._stack.addWidget(_centred(self.theme, panel))

    @property
    def choose_button(self) -> QWidget:
        """What asks for a recording."""
        return self.choosing.choose_button

    @property
    def start_button(self) -> QWidget:
        """What begins the import."""
        return self.who.start_button

    def bar(self) -> BarContent:
        """Where we are."""
        help_ = BarAction("Help", lambda: self.go.emit(ToHelp("import")), "plain")
        return BarContent(place="Import", title=self.presenter.view.title, actions=(help_,))

    def enter(self) -> None:
        """A recording that was handed over starts at once."""
        if self.route.media is not None and self.presenter.view.phase == "choosing":
            QTimer.singleShot(0, self.start)
        else:
            self.choosing.choose_button.setFocus()
        self.read_stopped()

    def leave(self) -> None:
        """Leaving stops; what is finished is kept."""
        self.who.quiet()
        if self.presenter.view.phase in ("running", "examining"):
            self.desk.send(CancelImport())

    def on_event(self, event: Event) -> None:
        """Progress, the end, or trouble."""
        if isinstance(event, (ImportProgress, Problem, CallFinished, MediaExamined)):
            before = self.presenter.view.phase
            self.presenter.hear(event)
            if isinstance(event, Problem) and before == "examining" and self._is_asking:
                self.customer_audio = None  # the second file could not be used; the question stands as before
                self.who.tell(f"{event.message} {event.recovery}")
                self._told = event
            self._show()
            if isinstance(event, MediaExamined) and self._is_asking:
                self.who.ask(event, self.route.title or title_of(Path(event.media)))
        elif isinstance(event, StateChanged) and event.state == "ready":
            self.read_stopped()

    def shows(self, problem: Problem) -> bool:
        """What ends an import, and how the recording is read, is told in its place."""
        ends = problem.severity == "failed" and not self._is_asking
        return ends or problem is self._told or is_import_notice(problem)

    def on_back(self) -> bool:
        """Esc stops what runs first, and leads from the question back to the choice."""
        if self._is_asking:
            self.again()
            return True
        if self.presenter.view.phase not in ("running", "making", "examining"):
            return False
        self.cancel()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The question takes the room there is."""
        self.who.fit(self.width())
        super().resizeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here."""
        if event.mimeData().hasUrls() and self.presenter.view.phase in ("choosing", "asking"):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        self.take([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # ------------------------------------------------------------ choosing

    def choose(self) -> None:
        """Ask for the recording."""
        self.take(self._asked())

    def choose_customer(self) -> None:
        """Ask for the second file with the customer's sound, and look again."""
        chosen = self._asked()
        if chosen and self.media is not None:
            self.examine(self.media, chosen[0])

    def take(self, paths: Sequence[Path]) -> None:
        """One recording is looked through; several, or a folder, go to the page for many."""
        if len(paths) == 1 and not paths[0].is_dir():
            self.examine(paths[0], None)
        elif paths:
            self.go.emit(ToBatch(paths[0]) if len(paths) == 1 else ToBatch(files=tuple(paths)))

    def examine(self, media: Path, customer_audio: Path | None) -> None:
        """Look through a recording before anything is asked."""
        self.media, self.customer_audio = media, customer_audio
        number = self.presenter.examine(title_of(media), anew=customer_audio is None)
        self.desk.send(ExamineMedia(number, str(media), str(customer_audio) if customer_audio else None))
        self.bar_changed.emit()
        self._show()

    def _asked(self) -> Sequence[Path]:
        chosen = self.ask_media(self, self.desk.settings.text("last_import_folder"))
        if chosen:
            self.desk.change_settings({"last_import_folder": str(chosen[0].parent)})
        return chosen

    # ------------------------------------------------------------ importing

    def start_as_answered(self) -> None:
        """Import with what the user said."""
        self.who.quiet()
        self.start(self.who.command_for)

    def start(self, said: Callable[[ImportMedia], ImportMedia] = lambda command: command) -> None:
        """Hand the recording to the engine. said: what the user added to the command."""
        if self.media is None:
            return
        command = said(
            ImportMedia(
                media=str(self.media),
                folder="",
                title=self.route.title or title_of(self.media),
                customer_audio=str(self.customer_audio) if self.customer_audio else None,
                customer_track=self.route.customer_track,
                transcriber="base" if self.who.thorough.isChecked() else "tiny.en",
                terms=self.desk.settings.terms,
            )
        )
        folder = self.desk.shelf.new_folder(command.title)
        room = self.desk.services.imports
        self._send(replace(command, folder=str(folder), work=str(room.work_for(folder)) if room is not None else None))

    def go_on(self, stopped: StoppedImport) -> None:
        """Go on with an import that was stopped."""
        folder = self.desk.shelf.new_folder(stopped.command.title)
        self._send(replace(stopped.command, folder=str(folder), work=str(stopped.work)))

    def make(self, title: str, step: str) -> None:
        """Show that the recording is being made."""
        self.presenter.make(title, step)
        self.bar_changed.emit()
        self._show()

    @property
    def is_making(self) -> bool:
        """Whether a recording that is being made is still wanted."""
        return self.presenter.view.phase == "making"

    @property
    def _is_asking(self) -> bool:
        return self.presenter.view.phase == "asking"

    def cancel(self) -> None:
        """Stop. What is finished of an import is kept for going on."""
        was = self.presenter.view.phase
        if not self.is_making:
            self.desk.send(CancelImport())
        self.presenter.cancel()
        if was == "running":
            kept = self.desk.services.imports is not None
            self.desk.toast(
                "Stopped. What was finished is kept." if kept else "The import was cancelled. Nothing was kept."
            )
        self.bar_changed.emit()
        self._show()

    def again(self) -> None:
        """Choose another recording."""
        self.who.quiet()
        self.presenter.cancel()
        self.media = self.customer_audio = None
        self.bar_changed.emit()
        self._show()
        self.read_stopped()

    def _send(self, command: ImportMedia) -> None:
        self.presenter.begin(command.title)
        self.desk.send(command)
        self.bar_changed.emit()
        self._show()

    # ------------------------------------------------------------ half done

    def read_stopped(self) -> None:
        """Read which imports can go on."""
        room = self.desk.services.imports
        if room is not None:
            self.desk.tasks.run(room.stopped, self._show_stopped, owner=self)

    def _show_stopped(self, found: Any, error: Exception | None) -> None:
        if error is not None:
            self.desk.toast(f"Half-done imports could not be listed: {error}")
            return
        today = self.desk.now().date()
        self.choosing.show_stopped(found, today, go_on=self.go_on, forget=self._forget)

    def _forget(self, work: Path) -> None:
        room = self.desk.services.imports
        if room is not None:
            self.desk.tasks.run(lambda: room.forget(work), lambda _done, _error: self.read_stopped(), owner=self)

    # ------------------------------------------------------------ the panels

    def _progress_panel(self) -> QWidget:
        self.step = label("", "title", wrap=True)
        self.left = label("", "muted")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1000)
        self.progress.setAccessibleName("Progress of the import")
        self.cancel_button = button("Stop", self.cancel)
        self.told = label("", "muted", wrap=True)
        foot = row(self.left, None, self.cancel_button)
        return card(self.theme, self.step, 2, self.progress, 2, foot, self.told, spacing=12)

    def _trouble_panel(self) -> QWidget:
        self.trouble = label("", "heading", tight=True)
        self.remedy = label("", "", wrap=True)
        top = row(MarkDot(self.theme, "watch", 18), self.trouble, spacing=12)
        top.setStretch(1, 1)
        self.again_button = button("Choose another recording", self.again, "primary")
        return card(self.theme, top, self.remedy, 6, row(self.again_button, None), look="card-watch", spacing=10)

    def _show(self) -> None:
        view = self.presenter.view
        if view.phase == "finished":
            self.go.emit(ToDebrief(Path(view.folder)))
            return
        self.step.setText(view.step)
        self.left.setText(view.left)
        self.told.setText("\n".join(view.notices))
        self.told.setHidden(not view.notices)
        self.progress.setValue(round(view.fraction * 1000))
        self.trouble.setText(view.message)
        self.remedy.setText(view.recovery)
        # How long the making takes is not known: the bar moves without saying how far it is.
        self.progress.setRange(0, 0 if view.phase == "making" else 1000)
        self._stack.setCurrentIndex(_PANELS[view.phase])


def _centred(theme: Theme, inside: QWidget) -> QWidget:
    inside.setFixedWidth(theme.sizes.room(_WIDTH))
    made = clear(None, row(None, inside, None), None, None, None)
    made.layout().setContentsMargins(20, 20, 20, 20)  # type: ignore[union-attr]
    return scrolled(made, "Import")
