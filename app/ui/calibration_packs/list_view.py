"""All calibration packs."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QLayout

from app.library.calibration_packs.spread import ClipRatings
from app.library.calibration_packs.values import KeptPack
from app.ui.calibration_packs.presenter import EMPTY, PURPOSE, present_pack
from app.ui.debrief.actions import ask_text
from app.ui.page import Desk, Page
from app.ui.review.coaching.writing import author_name
from app.ui.routes import ToAgreement, ToCalibrationPacks, ToHelp, ToPackage
from app.ui.widgets.kit import button, card, centred, clear, column, empty_layout, label, row, scrolled
from app.ui.widgets.notices import EmptyState
from app.ui.widgets.top_bar import BarAction, BarContent

WIDTH: Final = 980


class PacksPage(Page):
    """What packs there are, and how far one is with each."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ask_text = ask_text
        self.packs: tuple[tuple[KeptPack, tuple[ClipRatings, ...]], ...] = ()
        self._room = column(spacing=self.theme.sizes.gap)
        self.new_button = button("New pack …", self.make, "primary")
        self.open_button = button("Open a pack …", lambda: self.go.emit(ToPackage()))
        commands = row(self.new_button, self.open_button, None)
        inside = clear(
            label("Calibration packs", "title"), label(PURPOSE, "muted", wrap=True), commands, 6, self._room, None
        )
        inside.setMaximumWidth(self.theme.sizes.room(WIDTH))
        self.setLayout(column(scrolled(centred(inside), "Calibration packs")))

    def bar(self) -> BarContent:
        """Where we are."""
        return BarContent(
            place="Calibration packs",
            actions=(BarAction("Help", lambda: self.go.emit(ToHelp("calibration-packs")), "plain"),),
        )

    def enter(self) -> None:
        """Read the packs."""
        service, me = self.desk.services.packs, author_name(self.desk, "coach")
        if service is None:
            return

        def read() -> Any:
            found, problems = service.all()
            return [(kept, service.ratings(kept, me)) for kept in found], problems

        self.desk.tasks.run(read, self._read, owner=self)

    def on_back(self) -> bool:
        """Back to agreement."""
        self.go.emit(ToAgreement())
        return True

    def make(self) -> None:
        """Begin a pack."""
        service = self.desk.services.packs
        name = self.ask_text(self, "New calibration pack", "What is it about?", "") if service is not None else None
        if service is None or name is None:
            return
        author = self.desk.settings.text("your_name")
        self.desk.tasks.run(lambda: service.make(name, author), self._made, owner=self)

    # ------------------------------------------------------------ inside

    def _made(self, kept: Any, error: Exception | None) -> None:
        if error is not None:
            tell(self.desk, "The pack could not be made.", error)
        else:
            self.go.emit(ToCalibrationPacks(kept.folder))

    def _read(self, found: Any, error: Exception | None) -> None:
        empty_layout(self._room)
        if error is not None:
            self._room.addWidget(label(f"The packs could not be read. {error}", wrap=True))
            return
        packs, problems = found
        self.packs = tuple(packs)
        for problem in problems:
            self._room.addWidget(label(problem, wrap=True))
        if not packs and not problems:
            self._room.addWidget(EmptyState(self.theme, "No packs yet", EMPTY, None))
        for kept, clips in packs:
            self._room.addWidget(card(self.theme, self._line(kept, clips)))

    def _line(self, kept: KeptPack, clips: tuple[ClipRatings, ...]) -> QLayout:
        view = present_pack(kept, clips, self.desk.now().date())
        words = clear(label(view.name, "heading", tight=True), label(view.about, "muted", tight=True), spacing=2)
        then = partial(self.go.emit, ToCalibrationPacks(kept.folder))
        open_button = button("Open", then, name=f"Open {view.name}")
        made = row(words, label(view.progress, "muted"), open_button, spacing=14)
        made.setStretch(0, 1)
        return made


def tell(desk: Desk, what: str, error: Exception) -> None:
    """Say what did not work and what to do."""
    from app.engine.messages import Problem

    message = getattr(error, "message", str(error))
    remedy = getattr(error, "recovery", "Check the disk and your rights to the folder.")
    desk.tell(Problem("disk", f"{what} {message}", remedy, "notice"))
