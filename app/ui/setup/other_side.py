"""The other side of the call: a written customer's voice, a partner's microphone, or the sound of another programme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QWidget

from app.engine.messages import DevicesListed, PartnerPlan, PracticePlan
from app.ui.page import Desk
from app.ui.routes import PartnerChoice, PracticeChoice
from app.ui.setup.device_box import DeviceBox
from app.ui.setup.other_side_presenter import (
    AGREE_SOUND,
    AGREE_WORDS,
    KNOWN,
    KNOWN_HELP,
    PARTNER_AGREES,
    SEATED,
    OtherSideView,
    present_other_side,
    present_partner_side,
)
from app.ui.setup.presenter import OFF, Chosen
from app.ui.setup.voice_part import VoicePart
from app.ui.widgets.kit import column, label
from app.ui.widgets.notices import MarkedLine


@dataclass(frozen=True, slots=True)
class OtherSideChoice:
    """What was chosen, as a call takes it. leaves_out_gaze: the partner sits where looking at them cannot be told."""

    practice: PracticePlan | None = None
    partner: PartnerPlan | None = None
    keep_words: bool = True
    keep_sound: bool = True
    leaves_out_gaze: bool = False


class OtherSide(QWidget):
    """The part of the set-up about the other side. `changed` follows another choice."""

    def __init__(
        self,
        desk: Desk,
        practice: PracticeChoice | None,
        partner: PartnerChoice | None,
        source: DeviceBox,
        changed: Callable[[], object],
    ) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.desk = desk
        self.source = source
        self.voice: VoicePart | None = None
        self._partner = partner
        self._changed = changed
        self.agreement = MarkedLine(desk.theme)
        self.agreement.tell(" ", "unknown")
        self.knows = self._switch(PARTNER_AGREES if partner is not None else KNOWN)
        self.words, self.sound = self._switch(AGREE_WORDS), self._switch(AGREE_SOUND)
        self.seated = self._switch(SEATED, on=True)
        if practice is not None:
            source.hide()
            self.voice = VoicePart(desk, practice, changed)
            inside: list[QWidget] = [self.voice]
        elif partner is not None:
            inside = [label("Your partner's microphone", "small"), source, self.agreement, self.knows, self.seated]
        else:
            hint = label("Only for a call beside another call programme.", "small", wrap=True)
            inside = [label("The customer's sound", "small"), source, hint]
            inside += [label(KNOWN_HELP, "muted", wrap=True), self.knows, self.agreement, self.words, self.sound]
        self.setLayout(column(*inside, spacing=6))
        self.tell()

    def fill(self, found: DevicesListed, microphone: str) -> None:
        """The devices there are now. microphone: the learner's own."""
        if self.voice is not None:
            self.voice.fill(found)
        elif self._partner is not None:
            others = [device for device in found.microphones if device.id != microphone]
            last = self.desk.settings.text("last_partner_microphone")
            self.source.fill(others, "The same as yours", last, first=False)
        else:
            last = self.desk.settings.text("last_customer_audio")
            self.source.fill(found.customer_sources, "Off", last, first=False)
        self.tell()

    def heard(self) -> str:
        """The id of the device that hears the other side, '' for none of its own."""
        return OFF if self.voice is not None else self.source.device()

    def remembered(self, chosen: Chosen) -> dict[str, str | int | float | bool]:
        """What is kept of this for next time."""
        key = "last_partner_microphone" if self._partner is not None else "last_customer_audio"
        return {} if self.voice is not None else {key: self.source.currentText() if chosen.customer_audio else ""}

    def missing(self) -> str:
        """Why the call cannot start yet, or ''."""
        return self._view().missing

    def note(self) -> str:
        """What to do before, or ''."""
        return self._view().note

    def choice(self) -> OtherSideChoice:
        """What was chosen."""
        if self.voice is not None:
            return OtherSideChoice(practice=self.voice.plan())
        if self._partner is None:
            agreed = self.knows.isChecked()
            return OtherSideChoice(
                keep_words=agreed and self.words.isChecked(), keep_sound=agreed and self.sound.isChecked()
            )
        plan = PartnerPlan(self._partner.scenario.id, shares_microphone=not self.heard())
        agreed = self.knows.isChecked()
        return OtherSideChoice(
            partner=plan, keep_words=agreed, keep_sound=agreed, leaves_out_gaze=not self.seated.isChecked()
        )

    def tell(self) -> None:
        """Say what the choices mean."""
        view = self._view()
        self.agreement.tell(view.text, view.mark)
        for control in (self.words, self.sound):
            control.setVisible(view.asks and self._partner is None)
        if self._partner is None:
            self.knows.setVisible(view.asks)

    def _view(self) -> OtherSideView:
        if self.voice is not None:
            return OtherSideView("", "unknown", asks=False)
        if self._partner is not None:
            return present_partner_side(shares=not self.heard(), agrees=self.knows.isChecked())
        return present_other_side(
            heard=bool(self.heard()),
            knows=self.knows.isChecked(),
            words=self.words.isChecked(),
            sound=self.sound.isChecked(),
        )

    def _switch(self, text: str, *, on: bool = False) -> QCheckBox:
        made = QCheckBox(text)
        made.setChecked(on)
        made.setAccessibleName(text)
        made.toggled.connect(lambda _on: self._chose())
        return made

    def _chose(self) -> None:
        self.tell()
        self._changed()
