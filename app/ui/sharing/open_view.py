"""Opening what somebody shared: a session to review, or a coach's notes to take in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from app.library.calibration_packs.values import OpenedPack, TakenRatings
from app.library.packages.contents import SUFFIX
from app.library.packages.values import Opened, TakenNotes
from app.ui.calibration_packs.presenter import opened_words, taken_words
from app.ui.page import Desk
from app.ui.routes import ToCalibrationPacks, ToHelp, ToPackage, ToReview, ToSessions
from app.ui.sharing.file_page import FilePage
from app.ui.sharing.passphrase_box import PassphraseBox
from app.ui.sharing.presenter import present_opened, present_taken
from app.ui.widgets.kit import button, card, label, row
from app.ui.widgets.top_bar import BarAction, BarContent

_WORDS = {
    "": ("Open what was shared with you", "A session somebody shared, or the notes of your coach."),
    "session": (
        "A session was shared with you",
        "It is looked through before anything is kept. You rate it first; then you see what was measured.",
    ),
    "pack": (
        "A calibration pack was shared with you",
        "It is looked through before anything is kept. You rate its clips by yourself; then you see what others rated.",
    ),
    "pack_notes": (
        "Ratings of a calibration pack",
        "They are added to the clips they are about. You see them where you have rated yourself; nothing comes twice.",
    ),
    "notes": (
        "Notes of a coach",
        "They are added to the session they are about. What you have stays, and nothing comes twice.",
    ),
}


def ask_shared_file(parent: QWidget) -> Path | None:
    """Ask for a shared file."""
    chosen, _ = QFileDialog.getOpenFileName(parent, "Open", "", f"Shared sessions and notes (*{SUFFIX});;All files (*)")
    return Path(chosen) if chosen else None


class OpenPage(FilePage):
    """A file and its passphrase."""

    def __init__(self, desk: Desk, route: ToPackage) -> None:
        super().__init__(desk, "Open what was shared")
        self.ask_file = ask_shared_file
        self.file: Path | None = None
        self.kind = ""
        self._title, self._text = label("", "title", tight=True), label("", "muted", wrap=True)
        self.name = label("", "muted", tight=True)
        self.choose_button = button("Choose a file …", self.choose)
        self.passphrase = PassphraseBox(self.theme, choosing=False)
        self.passphrase.changed.connect(self._ready)
        self.passphrase.entered.connect(self.open)
        self.open_button = button("Open", self.open, "primary")
        which = row(self.choose_button, self.name, spacing=14)
        which.setStretch(1, 1)
        inside = card(
            self.theme,
            self._title,
            self._text,
            8,
            which,
            6,
            label("Passphrase", "heading"),
            label("Whoever gave you the file tells it to you.", "muted", wrap=True),
            self.passphrase,
            6,
            row(None, self.open_button),
            spacing=10,
        )
        self.ask_with(self.narrow(self.trouble_here(), inside, name="Open what was shared"))
        self._route = route
        self._show()

    def bar(self) -> BarContent:
        """Where we are."""
        help_action = BarAction("Help", lambda: self.go.emit(ToHelp("sharing")), "plain")
        return BarContent(place="Open", actions=(help_action,))

    def enter(self) -> None:
        """A file that was handed over is looked at."""
        if self._route.file is not None and self.file is None:
            self.take(self._route.file)
        elif self.file is None:
            self.choose_button.setFocus()

    def on_back(self) -> bool:
        """Back to the list."""
        if not super().on_back():
            self.go.emit(ToSessions())
        return True

    def choose(self) -> None:
        """Ask for a file."""
        file = self.ask_file(self)
        if file is not None:
            self.take(file)

    def take(self, file: Path) -> None:
        """Look at the beginning of a file."""
        packages = self.desk.services.packages
        if packages is None:
            return
        self.clear_trouble()
        self.file, self.kind = file, ""
        self._show()
        self.desk.tasks.run(
            lambda: packages.kind_of(file), lambda kind, error: self._looked(file, kind, error), owner=self
        )

    def open(self) -> None:
        """Open it with the passphrase."""
        packages, file, passphrase = self.desk.services.packages, self.file, self.passphrase.text
        if packages is None or file is None or not self.open_button.isEnabled():
            return
        if self.kind in ("pack", "pack_notes"):
            self._open_pack(file, passphrase)
        elif self.kind == "notes":
            self.start(f"Reading {file.name} …", lambda job: packages.take_in(file, passphrase, job=job), self._taken)
        else:
            self.start(f"Opening {file.name} …", lambda job: packages.open(file, passphrase, job=job), self._opened)

    # ------------------------------------------------------------ inside

    def _looked(self, file: Path, kind: Any, error: Exception | None) -> None:
        if file != self.file:
            return
        if error is not None:
            self.file = None
            self.tell_trouble(error)
        else:
            self.kind = kind
            self.passphrase.field.setFocus()
        self._show()

    def _open_pack(self, file: Path, passphrase: str) -> None:
        packs = self.desk.services.packs
        if packs is None:
            return
        if self.kind == "pack":
            self.start(f"Opening {file.name} …", lambda job: packs.open(file, passphrase, job=job), self._pack_opened)
        else:
            self.start(
                f"Reading {file.name} …", lambda job: packs.take_in(file, passphrase, job=job), self._ratings_taken
            )

    def _pack_opened(self, opened: OpenedPack) -> None:
        self.go.emit(ToCalibrationPacks(opened.folder))
        self.desk.toast(opened_words(opened))

    def _ratings_taken(self, taken: TakenRatings) -> None:
        look = button("To the pack", lambda: self.go.emit(ToCalibrationPacks(taken.folder)), "primary")
        self.show_done(taken_words(taken), (look,))

    def _opened(self, opened: Opened) -> None:
        folder = opened.folder
        undo = (lambda: self.desk.shelf.trash(folder)) if opened.new else None
        self.go.emit(ToReview(folder, rate=True))
        self.desk.toast(present_opened(opened), undo)

    def _taken(self, taken: TakenNotes) -> None:
        look = button("See them", lambda: self.go.emit(ToReview(taken.folder)), "primary")
        more = button("To the list", lambda: self.go.emit(ToSessions()))
        self.show_done(present_taken(taken), (look, more))

    def _show(self) -> None:
        title, text = _WORDS[self.kind]
        self._title.setText(title)
        self._text.setText(text)
        self.name.setText(self.file.name if self.file is not None else "or drop it onto the window")
        self.open_button.setText("Take them in" if self.kind in ("notes", "pack_notes") else "Open")
        self._ready()

    def _ready(self) -> None:
        self.open_button.setEnabled(bool(self.kind) and self.passphrase.ready)
