"""A coach's notes on their way back to the learner."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from app.library.packages.contents import NOTES_SUFFIX
from app.library.packages.values import SentNotes
from app.ui.page import Desk
from app.ui.routes import ToHelp, ToReview, ToSendNotes
from app.ui.sharing.file_page import FilePage
from app.ui.sharing.passphrase_box import PassphraseBox, passphrase_reason
from app.ui.sharing.presenter import present_sent
from app.ui.sharing.share_view import with_suffix
from app.ui.widgets.kit import button, card, clear, label
from app.ui.widgets.top_bar import BarAction, BarContent
from app.ui.words import file_name


def ask_where(parent: QWidget, suggested: str) -> Path | None:
    """Ask where to write the file."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "Send my notes back", suggested, f"Notes (*{NOTES_SUFFIX})")
    return Path(chosen) if chosen else None


class SendPage(FilePage):
    """The passphrase of the session, or a new one; then a small file."""

    def __init__(self, desk: Desk, route: ToSendNotes) -> None:
        super().__init__(desk, "Send my notes back")
        self.route = route
        self.ask_where = ask_where
        self.count = 0
        self._told = label("", wrap=True)
        self.write_button = button("Write the file …", self.write, "primary")
        self.passphrase = PassphraseBox(self.theme, choosing=True, beside=self.write_button)
        self.passphrase.changed.connect(self._ready)
        self.passphrase.entered.connect(self.write)
        head = clear(label("Send my notes back", "title"), self._told, spacing=4)
        advice = "You may take the one the session came with: the other person knows it."
        inside = card(self.theme, passphrase_reason(advice), self.passphrase, spacing=10)
        self.ask_with(self.narrow(head, self.trouble_here(), inside, name="Send my notes back"))
        self._ready()

    def bar(self) -> BarContent:
        """Where we are."""
        help_action = BarAction("Help", lambda: self.go.emit(ToHelp("sharing")), "plain")
        return BarContent(place="Send back", title=self.route.title, actions=(help_action,))

    def enter(self) -> None:
        """Count what there is to send."""
        packages = self.desk.services.packages
        if packages is not None:
            self.desk.tasks.run(lambda: packages.notes_to_send(self.route.folder), self._counted, owner=self)
        self.passphrase.field.setFocus()

    def on_back(self) -> bool:
        """Back to the review."""
        if not super().on_back():
            self._to_review()
        return True

    def write(self) -> None:
        """Ask for a place, then write the file."""
        packages = self.desk.services.packages
        if packages is None or not self.write_button.isEnabled():
            return
        target = self.ask_where(self, file_name(self.route.title, NOTES_SUFFIX))
        if target is None:
            return
        target = with_suffix(target, NOTES_SUFFIX)
        passphrase, by = self.passphrase.text, self.desk.settings.text("your_name")
        self.start(
            f"Writing {target.name} …",
            lambda job: packages.send_notes(self.route.folder, target, passphrase, by=by, job=job),
            lambda sent: self._sent(sent, target),
        )

    # ------------------------------------------------------------ inside

    def _counted(self, count: Any, error: Exception | None) -> None:
        if error is not None:
            self.tell_trouble(error)
            return
        self.count = int(count)
        notes = f"{self.count} note{'s' if self.count != 1 else ''}"
        self._told.setText(
            f"{notes}: comments, ratings and values of yours, in one small encrypted file."
            if self.count
            else "There are no notes yet. Write a comment or rate a letter first."
        )
        self._ready()

    def _sent(self, sent: SentNotes, target: Path) -> None:
        back = button("Back to the review", self._to_review, "primary")
        self.show_done(present_sent(sent, target.name), (back,))

    def _to_review(self) -> None:
        """As a coach, so that what was not rated yet stays hidden."""
        self.go.emit(ToReview(self.route.folder, rate=True))

    def _ready(self) -> None:
        self.write_button.setEnabled(self.count > 0 and self.passphrase.ready)
