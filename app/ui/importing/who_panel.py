"""“Who is the CSM?”: pictures, samples of the voices, a proposal with its reason, and what goes with a call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QDateTimeEdit,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from app.engine.import_messages import PersonPlace, SoundHeard
from app.engine.messages import ImportMedia, MediaExamined
from app.ui.importing.person_card import PersonCard
from app.ui.importing.presenter import (
    CONSENT,
    Answer,
    choose_person,
    choose_sound,
    facts_line,
    is_complete,
    proposed,
    sound_line,
    sound_name,
    sure_line,
    with_answer,
)
from app.ui.importing.samples import SamplePlayer
from app.ui.page import Desk
from app.ui.widgets.kit import button, card, column, dress, empty_layout, label, row
from app.ui.widgets.notices import MarkedLine
from app.ui.widgets.wrapped_check import WrappedCheck

_NO_SCENARIO = "None"
_WIDE, _NARROW, _AROUND = 1080, 660, 60
_INDENT = 12


class SoundRow(QWidget):
    """One sound: a sample to play, what it is, and a button that says whose it is."""

    def __init__(
        self, sound: SoundHeard, play: Callable[[], object], choose: Callable[[], object], *, alone: bool
    ) -> None:
        super().__init__()
        self.sound = sound
        self._words = words = sound_name(sound, alone=alone)
        self.play = button("Play", play, name=f"Play a few seconds: {words}")
        self.play.setEnabled(bool(sound.sample))
        self.mine = button("This is the CSM", choose, name=f"{words}: this is the CSM")
        self.mine.setCheckable(True)
        about = column(label(words, "strong"), label(sound_line(sound), "small", tight=True), spacing=0)
        across = row(self.play, about, self.mine, spacing=14)
        across.setStretch(1, 1)
        self.setLayout(across)

    def show_mine(self, mine: bool) -> None:
        """Whether it is the CSM's."""
        words = self._words
        self.mine.setChecked(mine)
        self.mine.setText("✓ The CSM" if mine else "This is the CSM")
        dress(self.mine, "primary" if mine else "")
        self.mine.setAccessibleName(f"{words}: chosen as the CSM" if mine else f"{words}: this is the CSM")


