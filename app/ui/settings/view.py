"""The settings: each with a plain sentence why it is there. Every change counts at once."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLineEdit, QSpinBox, QWidget

from app.practice.cue_choice import TRUST_KEY
from app.settings import Value
from app.ui.page import Desk, Page
from app.ui.routes import ToModelCard
from app.ui.settings.calibrations import CalibrationsCard
from app.ui.settings.letters_edit import LettersEdit
from app.ui.settings.lines_edit import LinesEdit
from app.ui.settings.presenter import SettingView, doubted_cues, line_notes, present_settings
from app.ui.widgets.kit import button, card, centred, clear, column, label, line, row, scrolled
from app.ui.widgets.top_bar import BarContent

_CONTROL_WIDTH = 260
_SWITCH_WIDTH = 24


class SettingsPage(Page):
    """One card a group."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.controls: dict[str, QWidget] = {}
        cards: list[QFrame] = [self._group(name, rows) for name, rows in present_settings(desk.settings)]
        shelf = desk.calibrations
        self.calibrations = CalibrationsCard(desk, shelf) if shelf is not None else None
        if self.calibrations is not None:
            cards.append(self.calibrations)
        cards.append(self._model_card())
        inside = clear(label("Settings", "title"), 8, *cards, None, spacing=self.theme.sizes.gap)
        inside.setMaximumWidth(860)
        self.scroller = scrolled(centred(inside, (40, 32, 40, 24)), "Settings")
        self.setLayout(column(self.scroller))

    def bar(self) -> BarContent:
        """Where we are."""
        return BarContent(place="Settings")

    def enter(self) -> None:
        """From the top, with the calibrations there are now."""
        if self.calibrations is not None:
            self.calibrations.read()
        self.scroller.verticalScrollBar().setValue(0)

    def leave(self) -> None:
        """What is being typed counts, too."""
        for control in self.controls.values():
            if isinstance(control, LinesEdit):
                control.left.emit()

    def _group(self, name: str, rows: tuple[SettingView, ...]) -> QFrame:
        parts: list[QWidget] = [label(name, "heading")]
        for number, shown in enumerate(rows):
            if number:
                parts.append(line())
            parts.append(self._row(shown))
        doubted = doubted_cues(self.desk.settings)
        if doubted and any(shown.setting.key == "cue_budget" for shown in rows):
            parts += [line(), self._doubted(doubted)]
        return card(self.theme, *parts, spacing=12)

    def _doubted(self, words: str) -> QWidget:
        """Cues that were called wrong, and the way back."""
        self.trust_again = button("Let them come again", self._trust_again)
        text = column(label("Cues you called wrong", "strong"), label(words, "muted", wrap=True), spacing=2)
        across = row(text, self.trust_again, spacing=24)
        across.setStretch(0, 1)
        self.doubted = QWidget()
        self.doubted.setLayout(across)
        return self.doubted

    def _trust_again(self) -> None:
        before = self.desk.settings.text(TRUST_KEY)
        self.desk.change_settings({TRUST_KEY: ""})
        self.doubted.hide()
        self.desk.toast("All cues come as at first.", lambda: self._doubt_again(before))

    def _doubt_again(self, before: str) -> None:
        self.desk.change_settings({TRUST_KEY: before})
        self.doubted.show()

    def _model_card(self) -> QFrame:
        """The way to how exact the measurements are."""
        self.model_card = button("Open the model card", lambda: self.go.emit(ToModelCard("settings")))
        text = "What was measured on which data with which result, the models, and what is not known."
        words = column(label("Model card", "strong"), label(text, "muted", wrap=True), spacing=2)
        across = row(words, self.model_card, spacing=24)
        across.setStretch(0, 1)
        return card(self.theme, label("How exact it is", "heading"), across, spacing=12)

    def _row(self, shown: SettingView) -> QWidget:
        control = self._control(shown)
        control.setAccessibleName(shown.setting.label)
        control.setAccessibleDescription(shown.setting.help)
        self.controls[shown.setting.key] = control
        text = column(label(shown.setting.label, "strong"), label(shown.setting.help, "muted", wrap=True), spacing=2)
        across = row(text, control, spacing=24)
        across.setStretch(0, 1)
        made = QWidget()
        made.setLayout(across)
        return made

    def _control(self, shown: SettingView) -> QWidget:
        kind = shown.setting.kind
        if kind == "switch":
            return self._switch(shown)
        if kind == "choice":
            return self._choice(shown)
        if kind == "lines":
            return self._lines(shown)
        if kind == "letters":
            return self._letters(shown)
        return self._number(shown) if kind == "number" else self._text(shown)

    def _switch(self, shown: SettingView) -> QCheckBox:
        made = QCheckBox()
        made.setFixedWidth(_SWITCH_WIDTH)
        made.setChecked(bool(shown.value))
        made.toggled.connect(lambda on: self._change(shown, bool(on)))
        return made

    def _choice(self, shown: SettingView) -> QComboBox:
        made = QComboBox()
        for value, words in shown.setting.choices:
            made.addItem(words, value)
        made.setCurrentIndex(made.findData(shown.value))
        made.setFixedWidth(_CONTROL_WIDTH)
        made.currentIndexChanged.connect(lambda _index: self._change(shown, str(made.currentData())))
        return made

    def _number(self, shown: SettingView) -> QSpinBox:
        made = QSpinBox()
        made.setRange(shown.setting.minimum, shown.setting.maximum)
        made.setSuffix(f" {shown.setting.unit}" if shown.setting.unit else "")
        made.setValue(int(shown.value))
        made.lineEdit().setTextMargins(self.theme.sizes.unit * 2, 0, 0, 0)
        made.setFixedWidth(_CONTROL_WIDTH)
        made.valueChanged.connect(lambda value: self._change(shown, int(value)))
        return made

    def _text(self, shown: SettingView) -> QLineEdit:
        made = QLineEdit(str(shown.value))
        made.setFixedWidth(_CONTROL_WIDTH)
        made.editingFinished.connect(lambda: self._change(shown, made.text().strip() or shown.setting.default))
        return made

    def _lines(self, shown: SettingView) -> LinesEdit:
        made = LinesEdit(str(shown.value), line_notes)
        made.setFixedWidth(_CONTROL_WIDTH)
        made.left.connect(lambda: self._change(shown, made.text))
        return made

    def _letters(self, shown: SettingView) -> LettersEdit:
        made = LettersEdit(str(shown.value), rows=2 if self.theme.sizes.very_large else 1)
        made.changed.connect(lambda: self._change(shown, made.letters))
        return made

    def _change(self, shown: SettingView, value: Value) -> None:
        if self.desk.settings.values[shown.setting.key] != value:
            self.desk.change_settings({shown.setting.key: value})
