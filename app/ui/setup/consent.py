"""Consent in plain words, before anything is measured."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from app.settings import BY_KEY, Settings
from app.ui.theme import Theme
from app.ui.widgets.kit import button, card, centred, clear, column, label, line, row, scrolled

CONSENT_KEYS = ("consent_camera", "consent_microphone", "consent_recording")


class ConsentPanel(QWidget):
    """Three switches, each with its reason, and what holds in every case."""

    def __init__(self, theme: Theme, settings: Settings, done: Callable[[dict[str, bool]], object]) -> None:
        super().__init__()
        self._done = done
        self.switches: dict[str, QCheckBox] = {}
        fresh = not settings.consented
        parts: list[QWidget] = []
        for key in CONSENT_KEYS:
            parts.append(self._switch(theme, key, on=fresh or settings.switch(key)))
            parts.append(line())
        promises = column(*(_promise(text) for text in _PROMISES), spacing=6)
        self.agree = button("Agree and go on", self._agree, "primary")
        inside = clear(
            label(f"Before {settings.programme_name} measures anything", "title", tight=True),
            label("You decide what is measured. You can change it in the settings at any time.", "muted", wrap=True),
            10,
            card(theme, *parts[:-1], 4, spacing=14),
            10,
            promises,
            14,
            row(self.agree, None),
            None,
            spacing=6,
        )
        inside.setMaximumWidth(theme.sizes.reading)
        self.setLayout(column(scrolled(centred(inside, (40, 36, 40, 24)), "Consent")))

    def _switch(self, theme: Theme, key: str, *, on: bool) -> QWidget:
        setting = BY_KEY[key]
        box = QCheckBox(setting.label)
        box.setFont(theme.font("body", strong=True))
        box.setChecked(on)
        box.setAccessibleName(setting.label)
        box.setAccessibleDescription(setting.help)
        self.switches[key] = box
        text = label(setting.help, "muted", wrap=True)
        text.setContentsMargins(32, 0, 0, 0)
        return clear(box, text, spacing=2)

    def _agree(self) -> None:
        self._done({key: box.isChecked() for key, box in self.switches.items()})


def _promise(text: str) -> QHBoxLayout:
    dash = label("–", "muted")
    made = row(dash, label(text, "muted", wrap=True), spacing=10)
    made.setAlignment(dash, Qt.AlignmentFlag.AlignTop)
    made.setStretch(1, 1)
    return made


_PROMISES = (
    "It is for your own training, not for assessing anyone.",
    "What is measured is behaviour: where you look, how loud and how fast you speak, the words you use. "
    "Nothing guesses what you feel.",
    "Picture, sound and scores stay on this laptop. The programme opens no connection to the internet.",
    "You can stop, mark or delete a call at any moment.",
)
