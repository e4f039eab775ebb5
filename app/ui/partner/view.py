"""Before a call with a person in the room: who does what, the secret card, the time."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QPushButton, QWidget

from app.engine.messages import Problem
from app.practice.partner import MINUTES
from app.practice.role_card import role_card
from app.practice.role_card_text import FOOT, role_card_html, role_card_style
from app.ui.calibration.desktop import other_screen
from app.ui.page import Desk, Page
from app.ui.partner.presenter import (
    LOOK_AWAY,
    NO_SCREEN,
    OTHER_SCREEN,
    ROLES,
    SEAT,
    STEPS,
    present_partner_brief,
)
from app.ui.practice.persona_presenter import present_cue_note
from app.ui.routes import PartnerChoice, ToHelp, ToPartner, ToPersona, ToSetup
from app.ui.widgets.kit import button, card, centred, clear, column, label, line, row, scrolled
from app.ui.widgets.top_bar import BarAction, BarContent


class PartnerPage(Page):
    """Roles, card and timer. Enter goes on, Esc goes back to the customer."""

    def __init__(self, desk: Desk, route: ToPartner) -> None:
        super().__init__(desk)
        self._route = route
        scenario = route.entry.scenario
        if scenario is None:
            raise ValueError("a scenario with mistakes cannot be played")
        self.scenario = scenario
        self.setAccessibleName("Before the call with a partner")
        across = row(self._roles(), self._side(), spacing=self.theme.sizes.margin)
        across.setStretch(0, 4)
        across.setStretch(1, 3)
        inside = QWidget()
        inside.setProperty("look", "clear")
        inside.setMaximumWidth(self.theme.sizes.window)
        inside.setLayout(across)
        self.setLayout(column(scrolled(centred(inside), "Before the call with a partner")))
        self._find_screen()

    def bar(self) -> BarContent:
        """Where we are."""
        actions = (BarAction("Help", lambda: self.go.emit(ToHelp("partner")), "plain"),)
        return BarContent(place="With a partner", title=self.scenario.title, actions=actions)

    def enter(self) -> None:
        """The way on is at hand."""
        self._find_screen()
        self.start.setFocus()

    def on_back(self) -> bool:
        """Back to the customer; the card goes away."""
        self.desk.partner.close()
        self.go.emit(ToPersona(self._route.entry, self._route.calls, self._route.wanted))
        return True

    def choice(self) -> PartnerChoice:
        """The call as chosen here."""
        cues = present_cue_note(self.desk.settings, self._route.calls, check=False)
        minutes = self.minutes.checkedId()
        return PartnerChoice(self._route.entry.file, self.scenario, minutes, words=cues.words, strip=cues.strip)

    def show_card(self) -> None:
        """The card on the partner's screen."""
        screen = other_screen(self)
        if screen is not None:
            self.desk.partner.open(self.theme, self.scenario, screen)
        self._find_screen()

    def show_here(self) -> None:
        """The card on this screen, because the learner asked for it."""
        self.desk.partner.open(self.theme, self.scenario, None)

    def save_card(self) -> None:
        """The card on paper: a PDF to print."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        proposed = str(Path(folder) / f"Role card - {self.scenario.persona.name}.pdf")
        name, _kind = QFileDialog.getSaveFileName(self, "Save the role card", proposed, "PDF (*.pdf)")
        if name:
            self.write_card(Path(name))

    def write_card(self, target: Path) -> None:
        """Write the card, away from the window."""
        made, paper = role_card(self.scenario), self._paper()

        def write() -> None:
            from app.reports.one_page_pdf import OnePage, write_page

            foot = f"{made.title}. {FOOT}"
            page = OnePage(f"Role card: {made.name}", role_card_html(made), role_card_style, foot)
            write_page(target, page, paper=paper)

        self.desk.tasks.run(write, lambda value, error: self._written(target, value, error), owner=self)

    def _paper(self) -> Literal["a4", "letter"]:
        return "letter" if self.desk.settings.text("role_card_paper") == "letter" else "a4"

    def _written(self, target: Path, _value: Any, error: Exception | None) -> None:
        if error is None:
            self.desk.toast(f"The card was saved as {target.name}.")
            return
        remedy = getattr(error, "recovery", "Choose another place.")
        why = getattr(error, "message", str(error))
        self.desk.tell(Problem("disk", f"The role card could not be saved. {why}", remedy, "notice"))

    def _find_screen(self) -> None:
        there = other_screen(self) is not None
        self.show_button.setEnabled(there)
        self.screen_note.setText(OTHER_SCREEN if there else NO_SCREEN)

    def _roles(self) -> QWidget:
        view = present_partner_brief(self.scenario)
        aim = label(view.aim, "try", wrap=True)
        aim.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        about = card(
            self.theme,
            label(view.title, "title", tight=True),
            label(view.about, "muted", tight=True),
            label(view.summary, wrap=True),
            label("What to try", "strong"),
            aim,
            spacing=8,
        )
        roles: list[QWidget] = []
        for who, does in ROLES:
            roles.append(clear(label(who, "strong"), label(does, "muted", wrap=True), spacing=1))
        steps = [label(f"{number}.  {text}", wrap=True) for number, text in enumerate(STEPS, start=1)]
        how = card(
            self.theme,
            label("Who does what", "heading"),
            *roles,
            4,
            label("How it goes", "heading"),
            *steps,
            4,
            label(SEAT, "muted", wrap=True),
            spacing=8,
        )
        return clear(about, how, None, spacing=self.theme.sizes.gap)

    def _side(self) -> QWidget:
        view = present_partner_brief(self.scenario)
        self.show_button = button("Show it on the other screen", self.show_card)
        self.paper_button = button("Save it as PDF …", self.save_card, name="Save the role card as PDF")
        self.here_button = button("Show it here", self.show_here, "plain")
        self.screen_note = label("", "muted", wrap=True)
        secret = card(
            self.theme,
            label("The secret card", "heading"),
            label(f"{view.who}. Only your partner reads it.", wrap=True),
            self.screen_note,
            self.show_button,
            self.paper_button,
            line(),
            label(LOOK_AWAY, "small", wrap=True),
            row(self.here_button, None),
            spacing=8,
        )
        self.start = button("Set up the call", lambda: self.go.emit(ToSetup(partner=self.choice())), "primary")
        time = card(
            self.theme,
            label("Time", "heading"),
            row(*self._minutes(), None, spacing=6),
            label("A large timer stands on both screens. Time can be added.", "muted", wrap=True),
            4,
            self.start,
            spacing=8,
        )
        return clear(secret, time, None, spacing=self.theme.sizes.gap)

    def _minutes(self) -> list[QPushButton]:
        self.minutes = QButtonGroup(self)
        wanted = self.desk.settings.number("partner_minutes")
        made = []
        for minutes in sorted({*MINUTES, wanted}):
            one = button(f"{minutes} min", lambda: None, "tab", name=f"{minutes} minutes")
            one.setCheckable(True)
            one.setChecked(minutes == wanted)
            self.minutes.addButton(one, minutes)
            made.append(one)
        return made
