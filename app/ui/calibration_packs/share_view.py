"""Writing a pack, or all ratings of its clips, into one encrypted file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Literal

from PySide6.QtWidgets import QFileDialog, QRadioButton, QWidget

from app.library.calibration_packs.values import KeptPack, SentRatings
from app.library.packages.contents import NOTES_SUFFIX, PACK_SUFFIX
from app.library.packages.values import ShareChoice
from app.ui.calibration_packs.presenter import sent_words, shared_words
from app.ui.page import Desk
from app.ui.routes import ToCalibrationPacks, ToHelp, ToSharePack
from app.ui.sharing.file_page import FilePage
from app.ui.sharing.passphrase_box import PassphraseBox, passphrase_reason
from app.ui.sharing.share_view import with_suffix
from app.ui.widgets.kit import button, card, label
from app.ui.widgets.top_bar import BarAction, BarContent
from app.ui.widgets.wrapped_check import WrappedCheck
from app.ui.words import file_name

_VARIANTS: Final[tuple[tuple[Literal["full", "without_face"], str], ...]] = (
    ("full", "With picture and sound: your face and voice, and the other side's"),
    ("without_face", "Without face: a stick figure, curves and the words"),
)
_PACK: Final = (
    "Every coach who has the file and the passphrase sees these clips. Share them only if everybody who is heard in "
    "them agreed."
)
_RATINGS: Final = "Your ratings and notes, and those of others that you took in, for the other coaches of this pack."


def ask_where(parent: QWidget, suggested: str) -> Path | None:
    """Ask where to write the file."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "Calibration pack", suggested, "Shared files (*.attune)")
    return Path(chosen) if chosen else None


class SharePackPage(FilePage):
    """What goes in, and the passphrase."""

    def __init__(self, desk: Desk, route: ToSharePack) -> None:
        super().__init__(desk, "Send ratings" if route.ratings else "Share a calibration pack")
        self.route = route
        self.ask_where = ask_where
        self.write_button = button("Write the file …", self.write, "primary")
        self.passphrase = PassphraseBox(self.theme, choosing=True, beside=self.write_button)
        self.passphrase.changed.connect(self._ready)
        self.passphrase.entered.connect(self.write)
        self.variants: dict[str, QRadioButton] = {}
        self.sound = WrappedCheck("Keep the sound of the voices")
        title, text = (
            ("Send ratings", _RATINGS) if route.ratings else (f"Share “{route.name}” with other coaches", _PACK)
        )
        advice = "You may take the one the pack came with: the others know it." if route.ratings else ""
        choices = [] if route.ratings else self._choices()
        inside = card(
            self.theme,
            label(title, "title", tight=True),
            label(text, "muted", wrap=True),
            4,
            *choices,
            4,
            passphrase_reason(advice or "Tell it by voice, not beside the file."),
            self.passphrase,
            spacing=10,
        )
        self.ask_with(self.narrow(self.trouble_here(), inside, name=title))
        self._ready()

    def bar(self) -> BarContent:
        """Where we are."""
        help_action = BarAction("Help", lambda: self.go.emit(ToHelp("calibration-packs")), "plain")
        place = "Send ratings" if self.route.ratings else "Share a pack"
        return BarContent(place=place, title=self.route.name, actions=(help_action,))

    def enter(self) -> None:
        """The passphrase is typed first."""
        self.passphrase.field.setFocus()

    def on_back(self) -> bool:
        """Back to the pack."""
        if not super().on_back():
            self.go.emit(ToCalibrationPacks(self.route.pack))
        return True

    @property
    def choice(self) -> ShareChoice:
        """What was chosen."""
        bare = not self.route.ratings and self.variants["without_face"].isChecked()
        return ShareChoice("without_face" if bare else "full", sound=bare and self.sound.isChecked())

    def write(self) -> None:
        """Ask for a place, then write the file."""
        service, route = self.desk.services.packs, self.route
        if service is None or not self.write_button.isEnabled():
            return
        suffix = NOTES_SUFFIX if route.ratings else PACK_SUFFIX
        target = self.ask_where(self, file_name(route.name, suffix))
        if target is None:
            return
        target = with_suffix(target, suffix)
        passphrase, by, choice = self.passphrase.text, self.desk.settings.text("your_name"), self.choice

        def work(job: Any) -> Any:
            kept: KeptPack = service.read(route.pack)
            if route.ratings:
                return service.send(kept, target, passphrase, by=by, job=job)
            return service.share(kept, target, choice, passphrase, by=by, job=job)

        self.start(f"Writing {target.name} …", work, lambda made: self._written(made, target))

    # ------------------------------------------------------------ inside

    def _choices(self) -> list[QWidget]:
        for name, text in _VARIANTS:
            self.variants[name] = QRadioButton(text)
            self.variants[name].toggled.connect(lambda _on: self._ready())
        self.variants["full"].setChecked(True)
        return [*self.variants.values(), self.sound]

    def _ready(self) -> None:
        self.sound.setVisible(not self.route.ratings)
        self.sound.setEnabled(not self.route.ratings and self.variants["without_face"].isChecked())
        self.write_button.setEnabled(self.passphrase.ready)

    def _written(self, made: Any, target: Path) -> None:
        back = button("Back to the pack", lambda: self.go.emit(ToCalibrationPacks(self.route.pack)), "primary")
        words = sent_words(made, target.name) if isinstance(made, SentRatings) else shared_words(target.name)
        self.show_done(words, (back,))
