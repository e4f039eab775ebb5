"""Import a call: choose a recording, watch how far it is, cancel, or read what went wrong and what to do."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QProgressBar, QStackedLayout, QWidget

from app.engine.messages import CallFinished, CancelImport, Event, ImportMedia, ImportProgress, Problem
from app.ui.importing.presenter import FIRST_CHOICES, MEDIA_ENDINGS, ImportPresenter, is_import_notice, title_of
from app.ui.page import Desk, Page
from app.ui.routes import ToDebrief, ToImport
from app.ui.theme import Theme
from app.ui.widgets.kit import button, card, clear, label, line, row, scrolled
from app.ui.widgets.notices import MarkDot
from app.ui.widgets.top_bar import BarContent

_WIDTH = 620


def ask_media(parent: QWidget, folder: str) -> Path | None:
    """Ask for a recording."""
    endings = " ".join(f"*.{ending}" for ending in MEDIA_ENDINGS)
    chosen, _ = QFileDialog.getOpenFileName(
        parent, "Choose a recording", folder, f"Recordings ({endings});;All files (*)"
    )
    return Path(chosen) if chosen else None


class ImportPage(Page):
    """Choosing, progress and trouble, one at a time."""

    def __init__(self, desk: Desk, route: ToImport) -> None:
        super().__init__(desk)
        self.route = route
        self.ask_media = ask_media
        self.presenter = ImportPresenter()
        self.media: Path | None = route.media
        self.customer_audio: Path | None = route.customer_audio
        self.setAcceptDrops(True)
        self._stack = QStackedLayout(self)
        for panel in (self._choose_panel(), self._progress_panel(), self._trouble_panel()):
            self._stack.addWidget(panel)

    def bar(self) -> BarContent:
        """Where we are."""
        return BarContent(place="Import", title=self.presenter.view.title)

    def enter(self) -> None:
        """A recording that was handed over starts at once."""
        if self.route.media is not None and self.presenter.view.phase == "choosing":
            QTimer.singleShot(0, self.start)
        else:
            self.choose_button.setFocus()

    def leave(self) -> None:
        """Leaving cancels; a half import is of no use."""
        if self.presenter.view.phase == "running":
            self.desk.send(CancelImport())

    def on_event(self, event: Event) -> None:
        """Progress, the end, or trouble."""
        if isinstance(event, (ImportProgress, Problem, CallFinished)):
            self.presenter.hear(event)
            self._show()

    def shows(self, problem: Problem) -> bool:
        """What ends an import, and how the recording is read, is told in its place."""
        return problem.severity == "failed" or is_import_notice(problem)

    def on_back(self) -> bool:
        """Esc cancels a running import first."""
        if self.presenter.view.phase not in ("running", "making"):
            return False
        self.cancel()
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped here."""
        if event.mimeData().hasUrls() and self.presenter.view.phase == "choosing":
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first file dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self._take(paths[0])

    def choose(self) -> None:
        """Ask for the recording."""
        media = self.ask_media(self, self.desk.settings.text("last_import_folder"))
        if media is not None:
            self.desk.change_settings({"last_import_folder": str(media.parent)})
            self._take(media)

    def choose_customer(self) -> None:
        """Ask for the second file with the customer's sound."""
        self.customer_audio = self.ask_media(self, self.desk.settings.text("last_import_folder"))
        self._show_choice()

    def start(self) -> None:
        """Hand the recording to the engine."""
        if self.media is None:
            return
        title = self.route.title or title_of(self.media)
        self.presenter.begin(title)
        self.desk.send(
            ImportMedia(
                media=str(self.media),
                folder=str(self.desk.shelf.new_folder(title)),
                title=title,
                customer_audio=str(self.customer_audio) if self.customer_audio else None,
                customer_track=self.route.customer_track,
                transcriber="base" if self.thorough.isChecked() else "tiny.en",
                terms=self.desk.settings.terms,
                speaker_first=self.first.currentData(),
            )
        )
        self.bar_changed.emit()
        self._show()

    def make(self, title: str, step: str) -> None:
        """Show that the recording is being made."""
        self.presenter.make(title, step)
        self.bar_changed.emit()
        self._show()

    @property
    def is_making(self) -> bool:
        """Whether a recording that is being made is still wanted."""
        return self.presenter.view.phase == "making"

    def cancel(self) -> None:
        """Stop; nothing stays behind."""
        if not self.is_making:
            self.desk.send(CancelImport())
        self.presenter.cancel()
        self.desk.toast("The import was cancelled. Nothing was kept.")
        self.bar_changed.emit()
        self._show()

    def again(self) -> None:
        """Choose another recording."""
        self.presenter.cancel()
        self.media = None
        self._show_choice()
        self._show()

    def _take(self, media: Path) -> None:
        self.media = media
        self._show_choice()
        self.start_button.setFocus()

    def _choose_panel(self) -> QWidget:
        self.choose_button = button("Choose a recording …", self.choose, "primary")
        self.media_name = label("or drop a file here", "muted", tight=True)
        self.customer_button = button("Add a file with the customer's sound …", self.choose_customer)
        self.customer_name = label("", "muted", tight=True)
        self.first = QComboBox()
        for words, who in FIRST_CHOICES:
            self.first.addItem(words, who)
        self.first.setAccessibleName("Who is heard first")
        self.start_button = button("Read this recording", self.start, "primary")
        self.thorough = QCheckBox("More exact words (slower)")
        self.thorough.setAccessibleName("More exact words when importing, slower")
        self.thorough.setChecked(self.desk.settings.switch("import_thorough"))
        self.thorough.toggled.connect(lambda on: self.desk.change_settings({"import_thorough": bool(on)}))
        inside = card(
            self.theme,
            label("Bring a call you have recorded", "title", tight=True),
            label(
                "Video or sound: mp4, mkv, mov, webm, wav, flac, mp3. It is read on this laptop and stays here; "
                "the file itself is not changed.",
                "muted",
                wrap=True,
            ),
            10,
            _beside(self.choose_button, self.media_name),
            line(),
            _beside(self.customer_button, self.customer_name),
            label("Only when the customer was recorded in a file of their own.", "small", wrap=True),
            _beside(self.first, label("heard first, if both of you share one track.", "muted", tight=True)),
            line(),
            self.thorough,
            8,
            row(None, self.start_button),
            spacing=10,
        )
        self._show_choice()
        return _centred(self.theme, inside)

    def _progress_panel(self) -> QWidget:
        self.step = label("", "title", wrap=True)
        self.left = label("", "muted")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1000)
        self.progress.setAccessibleName("Progress of the import")
        self.cancel_button = button("Cancel", self.cancel)
        self.told = label("", "muted", wrap=True)
        foot = row(self.left, None, self.cancel_button)
        inside = card(self.theme, self.step, 2, self.progress, 2, foot, self.told, spacing=12)
        return _centred(self.theme, inside)

    def _trouble_panel(self) -> QWidget:
        self.trouble = label("", "heading", tight=True)
        self.remedy = label("", "", wrap=True)
        top = row(MarkDot(self.theme, "watch", 18), self.trouble, spacing=12)
        top.setStretch(1, 1)
        self.again_button = button("Choose another recording", self.again, "primary")
        inside = card(self.theme, top, self.remedy, 6, row(self.again_button, None), look="card-watch", spacing=10)
        return _centred(self.theme, inside)

    def _show_choice(self) -> None:
        self.media_name.setText(self.media.name if self.media else "or drop a file here")
        self.customer_name.setText(self.customer_audio.name if self.customer_audio else "")
        self.start_button.setVisible(self.media is not None)

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
        self._stack.setCurrentIndex({"choosing": 0, "making": 1, "running": 1, "failed": 2}[view.phase])


def _beside(control: QWidget, text: QWidget) -> QHBoxLayout:
    made = row(control, text, spacing=14)
    made.setStretch(1, 1)
    return made


def _centred(theme: Theme, inside: QWidget) -> QWidget:
    inside.setFixedWidth(theme.sizes.room(_WIDTH))
    made = clear(None, row(None, inside, None), None, None, None)
    made.layout().setContentsMargins(20, 20, 20, 20)  # type: ignore[union-attr]
    return scrolled(made, "Import")
