"""A comment that is spoken: the engine holds the microphone, this is its button; and what plays it again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QElapsedTimer, QObject, QUrl, Signal
from PySide6.QtWidgets import QWidget

from app.engine.messages import Event, ListDevices, Problem
from app.engine.voice_note_messages import (
    LONGEST_VOICE_NOTE_S,
    SHORTEST_VOICE_NOTE_S,
    RecordVoiceNote,
    StopVoiceNote,
    VoiceNoteKept,
    VoiceNoteReading,
    VoiceNoteWords,
)
from app.ui.page import Desk
from app.ui.widgets.bars import LevelMeter, level_share
from app.ui.widgets.kit import button, column, label
from app.ui.words import clock
from perception.recording.review_notes import VOICE_FOLDER, new_id

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer

_HELD_MS: Final = 400  # a shorter press begins, and a second one ends
_SPEAK: Final = "Speak"
_IDLE_STATES: Final = ("ready", "checking")
BUSY: Final = "The microphone is in use; speak your comment when that has ended."
NO_MICROPHONE: Final = "No microphone was found. Plug one in, or type the comment."
HINT: Final = "Hold to speak, or press once to begin and once to end. Two minutes at most."
State = Literal["idle", "waiting", "speaking", "keeping"]


class VoiceButton(QWidget):
    """Speaks a comment. `button` stands where the field puts it; level and time are here.

    spoken(name, seconds): it is kept in the session folder under this name. words(name, text): recognised later.
    """

    spoken = Signal(str, float)
    words = Signal(str, str)

    def __init__(self, desk: Desk, folder: Path) -> None:
        super().__init__()
        self._desk = desk
        self._folder = folder
        self._name = ""
        self._seconds = 0.0  # heard of it by now
        self.state: State = "idle"
        self._held = QElapsedTimer()
        self.button = button(_SPEAK, lambda: None, "small", name="Speak the comment")
        self.button.setToolTip(HINT)
        self.button.pressed.connect(self._press)
        self.button.released.connect(self._release)
        self.meter = LevelMeter(desk.theme, "Level of your voice")
        self.told = label("", "small", wrap=True)
        self.setLayout(column(self.meter, self.told, spacing=4))
        self._show("idle")

    def offer(self, *, offered: bool) -> None:
        """Whether speaking is offered; the button stands wherever it was put."""
        self.button.setVisible(offered)
        self.setVisible(offered and (self.state != "idle" or bool(self.told.text())))

    def on_event(self, event: Event) -> None:
        """News of the microphone."""
        if isinstance(event, VoiceNoteReading) and self.state == "speaking":
            self._seconds = event.seconds
            self.meter.show_level(level_share(event.level_dbfs), "good")
            self.told.setText(f"{clock(event.seconds)} of {clock(LONGEST_VOICE_NOTE_S)}")
        elif isinstance(event, VoiceNoteKept) and event.name == self._name:
            self._name = ""
            self._show("idle", "" if event.seconds else "Nothing was heard, so nothing was kept.")
            if event.seconds:
                self.spoken.emit(event.name, event.seconds)
        elif isinstance(event, VoiceNoteWords):
            self.words.emit(event.name, event.text)
        elif isinstance(event, Problem) and event.what in ("microphone", "engine") and self.state != "idle":
            self._show("idle", f"{event.message} {event.recovery}")
        elif self.state == "waiting" and self._desk.devices is not None:
            self._begin()

    def give_up(self) -> None:
        """Forget what is being spoken."""
        if self.state in ("speaking", "keeping"):
            self._desk.send(StopVoiceNote(keep=False))
        self._name = ""
        self._show("idle")

    def stop(self) -> None:
        """End and keep it."""
        if self.state == "speaking":
            self._show("keeping", "Keeping what you said …")
            self._desk.send(StopVoiceNote())

    def hand_over(self) -> str:
        """End and keep it without waiting for news of it: nobody will hear them. The name of the file it is kept in; ''
        where nothing, or next to nothing, was being spoken."""
        self.stop()
        name = self._name if self.state == "keeping" and self._seconds >= SHORTEST_VOICE_NOTE_S else ""
        self._name = ""
        self._show("idle")
        return name

    def _press(self) -> None:
        if self.state == "speaking":
            return
        self._held.start()
        if self._desk.engine_state.state not in _IDLE_STATES:
            self._show("idle", BUSY)
        elif self._desk.devices is None:
            self._show("waiting", "Looking for the microphone …")
            self._desk.send(ListDevices())
        else:
            self._begin()

    def _release(self) -> None:
        """A long press ends here; after a short one the next press does."""
        if self.state != "speaking":
            return
        if self._held.isValid() and self._held.elapsed() < _HELD_MS:
            self._held.invalidate()
            return
        self.stop()

    def _begin(self) -> None:
        found, settings = self._desk.devices, self._desk.settings
        microphones = found.microphones if found is not None else ()
        if not microphones:
            self._show("idle", NO_MICROPHONE)
            return
        last = settings.text("last_microphone")
        chosen = next((one for one in microphones if one.name == last), microphones[0])
        self._name, self._seconds = f"{new_id()}.opus", 0.0
        self._desk.send(RecordVoiceNote(str(self._folder), self._name, chosen.id, settings.terms))
        self._show("speaking", HINT)

    def _show(self, state: State, told: str = "") -> None:
        self.state = state
        speaking = state == "speaking"
        self.button.setText("End" if speaking else _SPEAK)
        self.button.setAccessibleName("End and keep what you say" if speaking else "Speak the comment")
        self.button.setEnabled(state in ("idle", "speaking"))
        self.meter.setVisible(speaking)
        self.told.setText(told)
        self.told.setVisible(bool(told))
        self.setVisible(speaking or bool(told))


class VoicePlayer(QObject):
    """Plays what was spoken. Qt's media parts are loaded at the first one only."""

    def __init__(self, desk: Desk, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._folder = folder
        self._player: QMediaPlayer | None = None

    def play(self, name: str) -> None:
        """Play a file of the session's voice folder from its beginning."""
        file = self._folder / VOICE_FOLDER / name
        if not file.exists():
            self._tell("What was spoken is not in the session folder any more.", "Its words stay.")
            return
        player = self._made()
        if player is not None:
            player.setSource(QUrl.fromLocalFile(str(file)))
            player.play()

    def stop(self) -> None:
        """Be quiet."""
        if self._player is not None:
            self._player.stop()

    def _made(self) -> QMediaPlayer | None:
        if self._player is None:
            try:
                from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer
            except ImportError as error:
                self._tell(f"Sound cannot be played on this computer ({error}).", "Read the words instead.")
                return None
            if QMediaDevices.defaultAudioOutput().isNull():
                self._tell("No loudspeaker was found.", "Plug one in, or read the words.")
                return None
            self._player = QMediaPlayer(self)
            self._player.setAudioOutput(QAudioOutput(self))
            self._player.errorOccurred.connect(self._failed)
        return self._player

    def _failed(self) -> None:
        if self._player is not None:
            self._tell(f"What was spoken cannot be played ({self._player.errorString()}).", "Read the words instead.")

    def _tell(self, message: str, recovery: str) -> None:
        self._desk.tell(Problem("media", message, recovery, "notice"))
