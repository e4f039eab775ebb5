"""Where the customer's voice comes out, how loud, and a sentence to try it with."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox, QSizePolicy, QSlider, QWidget

from app.engine.messages import DevicesListed, PracticePlan, SaySentence
from app.ui.page import Desk
from app.ui.routes import PracticeChoice
from app.ui.setup.presenter import present_voice, voice_sample
from app.ui.speakers import speaker_choices
from app.ui.widgets.kit import button, column, label, row


class VoicePart(QWidget):
    """Speaker or headset, volume, and a test sentence. `changed` follows another choice."""

    def __init__(self, desk: Desk, practice: PracticeChoice, changed: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self._desk = desk
        self._practice = practice
        self._changed = changed
        self._persona = practice.scenario.persona
        self.speaker = QComboBox()
        self.speaker.setAccessibleName("Where the customer's voice comes out")
        self.speaker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.volume = QSlider(Qt.Orientation.Horizontal)
        self.volume.setAccessibleName("Volume of the customer's voice")
        self.volume.setRange(0, 100)
        self.volume.setPageStep(10)
        self.volume.setValue(desk.settings.number("voice_volume"))
        self.volume.setMinimumSize(QSize(120, desk.theme.sizes.control - 12))
        self.volume.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.try_it = button("Play a sentence", self.say_test, "small", name="Play a test sentence")
        self.hint = label("", "small", wrap=True)
        self.setLayout(
            column(
                label("The customer's voice", "small"),
                self.speaker,
                row(label("Volume", "small"), self.volume, self.try_it, spacing=10),
                self.hint,
                spacing=6,
            )
        )
        self.fill(desk.devices)
        self.speaker.currentIndexChanged.connect(lambda _index: self._chose())

    def fill(self, found: DevicesListed | None) -> None:
        """The speakers there are now; the last one by name is chosen."""
        # Before any speaker is known "no sound" is nobody's choice.
        chosen = self.speaker.currentData() if self.speaker.count() > 1 else None
        self.speaker.blockSignals(True)
        self.speaker.clear()
        choices = speaker_choices(found.speakers if found is not None else ())
        for value, words in choices:
            self.speaker.addItem(words, value)
        index = self.speaker.findData(chosen) if chosen is not None else -1
        if index < 0:
            index = max(0, self.speaker.findText(self._desk.settings.text("last_speaker")))
        self.speaker.setCurrentIndex(index)
        self.speaker.blockSignals(False)
        self._tell()

    def plan(self) -> PracticePlan:
        """What the engine needs to know of the customer."""
        settings = self._desk.settings
        return PracticePlan(
            file=str(self._practice.file),
            seed=self._practice.seed,
            start=self._practice.start,
            speaker_id=self._speaker_id(),
            volume=self.volume.value() / 100,
            rich_voice=settings.switch("rich_voice"),
            thinking_s=float(settings.number("thinking_s")),
        )

    def say_test(self) -> None:
        """Hear the voice as it will be."""
        self.keep()
        self._desk.send(
            SaySentence(
                voice_sample(self._persona),
                speaker_id=self._speaker_id(),
                volume=self.volume.value() / 100,
                voice=self._persona.voice,
                rich_voice=self._desk.settings.switch("rich_voice"),
            )
        )

    def keep(self) -> None:
        """Remember speaker and volume for the next call."""
        chosen = {"last_speaker": self.speaker.currentText()} if self.speaker.count() > 1 else {}
        self._desk.change_settings({**chosen, "voice_volume": self.volume.value()})

    def _speaker_id(self) -> str | None:
        return str(self.speaker.currentData() or "") or None

    def _chose(self) -> None:
        self._tell()
        self._changed()

    def _tell(self) -> None:
        view = present_voice(self.speaker.currentData(), self.speaker.count())
        self.hint.setText(view.text)
        self.try_it.setEnabled(view.sound)
        self.volume.setEnabled(view.sound)
