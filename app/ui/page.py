"""What every page has in common, and what a page may use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.engine.messages import Command, DevicesListed, Event, PreviewImage, Problem, StateChanged
from app.settings import Settings
from app.tasks import Tasks
from app.ui.partner.window import PartnerScreen
from app.ui.ports import (
    CalibrationShelf,
    DrillShelf,
    Exporter,
    ScenarioShelf,
    SessionNotes,
    SessionOpener,
    SessionShelf,
    Transcripts,
)
from app.ui.theme import Theme
from app.ui.widgets.character_view import Drawing
from app.ui.widgets.top_bar import BarContent

if TYPE_CHECKING:
    from app.ui.editor.ports import Workshop
    from app.ui.review.coaching.ports import CoachingService
    from app.ui.review.ports import ReviewService
    from app.ui.services import Services


class Desk(Protocol):
    """What the main window offers its pages."""

    @property
    def theme(self) -> Theme:
        """The look."""
        ...

    @property
    def settings(self) -> Settings:
        """All settings now."""
        ...

    @property
    def tasks(self) -> Tasks:
        """Jobs away from the window."""
        ...

    @property
    def shelf(self) -> SessionShelf:
        """Where sessions are kept."""
        ...

    @property
    def opener(self) -> SessionOpener:
        """Reads a session."""
        ...

    @property
    def exporter(self) -> Exporter:
        """Writes a session in another format."""
        ...

    @property
    def transcripts(self) -> Transcripts | None:
        """Where corrections of transcripts are kept, or None."""
        ...

    @property
    def notes(self) -> SessionNotes | None:
        """Where self-checks and comments are kept, or None."""
        ...

    @property
    def calibrations(self) -> CalibrationShelf | None:
        """Where calibrations are kept, or None."""
        ...

    @property
    def scenarios(self) -> ScenarioShelf | None:
        """Where the written customers are kept, or None."""
        ...

    @property
    def workshop(self) -> Workshop | None:
        """Where scenarios are written, or None."""
        ...

    @property
    def coaching(self) -> CoachingService | None:
        """Where comments, ratings and the rubric are kept, or None."""
        ...

    @property
    def review(self) -> ReviewService | None:
        """Reads sessions for the coach's workspace, or None."""
        ...

    @property
    def drills(self) -> DrillShelf | None:
        """The written drills, or None."""
        ...

    @property
    def services(self) -> Services:
        """What the window works with; parts that a page of their own needs are taken from here."""
        ...

    def portrait(self, look: str) -> Drawing | None:
        """How to draw the person of a look; None without drawings."""
        ...

    @property
    def partner(self) -> PartnerScreen:
        """The window of a partner in the room."""
        ...

    @property
    def engine_state(self) -> StateChanged:
        """The newest state of the engine."""
        ...

    @property
    def devices(self) -> DevicesListed | None:
        """The devices found last, or None."""
        ...

    @property
    def has_sample(self) -> bool:
        """Whether the sample call can be made."""
        ...

    def send(self, command: Command) -> None:
        """Hand a command to the engine."""
        ...

    def change_settings(self, changes: dict[str, str | int | float | bool]) -> None:
        """Check, keep and apply settings."""
        ...

    def tell(self, problem: Problem) -> None:
        """Show a problem with its remedy."""
        ...

    def toast(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Confirm something for a few seconds."""
        ...

    def now(self) -> datetime:
        """Wall-clock time."""
        ...


class Page(QWidget):
    """One screen. `go` asks the window for another one, `bar_changed` to read the bar again."""

    go = Signal(object)
    bar_changed = Signal()
    time_changed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.theme = desk.theme
        self.setProperty("look", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # The page itself holds the keys at first; the first Tab goes to its first control.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def bar(self) -> BarContent:
        """What the top bar says."""
        return BarContent()

    def enter(self) -> None:
        """The page is shown."""

    def leave(self) -> None:
        """Another page is shown."""

    def on_event(self, event: Event) -> None:
        """Something came from the engine."""

    def shows(self, problem: Problem) -> bool:  # noqa: ARG002 - pages override it
        """Whether the page tells of this problem itself; asked after `on_event`."""
        return False

    def on_preview(self, image: PreviewImage) -> None:
        """A new own picture."""

    def on_key(self, event: QKeyEvent) -> bool:  # noqa: ARG002 - pages override it
        """A key no control has used; True when the page did something with it."""
        return False

    def on_back(self) -> bool:
        """Back or Esc; True when the page stays and has dealt with it."""
        return False
