"""The set-up check: own picture, light, sound, devices, and a go button that says what is missing."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy, QStackedLayout, QWidget

from app.engine.messages import (
    CheckReading,
    Device,
    DevicesListed,
    Event,
    ListDevices,
    PreviewImage,
    Problem,
    StartCall,
    StartCheck,
    StateChanged,
    StopCheck,
)
from app.practice.cue_choice import cue_settings
from app.ui.calibration.desktop import tile_place
from app.ui.calibration.presenters.places import present_place
from app.ui.page import Desk, Page
from app.ui.routes import PartnerChoice, PracticeChoice, ToCalibration, ToCall, ToPractice
from app.ui.setup.calibration_card import CalibrationPart
from app.ui.setup.consent import ConsentPanel
from app.ui.setup.device_box import DeviceBox
from app.ui.setup.other_side import OtherSide
from app.ui.setup.other_side_presenter import CAMERA_IN_USE
from app.ui.setup.presenter import (
    OFF,
    Advice,
    Chosen,
    camera_words,
    measured_letters,
    present_framing,
    present_go,
    present_light,
    present_sound,
)
from app.ui.widgets.bars import LevelMeter
from app.ui.widgets.kit import button, card, clear, column, label, line, row, scrolled
from app.ui.widgets.notices import MarkDot, MarkedLine
from app.ui.widgets.top_bar import BarAction, BarContent
from app.ui.widgets.video_view import VideoView

_LARGE_BODY = 20
OWN_TITLE = "My call"


class SetupPage(Page):
    """Consent at the first start, then the check."""

    def __init__(
        self, desk: Desk, practice: PracticeChoice | None = None, partner: PartnerChoice | None = None
    ) -> None:
        super().__init__(desk)
        self._practice = practice
        self._partner = partner
        self._heard = False
        self._checked: Chosen | None = None
        self._waiting_to_go = False
        self._stack = QStackedLayout(self)
        self.consent = ConsentPanel(self.theme, desk.settings, self._agreed)
        self._stack.addWidget(self.consent)
        self._stack.addWidget(self._check_panel())

    def bar(self) -> BarContent:
        """Where we are; devices are looked for again from here."""
        if not self.desk.settings.consented:
            return BarContent(place="First start")
        return BarContent(place="Set-up", actions=(BarAction("Look for devices again", self.look_again, "plain"),))

    def enter(self) -> None:
        """Ask for consent, or open the devices."""
        if self.desk.settings.consented:
            self._start_check()
        else:
            self._stack.setCurrentIndex(0)

    def leave(self) -> None:
        """Close the devices."""
        if self._checked is not None:
            self._checked = None
            self.desk.send(StopCheck())

    def on_event(self, event: Event) -> None:
        """Devices, readings and the engine's state."""
        if self._stack.currentIndex() == 0:
            return
        if isinstance(event, DevicesListed):
            self._fill(event)
        elif isinstance(event, CheckReading):
            self._show_reading(event)
        elif isinstance(event, StateChanged):
            self._on_state(event)
        elif isinstance(event, Problem) and event.what == "camera":
            self.picture.show_message(CAMERA_IN_USE if self._is_own_call else event.message)

    def on_preview(self, image: PreviewImage) -> None:
        """The own picture."""
        if self._chosen().camera:
            self.picture.show_preview(image)

    def _on_state(self, event: StateChanged) -> None:
        self._show_go()
        if event.state in ("starting", "faulted", "stopped"):
            self._checked = None
        elif event.state in ("ready", "checking"):
            if self.desk.devices is None:
                self._list()
            self._open_devices()

    def on_back(self) -> bool:
        """From a practice call back to all customers."""
        if self._is_own_call:
            return False
        self.desk.partner.close()
        self.go.emit(ToPractice())
        return True

    @property
    def _is_own_call(self) -> bool:
        return self._practice is None and self._partner is None

    def look_again(self) -> None:
        """Look for devices again and open the chosen ones anew."""
        self._checked = None
        self._list()

    def _agreed(self, given: dict[str, bool]) -> None:
        self.desk.change_settings({**given, "consent_given_on": self.desk.now().date().isoformat()})
        self.bar_changed.emit()
        self._start_check()

    def _start_check(self) -> None:
        self._stack.setCurrentIndex(1)
        if self.desk.devices is not None:
            self._fill(self.desk.devices)
        self._list()
        self._show_reading(CheckReading(0.0))
        self._show_go()

    def _list(self) -> None:
        self.desk.send(ListDevices())

    def _check_panel(self) -> QWidget:
        self.picture = VideoView(self.theme, "Your picture", guide=True)
        self.framing = label("", "strong", tight=True)
        self.light = LevelMeter(self.theme, "Light")
        self.sound = LevelMeter(self.theme, "Sound")
        self.light_text, self.sound_text = label("", tight=True), label("", tight=True)
        meters = row(
            card(self.theme, row(label("Light", "strong"), None), self.light, self.light_text, spacing=10),
            card(self.theme, row(label("Sound", "strong"), None), self.sound, self.sound_text, spacing=10),
            spacing=self.theme.sizes.gap,
        )
        self.place = MarkedLine(self.theme)
        self.place.tell("", "unknown")
        left = column(self.picture, meters, self.place, spacing=self.theme.sizes.gap)
        left.setStretch(0, 1)
        # The sentences get the room they need; the picture takes what is left.
        self.picture.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.calibration = CalibrationPart(
            self.desk,
            calibrate=self.calibrate,
            recheck=lambda: self.calibrate(quick=True),
            later=self.put_off,
            told=self._calibration_told,
        )
        side = self._side()
        whole = QWidget()
        whole.setProperty("look", "clear")
        across = row(left, side, spacing=self.theme.sizes.margin)
        margin = self.theme.sizes.margin
        across.setContentsMargins(margin, margin, margin - self.theme.sizes.scroll, margin)
        across.setStretch(0, 1)
        whole.setLayout(across)
        return whole

    def _side(self) -> QWidget:
        """Devices, and what comes next below them, which stays in sight unless the text is very large."""
        sizes = self.theme.sizes
        if sizes.body > _LARGE_BODY:
            inside = clear(self._devices_card(), self._go_card(), None, spacing=sizes.gap)
            self._scroller = scrolled(inside, "Devices")
            side: QWidget = self._scroller
        else:
            go = column(self._go_card())
            go.setContentsMargins(0, 0, sizes.scroll, 0)
            self._scroller = scrolled(clear(self._devices_card(), None), "Devices")
            parts = column(self._scroller, go, spacing=sizes.gap)
            parts.setStretch(0, 1)
            side = QWidget()
            side.setProperty("look", "clear")
            side.setLayout(parts)
        side.setFixedWidth(sizes.aside + sizes.scroll)
        return side

    def _devices_card(self) -> QWidget:
        self.title = QLineEdit()
        self.title.setPlaceholderText(OWN_TITLE)
        self.title.setAccessibleName("What is the call about?")
        self.camera = DeviceBox("Camera", self._on_choice)
        self.microphone = DeviceBox("Microphone", self._on_choice)
        name = "The customer's sound" if self._partner is None else "Your partner's microphone"
        self.customer = DeviceBox(name, self._on_choice)
        self.other = OtherSide(self.desk, self._practice, self._partner, self.customer, self._on_choice)
        self.voice = self.other.voice
        return card(
            self.theme,
            *self._about(),
            6,
            label("Camera", "small"),
            self.camera,
            6,
            label("Microphone", "small"),
            self.microphone,
            6,
            self.other,
            spacing=4,
        )

    def _about(self) -> list[QWidget]:
        """Who is called, or what an own call is about."""
        known = self._practice or self._partner
        if known is not None:
            self.title.setText(known.scenario.title)
            self.title.hide()
            who = known.scenario.persona.name if self._partner is None else "your partner"
            return [label(f"Call with {who}", "heading"), self.title]
        return [label("Your call", "heading"), label("What is it about?", "small"), self.title]

    def _go_card(self) -> QWidget:
        self.framing_mark = MarkDot(self.theme, "unknown")
        self.go_note = label("", "muted", wrap=True)
        self.go_button = button("Start the call", self._go, "primary")
        top = row(self.framing_mark, self.framing, spacing=10)
        top.setStretch(1, 1)
        own = [self.calibration, line()] if self.desk.calibrations is not None else []
        return card(self.theme, top, line(), *own, self.go_note, self.go_button, spacing=10)

    def _fill(self, found: DevicesListed) -> None:
        settings = self.desk.settings
        self.camera.fill(found.cameras, "No camera", settings.text("last_camera"), first=True)
        self.microphone.fill(found.microphones, "No microphone", settings.text("last_microphone"), first=True)
        self.other.fill(found, self.microphone.device())
        self._open_devices()

    def _chosen(self) -> Chosen:
        settings = self.desk.settings
        return Chosen(
            camera=self.camera.device() if settings.switch("consent_camera") else OFF,
            microphone=self.microphone.device() if settings.switch("consent_microphone") else OFF,
            customer_audio=self.other.heard() if settings.switch("consent_microphone") else OFF,
        )

    def _on_choice(self) -> None:
        self._heard = False
        if self._partner is not None and self.desk.devices is not None:
            self.other.fill(self.desk.devices, self.microphone.device())
        self.other.tell()
        if self.other.missing():
            # What is asked may stand below the foot of a small window.
            QTimer.singleShot(0, lambda: self._scroller.ensureWidgetVisible(self.other.words))
        self._open_devices()

    def _open_devices(self) -> None:
        chosen = self._chosen()
        self.calibration.look_for(chosen, *self._devices())
        self._show_go()
        if chosen == self._checked or self.desk.engine_state.state not in ("ready", "checking"):
            return
        self._checked = chosen
        self.picture.show_message(camera_words(chosen, found=self.camera.count() > 1))
        self.desk.send(StartCheck(chosen.camera or None, chosen.microphone or None, chosen.customer_audio or None))

    def _show_reading(self, reading: CheckReading) -> None:
        chosen = self._chosen()
        self._heard = self._heard or bool(reading.speech)
        light = present_light(reading, camera=bool(chosen.camera))
        sound = present_sound(reading, microphone=bool(chosen.microphone), heard=self._heard)
        framing = present_framing(reading, camera=bool(chosen.camera))
        self._show_advice(self.light, self.light_text, light)
        self._show_advice(self.sound, self.sound_text, sound)
        self.framing.setText(framing.text)
        self.framing_mark.mark = framing.mark
        self.framing_mark.update()
        self.picture.show_fit(framing.mark == "good")
        distance_cm = reading.distance_cm if chosen.camera else None
        self.calibration.show_distance(distance_cm)
        place = present_place(tile_place(self), distance_cm) if self._partner is None else None
        self.place.tell(place.text if place else "", place.mark if place else "unknown")

    def _show_advice(self, meter: LevelMeter, text: QLabel, advice: Advice) -> None:
        meter.show_level(advice.level, "watch" if advice.mark == "watch" else "good")
        text.setText(advice.text)

    def _show_go(self) -> None:
        state, written = self.desk.engine_state.state, self._practice is not None
        view = present_go(self._chosen(), self.desk.settings, state, practice=written, missing=self.other.missing())
        self.go_button.setText(view.text)
        note = " ".join(filter(None, (view.note, self.other.note())))
        self.go_button.setAccessibleName(f"{view.text}. {note}")
        self.go_button.setEnabled(view.enabled)
        self.go_note.setText(note)
        self.calibration.show_state()

    # ------------------------------------------------------------ calibration

    def calibrate(self, *, quick: bool = False) -> None:
        """Calibrate with the chosen devices; quick measures a few things anew."""
        self._remember(self._chosen())
        camera, microphone = self._devices()
        kept = self.calibration.kept
        self.go.emit(
            ToCalibration(camera, microphone, kept, quick=quick, practice=self._practice, partner=self._partner)
        )

    def put_off(self) -> None:
        """The call comes first; the card stays, in fewer words."""
        self.desk.change_settings({"calibration_put_off": self.desk.now().date().isoformat()})
        self.calibration.show_state()
        self.go_button.setFocus()

    def _calibration_told(self) -> None:
        """What is kept for the chosen devices is known, or what is offered has changed."""
        look = "" if self.calibration.comes_first else "primary"
        if self.go_button.property("look") != look:
            self.go_button.setProperty("look", look)
            self.go_button.style().unpolish(self.go_button)
            self.go_button.style().polish(self.go_button)
        if self._waiting_to_go and self.calibration.knows(self._chosen()):
            self._go()

    def _devices(self) -> tuple[Device | None, Device | None]:
        listed, chosen = self.desk.devices, self._chosen()
        cameras, microphones = (listed.cameras, listed.microphones) if listed else ((), ())
        return (
            next((device for device in cameras if device.id == chosen.camera), None),
            next((device for device in microphones if device.id == chosen.microphone), None),
        )

    # ------------------------------------------------------------ going

    def _go(self) -> None:
        chosen = self._chosen()
        self._waiting_to_go = not self.calibration.knows(chosen)
        if self._waiting_to_go:
            return
        self._remember(chosen)
        if self.voice is not None:
            self.voice.keep()
        beside = self._is_own_call and self.desk.settings.switch("side_strip")
        self.go.emit(ToCall(self._plan(chosen), self._practice, self._partner, beside=beside))

    def _remember(self, chosen: Chosen) -> None:
        self.desk.change_settings(
            {
                "last_camera": self.camera.currentText() if chosen.camera else "",
                "last_microphone": self.microphone.currentText() if chosen.microphone else "",
                **self.other.remembered(chosen),
            }
        )

    def _plan(self, chosen: Chosen) -> StartCall:
        settings, known, other = self.desk.settings, self._practice or self._partner, self.other.choice()
        words, strip = (known.words, known.strip) if known is not None else (True, True)
        shares = other.partner is not None and other.partner.shares_microphone
        title = self.title.text().strip() or OWN_TITLE
        return StartCall(
            folder=str(self.desk.shelf.new_folder(title)),
            title=title,
            camera_id=chosen.camera or None,
            microphone_id=chosen.microphone or None,
            customer_audio_id=chosen.customer_audio or None,
            letters=measured_letters(chosen, settings, leaves_out="E" if other.leaves_out_gaze else ""),
            baseline=self.calibration.kept.baseline if self.calibration.kept else None,
            keep_media=settings.switch("keep_media") and settings.switch("consent_recording"),
            transcriber="base" if settings.text("transcriber") == "base" else "tiny.en",
            terms=settings.terms,
            consent={
                key: settings.switch(key) for key in ("consent_camera", "consent_microphone", "consent_recording")
            },
            practice=other.practice,
            partner=other.partner,
            # With one microphone for two nobody knows yet who speaks.
            cues=cue_settings(settings, words=words and not shares, strip=strip),
            keep_customer_words=other.keep_words,
            keep_customer_sound=other.keep_sound,
        )
