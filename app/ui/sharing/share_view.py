"""Sharing a session: what goes in is chosen and seen, then one encrypted file is written."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QFileDialog, QFrame, QRadioButton, QVBoxLayout, QWidget

from app.library.packages.contents import SUFFIX
from app.library.packages.values import ShareChoice, SharePreview
from app.ui.page import Desk
from app.ui.routes import ToDebrief, ToHelp, ToShare
from app.ui.sharing.file_page import FilePage
from app.ui.sharing.passphrase_box import PassphraseBox, passphrase_reason
from app.ui.sharing.presenter import about_session, extras, present_share, present_shared
from app.ui.widgets.kit import button, card, centred, clear, column, empty_layout, label, line, row, scrolled
from app.ui.widgets.notices import MarkedLine
from app.ui.widgets.top_bar import BarAction, BarContent
from app.ui.widgets.wrapped_check import WrappedCheck
from app.ui.words import file_name

_WIDTH: Final = 1000
_VARIANTS: Final[tuple[tuple[Literal["full", "without_face"], str, str], ...]] = (
    ("full", "With picture and sound", "A coach sees and hears the call as it was."),
    ("without_face", "Without face", "A coach sees a stick figure and curves, and reads the words."),
)


def ask_where(parent: QWidget, suggested: str) -> Path | None:
    """Ask where to write the file."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "Share", suggested, f"Shared sessions (*{SUFFIX})")
    return Path(chosen) if chosen else None


def with_suffix(path: Path, suffix: str) -> Path:
    """The path with its ending, where the user left that out."""
    return path if path.name.endswith(suffix) else path.with_name(path.name + suffix)


