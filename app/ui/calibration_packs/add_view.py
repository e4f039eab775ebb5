"""Adding a stretch of a session to a calibration pack."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtWidgets import QComboBox, QLineEdit

from app.library.calibration_packs.pack import LONGEST_S, NAME_LENGTH, QUESTION_LENGTH, SHORTEST_S
from app.library.calibration_packs.values import KeptPack
from app.library.packages.job import Job
from app.ui.calibration_packs.presenter import made_words, parse_clock
from app.ui.page import Desk
from app.ui.routes import ToAddClip, ToCalibrationPacks, ToHelp, ToReview
from app.ui.sharing.file_page import FilePage
from app.ui.widgets.kit import button, card, clear, label, row
from app.ui.widgets.top_bar import BarAction, BarContent
from app.ui.words import clock
from perception.types import Span

NEW: Final = ""  # in place of a pack's folder
_USUAL_S: Final = 120.0  # where no stretch was chosen


class AddClipPage(FilePage):
    """From when to when, its title, a question, and which pack."""

    def __init__(self, desk: Desk, route: ToAddClip) -> None:
        super().__init__(desk, "Add to a calibration pack")
        self.route = route
        self.packs: dict[str, KeptPack] = {}
        self.whole_s = 0.0
        end_s = route.end_s if route.end_s > route.start_s else route.start_s + _USUAL_S
        self.begin, self.until = self._field("From", clock(route.start_s)), self._field("To", clock(end_s))
        self._exact = {self.begin: (clock(route.start_s), route.start_s), self.until: (clock(end_s), end_s)}
        self.title = self._field("Title", f"{route.title}, {clock(route.start_s)}".strip(", ")[:NAME_LENGTH])
        self.question = self._field("Question to talk about", "")
        self.question.setPlaceholderText("For example: when does she feel heard?")
        self.question.setMaxLength(QUESTION_LENGTH)
        self.pack = QComboBox()
        self.pack.setAccessibleName("Pack")
        self.pack.currentIndexChanged.connect(lambda _index: self._ready())
        self.name = self._field("Name of the new pack", "")
        self.name.setPlaceholderText("Name of the new pack")
        self.add_button = button("Add the clip", self.add, "primary")
        self._told = label("", "muted", wrap=True)
        for field in (self.begin, self.until, self.title, self.name):
            field.setMaxLength(NAME_LENGTH)
            field.textChanged.connect(lambda _text: self._ready())
        times = row(label("From"), self.begin, label("to"), self.until, None, spacing=8)
        inside = card(
            self.theme,
            label("Add to a calibration pack", "title"),
            label(
                "The stretch becomes a clip that coaches rate by itself. Your session stays as it is.",
                "muted",
                wrap=True,
            ),
            6,
            label("Pack", "heading"),
            clear(self.pack, self.name, spacing=8),
            label("Stretch", "heading"),
            times,
            label("Title", "heading"),
            self.title,
            label("Question to talk about", "heading"),
            self.question,
            self._told,
            row(None, self.add_button),
            spacing=10,
        )
        self.ask_with(self.narrow(self.trouble_here(), inside, name="Add to a calibration pack"))
        self._ready()

    def bar(self) -> BarContent:
        """Where we are."""
        help_action = BarAction("Help", lambda: self.go.emit(ToHelp("calibration-packs")), "plain")
        return BarContent(place="Calibration pack", title=self.route.title, actions=(help_action,))

    def enter(self) -> None:
        """Look whether a clip may be made, and which packs there are."""
        service = self.desk.services.packs
        if service is not None and not self.whole_s:
            self.desk.tasks.run(
                lambda: (service.length_of(self.route.folder), service.all()[0]), self._looked, owner=self
            )

    def on_back(self) -> bool:
        """Back to the review."""
        if not super().on_back():
            self._to_review()
        return True

    @property
    def span(self) -> Span | None:
        """The stretch that was typed; None where it is none."""
        start_s, end_s = self._time(self.begin), self._time(self.until)
        return None if start_s is None or end_s is None else Span(start_s, end_s)

    def add(self) -> None:
        """Make the clip."""
        service, span = self.desk.services.packs, self.span
        if service is None or span is None or not self.add_button.isEnabled():
            return
        kept, name, author = self._chosen(), self.name.text().strip(), self.desk.settings.text("your_name")
        title, question = self.title.text(), self.question.text()

        def work(job: Job) -> Any:
            pack = kept if kept is not None else service.make(name, author)
            try:
                return service.add_clip(pack, self.route.folder, span, title=title, question=question, job=job)
            except BaseException:
                if kept is None:
                    service.put_away(pack.folder)  # an empty pack nobody asked for
                raise

        self.start("Cutting and measuring the clip …", work, self._added)

    # ------------------------------------------------------------ inside

    def _field(self, name: str, text: str) -> QLineEdit:
        made = QLineEdit(text)
        made.setAccessibleName(name)
        return made

    def _time(self, field: QLineEdit) -> float | None:
        """What was typed; the exact time of the selection where it was left as it is."""
        shown, exact_s = self._exact[field]
        return exact_s if field.text().strip() == shown else parse_clock(field.text())

    def _chosen(self) -> KeptPack | None:
        return self.packs.get(str(self.pack.currentData() or NEW))

    def _looked(self, found: Any, error: Exception | None) -> None:
        if error is not None:
            self.tell_trouble(error)
            self._ready()
            return
        self.whole_s, packs = found
        self.packs = {str(kept.folder): kept for kept in packs if kept.own}
        self.pack.clear()
        for key, kept in self.packs.items():
            self.pack.addItem(kept.pack.name, key)
        self.pack.addItem("A new pack", NEW)
        self.pack.setCurrentIndex(0)
        self._ready()
        (self.title if self.packs else self.name).setFocus()

    def _ready(self) -> None:
        new = self._chosen() is None
        self.name.setVisible(new)
        problem = self._problem()
        self._told.setText(problem)
        named = bool(self.name.text().strip()) or not new
        self.add_button.setEnabled(not problem and named and bool(self.whole_s) and bool(self.title.text().strip()))

    def _problem(self) -> str:
        span = self.span
        if span is None:
            return "Write times as minutes and seconds, such as 1:05."
        if self.whole_s and span.start_s >= self.whole_s:
            return f"The session is only {clock(self.whole_s)} long."
        length_s = min(span.end_s, self.whole_s or span.end_s) - span.start_s
        if length_s < SHORTEST_S:
            return f"A clip needs at least {SHORTEST_S:.0f} seconds."
        return f"A clip may last {LONGEST_S / 60:.0f} minutes at most." if length_s > LONGEST_S else ""

    def _added(self, found: Any) -> None:
        kept, made = found
        to_pack = button("To the pack", lambda: self.go.emit(ToCalibrationPacks(kept.folder)), "primary")
        back = button("Back to the review", self._to_review)
        self.show_done(made_words(made, kept.pack.name), (to_pack, back))

    def _to_review(self) -> None:
        """As it was left: who rates first still sees nothing that was measured."""
        self.go.emit(ToReview(self.route.folder, self.route.start_s, rate=self.route.rate))