class WhoPanel(QFrame):
    """Asks until enough is said. `start` is called with the answer in `command_for`."""

    def __init__(
        self, desk: Desk, *, start: Callable[[], object], other_file: Callable[[], object], back: Callable[[], object]
    ) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self._desk = desk
        self._examined: MediaExamined | None = None
        self.answer = Answer()
        self.people: list[PersonCard] = []
        self.sounds: list[SoundRow] = []
        self._player = SamplePlayer(self)
        self._facts = label("", "muted", wrap=True)
        self._pictures = QGridLayout()
        self._rows = column(spacing=8)
        self._say = label("", "strong", wrap=True)
        self._why = label("", "", wrap=True)
        self._notes = label("", "muted", wrap=True)
        self.trouble = MarkedLine(desk.theme)
        self.unknown_button = button("I do not know", partial(self._choose_sound, None), "plain")
        self.mixed = QCheckBox("Both people are on both channels")
        self.mixed.setAccessibleName("Both people are on both channels")
        self.mixed.toggled.connect(self._set_mixed)
        self.other_button = button("The customer is in another file …", other_file, "plain")
        self.start_button = button("Read this recording", start, "primary")
        self.back_button = button("Another recording", back)
        self._missing = label("", "muted", tight=True)
        side = column(self._details(), self._foot(), None, spacing=14)
        self._halves = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(14)
        self._halves.addWidget(self._question(), 3)
        self._halves.addLayout(side, 2)
        desk.tasks.run(self._scenarios, self._show_scenarios, owner=self)

    # ------------------------------------------------------------ what is shown

    def ask(self, examined: MediaExamined, title: str) -> None:
        """Ask about this recording."""
        self._examined = examined
        self.answer = proposed(examined)
        self.title.setText(title)
        self.when.setDateTime(_moment(examined.recorded_at))
        self._facts.setText(f"{facts_line(examined)}.")
        self._say.setText(sure_line(examined))
        self._why.setText(" ".join(examined.proposal.reasons))
        self._notes.setText("\n".join(examined.notes))
        self._notes.setHidden(not examined.notes)
        self.tell("")
        self._fill(examined)
        self._show_answer()
        chosen = [shown for shown in self.people if shown.isChecked()]
        first: QWidget = next(iter((*chosen, *self.people, *(shown.play for shown in self.sounds))), self.agreed)
        first.setFocus()
        self.title.home(False)  # of a long title the beginning is seen

    def tell(self, trouble: str) -> None:
        """Why a second file could not be used; '' for nothing."""
        self.trouble.tell(trouble, "watch")

    def command_for(self, command: ImportMedia) -> ImportMedia:
        """The command with what was said here."""
        assert self._examined is not None
        return replace(
            with_answer(command, self.answer, self._examined),
            title=self.chosen_title,
            started_at=datetime.fromtimestamp(self.when.dateTime().toSecsSinceEpoch()).astimezone().isoformat(),
            scenario=self.scenario.currentData() or "",
            consent={CONSENT: True},
        )

    @property
    def chosen_title(self) -> str:
        """What the session is to be called."""
        return " ".join(self.title.text().split()) or "Imported call"

    def fit(self, width: int) -> None:
        """Question and details beside each other where the page is wide enough, else under each other."""
        wide = self._desk.theme.sizes.room(_WIDE)
        beside = width >= wide + _AROUND
        self._halves.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self.setFixedWidth(wide if beside else min(self._desk.theme.sizes.room(_NARROW), width - _AROUND))

    def quiet(self) -> None:
        """Stop what plays."""
        self._player.stop()

    def _fill(self, examined: MediaExamined) -> None:
        for layout in (self._pictures, self._rows):
            empty_layout(layout)
        self.people = [
            PersonCard(self._desk.theme, person, partial(self._choose_person, person.place))
            for person in examined.people
        ]
        for number, shown in enumerate(self.people):
            self._pictures.addWidget(shown, 0, number)
        for number in (0, 1):
            self._pictures.setColumnStretch(number, 1)
        self.sounds = [
            SoundRow(
                sound,
                partial(self._play, sound),
                partial(self._choose_sound, sound.number),
                alone=len(examined.sounds) == 1,
            )
            for sound in examined.sounds
        ]
        for shown_row in self.sounds:
            self._rows.addWidget(shown_row)
        kind = examined.sounds[0].kind if len(examined.sounds) == 2 else ""
        self.mixed.setVisible(kind == "channel")
        self.unknown_button.setVisible(kind == "voice")
        self.other_button.setVisible(examined.customer_audio is None and examined.tracks <= 1)
        for shown_row in self.sounds:
            shown_row.mine.setVisible(len(examined.sounds) == 2)

    def _show_answer(self) -> None:
        assert self._examined is not None
        for shown in self.people:
            shown.setChecked(shown.person.place == self.answer.person)
        for shown_row in self.sounds:
            shown_row.show_mine(shown_row.sound.number == self.answer.sound and not self.answer.mixed)
        self.mixed.setChecked(self.answer.mixed)
        known = is_complete(self.answer, self._examined)
        agreed = self.agreed.isChecked()
        self.start_button.setEnabled(known and agreed)
        self._missing.setText("Choose who the CSM is." if not known else "" if agreed else "Tick that both agreed.")

    # ------------------------------------------------------------ what the user does

    def _choose_person(self, person: PersonPlace) -> None:
        assert self._examined is not None
        self.answer = choose_person(self.answer, self._examined, person)
        self._show_answer()

    def _choose_sound(self, sound: int | None) -> None:
        assert self._examined is not None
        self.answer = choose_sound(self.answer, self._examined, sound)
        self._show_answer()

    def _set_mixed(self, on: bool) -> None:
        if self._examined is not None and on != self.answer.mixed:
            self.answer = Answer(self.answer.person, None if on else self._examined.proposal.sound, on)
            self._show_answer()

    def _play(self, sound: SoundHeard) -> None:
        trouble = self._player.play(sound.sample)
        if trouble:
            self._desk.toast(trouble)

    # ------------------------------------------------------------ the parts

    def _question(self) -> QFrame:
        return card(
            self._desk.theme,
            label("Who is the CSM?", "title", tight=True),
            self._facts,
            2,
            self._say,
            self._why,
            2,
            self._pictures,
            self._rows,
            row(self.mixed, self.unknown_button, self.other_button, None),
            self.trouble,
            self._notes,
            None,
            spacing=8,
        )

    def _details(self) -> QFrame:
        self.title = QLineEdit()
        self.title.setAccessibleName("Title of the call")
        self.when = QDateTimeEdit()
        self.when.setAccessibleName("When the call was")
        self.when.setDisplayFormat("d MMMM yyyy, HH:mm")
        typed = self.when.findChild(QLineEdit)
        if typed is not None:
            typed.setTextMargins(_INDENT, 0, 0, 0)  # where the other fields have their words
        self.scenario = QComboBox()
        self.scenario.addItem(_NO_SCENARIO, "")
        self.scenario.setAccessibleName("Scenario that was played, optional")
        self.thorough = QCheckBox("More exact words (slower)")
        self.thorough.setAccessibleName("More exact words when importing, slower")
        self.thorough.setChecked(self._desk.settings.switch("import_thorough"))
        self.thorough.toggled.connect(lambda on: self._desk.change_settings({"import_thorough": bool(on)}))
        self.agreed = WrappedCheck("Both people know that this call was recorded, and agree that it is looked at here.")
        self.agreed.toggled.connect(lambda _on: self._show_answer() if self._examined is not None else None)
        fields: Sequence[tuple[str, QWidget]] = (
            ("Title", self.title),
            ("When", self.when),
            ("Scenario, if one was played", self.scenario),
        )
        rows = [column(_named(words, field), field, spacing=3) for words, field in fields]
        return card(self._desk.theme, *rows, 4, self.thorough, self.agreed, spacing=10)

    def _foot(self) -> Any:
        return column(row(self.back_button, None, self.start_button, spacing=14), self._missing, spacing=8)

    def _scenarios(self) -> list[tuple[str, str]]:
        shelf = self._desk.scenarios
        if shelf is None:
            return []
        found = [entry.scenario for entry in shelf.read().entries if entry.scenario is not None]
        return sorted((scenario.title, scenario.id) for scenario in found)

    def _show_scenarios(self, found: Any, error: Exception | None) -> None:
        for title, scenario_id in found if error is None else ():
            self.scenario.addItem(title, scenario_id)


def _named(words: str, field: QWidget) -> QLabel:
    named = label(words, "muted")
    named.setBuddy(field)
    return named


def _moment(text: str) -> QDateTime:
    try:
        moment = datetime.fromisoformat(text).astimezone().replace(tzinfo=None)
    except ValueError:
        return QDateTime.currentDateTime()
    return QDateTime(moment.year, moment.month, moment.day, moment.hour, moment.minute, 0)
