"""Meet the customer before the call: who they are, what happened, what to try."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from app.ui.page import Desk, Page
from app.ui.practice.persona_card import persona_lines
from app.ui.practice.persona_presenter import BriefView, present_brief, present_cue_note, start_words
from app.ui.routes import PracticeChoice, ToPartner, ToPersona, ToPractice, ToSetup
from app.ui.widgets.character_view import CharacterView
from app.ui.widgets.kit import button, card, centred, clear, column, label, line, row, scrolled
from app.ui.widgets.top_bar import BarContent

CHECK_HELP = "No cues and no marks, as in a real call. See what holds by itself."


class PersonaPage(Page):
    """One customer. Enter goes on, Esc goes back to the others."""

    def __init__(self, desk: Desk, route: ToPersona) -> None:
        super().__init__(desk)
        self._route = route
        scenario = route.entry.scenario
        if scenario is None:
            raise ValueError("a scenario with mistakes cannot be played")
        self.scenario = scenario
        self.setAccessibleName(f"Before the call with {scenario.persona.name}")
        view = present_brief(scenario, route.entry.played, desk.now().date())
        across = row(self._person(view), self._call(view), spacing=self.theme.sizes.margin)
        across.setStretch(0, 3)
        across.setStretch(1, 4)
        inside = QWidget()
        inside.setProperty("look", "clear")
        inside.setMaximumWidth(self.theme.sizes.window)
        inside.setLayout(across)
        self.setLayout(column(scrolled(centred(inside), "Before the call")))

    def bar(self) -> BarContent:
        """Where we are."""
        return BarContent(place="Practise", title=self.scenario.title)

    def enter(self) -> None:
        """The way on is at hand."""
        self.start.setFocus()

    def on_back(self) -> bool:
        """Back to the others."""
        self.go.emit(ToPractice(self._route.wanted))
        return True

    def choice(self) -> PracticeChoice:
        """The call as chosen here."""
        played = self._route.entry.played
        cues = present_cue_note(self.desk.settings, self._route.calls, check=self.check.isChecked())
        return PracticeChoice(
            self._route.entry.file,
            self.scenario,
            seed=1 + (played.times if played is not None else 0),
            words=cues.words,
            strip=cues.strip,
            note=cues.note,
        )

    def _person(self, view: BriefView) -> QWidget:
        drawing = self.desk.portrait(self.scenario.persona.look)
        self.picture = CharacterView(self.theme, view.persona.name, drawing, run=self.desk.tasks.run)
        self.picture.setFixedHeight(self.theme.sizes.portrait)
        name = column(label(view.persona.name, "heading"), label(view.persona.role, "muted", wrap=True), spacing=2)
        about = card(self.theme, name, line(), *persona_lines(view.persona), spacing=6)
        return clear(self.picture, about, None, spacing=self.theme.sizes.gap)

    def _call(self, view: BriefView) -> QWidget:
        self.check = QCheckBox("Check call")
        self.check.setAccessibleDescription(CHECK_HELP)
        self.check.toggled.connect(lambda _on: self._tell_cues())
        self.note = label("", "muted", wrap=True)
        self.start = button(start_words(self.scenario.persona), self._go, "primary")
        self.with_partner = button("With a partner in the room", self._with_partner)
        played = [label(view.played, "good-small")] if view.played else []
        aim = label(view.aim, "try", wrap=True)
        aim.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        check = column(self.check, label(CHECK_HELP, "muted", wrap=True), spacing=2)
        parts: list[QLabel | QWidget] = [
            label(view.title, "title", tight=True),
            label(view.about, "muted", tight=True),
            *played,
            label(view.summary, wrap=True),
            label("What to try", "strong"),
            aim,
            label(view.trains, "muted", wrap=True),
        ]
        made = card(
            self.theme, *parts, 6, line(), check, self.note, row(self.start, self.with_partner, None), spacing=8
        )
        self._tell_cues()
        return clear(made, None)

    def _tell_cues(self) -> None:
        cues = present_cue_note(self.desk.settings, self._route.calls, check=self.check.isChecked())
        told = "" if self.check.isChecked() else cues.note
        self.note.setText(told)
        self.note.setVisible(bool(told))

    def _with_partner(self) -> None:
        self.go.emit(ToPartner(self._route.entry, self._route.calls, self._route.wanted))

    def _go(self) -> None:
        self.go.emit(ToSetup(self.choice()))