class SharePage(FilePage):
    """Who may see what of one session. Nothing is written before the last button."""

    def __init__(self, desk: Desk, route: ToShare) -> None:
        super().__init__(desk, "Share a session")
        self.folder = route.folder
        self.ask_where = ask_where
        self.shown: SharePreview | None = None
        self.choice = ShareChoice()
        self.variants: dict[str, QRadioButton] = {}
        self.checks: dict[str, WrappedCheck] = {}
        self._group = QButtonGroup(self)
        self._message = label("Looking at the session …", "muted", wrap=True)
        self.ask_with(self.narrow(self.trouble_here(), self._message, name="Share a session"))

    def bar(self) -> BarContent:
        """Where we are."""
        help_action = BarAction("Help", lambda: self.go.emit(ToHelp("sharing")), "plain")
        title = self.shown.title if self.shown is not None else ""
        return BarContent(place="Share", title=title, about=self._about(), actions=(help_action,))

    def enter(self) -> None:
        """Look at what there is to share."""
        packages = self.desk.services.packages
        if packages is not None and self.shown is None:
            self.desk.tasks.run(lambda: packages.preview(self.folder), self._looked, owner=self)

    def on_back(self) -> bool:
        """Back to the session."""
        if not super().on_back():
            self.go.emit(ToDebrief(self.folder))
        return True

    def choose(self, **changes: Any) -> None:
        """Change what goes in."""
        self.choice = ShareChoice(
            **{name: changes.get(name, getattr(self.choice, name)) for name in ShareChoice.__dataclass_fields__}
        )
        self._show()

    def write(self) -> None:
        """Ask for a place, then write the file."""
        packages, shown = self.desk.services.packages, self.shown
        if packages is None or shown is None or not self.passphrase.ready:
            return
        target = self.ask_where(self, file_name(shown.title, SUFFIX))
        if target is None:
            return
        target = with_suffix(target, SUFFIX)
        choice, passphrase, by = self.choice, self.passphrase.text, self.desk.settings.text("your_name")
        self.start(
            f"Writing {target.name} …",
            lambda job: packages.share(self.folder, target, choice, passphrase, by=by, job=job),
            lambda contents: self._written(contents, target),
        )

    # ------------------------------------------------------------ inside

    def _about(self) -> str:
        return about_session(self.shown.started_at, self.desk.now().date()) if self.shown is not None else ""

    def _looked(self, shown: Any, error: Exception | None) -> None:
        if error is not None:
            self._message.hide()
            self.tell_trouble(error)
            return
        self.shown = shown
        self.ask_with(self._ask(shown))
        self._show()
        self.bar_changed.emit()
        self.variants["full"].setFocus()

    def _ask(self, shown: SharePreview) -> QWidget:
        self._goes, self._stays, self._size = column(spacing=3), column(spacing=3), label("", "strong")
        self.write_button = button("Write the file …", self.write, "primary")
        self.passphrase = PassphraseBox(self.theme, choosing=True, beside=self.write_button)
        self.passphrase.changed.connect(self._ready)
        self.passphrase.entered.connect(self.write)
        self._ready()
        gap = self.theme.sizes.gap
        closing = card(
            self.theme, passphrase_reason("Tell it by voice, not beside the file."), self.passphrase, spacing=10
        )
        if self.theme.sizes.very_large:
            parts: QBoxLayout = column(self._choices(shown), self._summary(), closing, spacing=gap)
        else:
            left = column(self._choices(shown), closing, None, spacing=gap)
            parts = row(left, column(self._summary(), None), spacing=gap)
            for place in range(2):
                parts.setStretch(place, 1)
        inside = clear(self.trouble_here(), parts, None, spacing=gap)
        inside.setMaximumWidth(self.theme.sizes.room(_WIDTH))
        return scrolled(centred(inside, (40, 24, 40, 20)), "Share a session")

    def _choices(self, shown: SharePreview) -> QFrame:
        parts: list[Any] = [label("What you share", "heading")]
        for name, title, text in _VARIANTS:
            made = QRadioButton(title)
            made.setAccessibleName(f"{title}. {text}")
            made.setChecked(name == self.choice.variant)
            made.toggled.connect(lambda on, name=name: self.choose(variant=name) if on else None)
            self.variants[name] = made
            self._group.addButton(made)
            parts += [made, _indented(label(text, "muted", wrap=True))]
        self.checks["sound"] = self._check("sound", "Keep the sound of the voices")
        if not shown.sound_bytes:
            self.checks["sound"].hide()
        parts += [_indented(self.checks["sound"])]
        offered = [extra for extra in extras(shown) if extra.there]
        if offered:
            parts += [line(), label("Only if you want", "heading")]
        for extra in offered:
            self.checks[extra.name] = self._check(extra.name, extra.text)
            parts.append(self.checks[extra.name])
        return card(self.theme, *parts, spacing=8)

    def _check(self, name: str, text: str) -> WrappedCheck:
        made = WrappedCheck(text)
        made.toggled.connect(lambda on: self.choose(**{name: bool(on)}))
        return made

    def _summary(self) -> QFrame:
        head = row(label("In the file", "heading"), None, self._size)
        stays = label("Stays with you", "heading")
        self._care = MarkedLine(self.theme)
        return card(self.theme, head, self._goes, self._care, 4, line(), stays, self._stays, spacing=8)

    def _show(self) -> None:
        if self.shown is None or not hasattr(self, "_goes"):
            return
        self.checks["sound"].setEnabled(self.choice.variant == "without_face")
        view = present_share(self.shown, self.choice)
        for place, lines in ((self._goes, view.goes), (self._stays, view.stays)):
            _fill(place, lines)
        self._size.setText(view.size)
        self._care.tell(view.care, "watch")

    def _ready(self) -> None:
        self.write_button.setEnabled(self.passphrase.ready)

    def _written(self, contents: Any, target: Path) -> None:
        copy = button("Copy the passphrase", partial(self._copy, self.passphrase.text))
        back = button("Back to the session", lambda: self.go.emit(ToDebrief(self.folder)), "primary")
        self.show_done(present_shared(contents, target.name), (back, copy))

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.desk.toast("Copied.")


def _indented(widget: QWidget) -> QBoxLayout:
    made = row(32, widget, spacing=0)
    made.setStretch(1, 1)
    return made


def _fill(place: QVBoxLayout, lines: tuple[str, ...]) -> None:
    empty_layout(place)
    for text in lines:
        sign = label("•", wrap=True)
        sign.setFixedWidth(16)
        point = row(sign, label(text, wrap=True), spacing=0)
        point.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        point.setStretch(1, 1)
        place.addLayout(point)
