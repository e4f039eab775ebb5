"""The model card: headings at the left with a search, one card a letter at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLineEdit, QPushButton, QScrollArea, QSizePolicy, QWidget

from app.reports.results import ResultsError, load_results
from app.ui.modelcard.presenter import CardView, ModelView, SectionView, TableView, matching, present_card
from app.ui.modelcard.table import FigureTable, bullets
from app.ui.page import Desk, Page
from app.ui.resources import RESULTS
from app.ui.routes import ToHelp, ToModelCard, ToSettings
from app.ui.widgets.kit import button, card, clear, column, label, line, row, scrolled
from app.ui.widgets.notices import EmptyState
from app.ui.widgets.top_bar import BarContent

_NARROW_LETTERS = 62  # window width in letters of body text below which the headings stand above the text
_ASIDE_LETTERS = 17
_TEXT_LETTERS = 64
_MODELS = "models"
_FOUND_AT_ONCE = 3
_NO_LIMIT = 16_777_215  # Qt's own largest size
_LOWER = 8  # headings stand closer than buttons
_PART_OF_VIEW = 0.9  # of the height for one press of Page Down


def read_card(programme: str) -> CardView:
    """The card with the results that are shipped; an honest card without them where they cannot be read."""
    try:
        return present_card(load_results(RESULTS), programme=programme)
    except ResultsError as error:
        return present_card(None, programme=programme, problem=str(error))


class ModelCardPage(Page):
    """Search, headings and cards. Arrows and Page keys scroll, Ctrl+F searches."""

    def __init__(self, desk: Desk, route: ToModelCard) -> None:
        super().__init__(desk)
        self._origin = route.origin
        self._narrow = False
        self.view = read_card(desk.settings.programme_name)
        self.buttons: dict[str, QPushButton] = {}
        self.places: dict[str, QWidget] = {}
        # Tables are many widgets: they are made a section at a time, so that the page opens at once.
        self._waiting: list[tuple[QBoxLayout, tuple[TableView, ...]]] = []
        self._place = self._wanted = ""
        self._filling = QTimer(self)
        self._filling.timeout.connect(self._fill_next)
        self._aside = self._make_aside()
        self.scroller = self._make_text()
        self._fill_next()
        self._filling.start(0)
        self.scroller.verticalScrollBar().valueChanged.connect(lambda _to: self._mark_place())
        self._across = row(None, self._aside, self.scroller, None, spacing=self.theme.sizes.margin)
        self._across.setStretch(2, 100)
        self._across.setContentsMargins(40, 28, 28, 0)
        holder = QWidget()
        holder.setProperty("look", "clear")
        holder.setLayout(self._across)
        self.setLayout(column(holder))

    def bar(self) -> BarContent:
        """Where we are."""
        return BarContent(place="Model card")

    def on_back(self) -> bool:
        """Back to where the card was opened."""
        self.go.emit(ToSettings() if self._origin == "settings" else ToHelp())
        return True

    def on_key(self, event: QKeyEvent) -> bool:
        """Scroll by keys; Ctrl+F searches."""
        bar, key = self.scroller.verticalScrollBar(), event.key()
        if key == Qt.Key.Key_F and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()
            return True
        page = int(self.scroller.viewport().height() * _PART_OF_VIEW)
        step = 3 * self.theme.sizes.body
        to = {
            Qt.Key.Key_Down: bar.value() + step,
            Qt.Key.Key_Up: bar.value() - step,
            Qt.Key.Key_PageDown: bar.value() + page,
            Qt.Key.Key_PageUp: bar.value() - page,
            Qt.Key.Key_Home: bar.minimum(),
            Qt.Key.Key_End: bar.maximum(),
        }.get(Qt.Key(key))
        if to is None:
            return False
        bar.setValue(to)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Headings beside the text, or above it where the window is narrow or the text large."""
        narrow = self.width() < _NARROW_LETTERS * self.theme.sizes.body
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._across.direction() != way:
            self._across.setDirection(way)
        self._narrow = narrow
        self._show_headings()
        self._aside.setFixedWidth(self.width() - 80 if narrow else _ASIDE_LETTERS * self.theme.sizes.body)
        super().resizeEvent(event)

    def jump(self, key: str) -> None:
        """Bring a section to the top; once more when all tables are there."""
        inside = self.scroller.widget()
        self._wanted = key if self._filling.isActive() else ""
        if key in self.places and inside is not None:
            self.scroller.verticalScrollBar().setValue(self._top_of(key, inside) - self.theme.sizes.unit)

    def enter(self) -> None:
        """From the top."""
        self.scroller.verticalScrollBar().setValue(0)
        self._mark_place()

    def show_found(self, wanted: str) -> None:
        """Keep the headings whose sections hold the words, and go to the first."""
        found = matching(self.view.sections, wanted)
        for key, shown in self.buttons.items():
            shown.setVisible(key in found or (key == _MODELS and not wanted.strip()))
        self._nothing.setVisible(not found)
        self._show_headings()
        if wanted.strip() and found:
            self.jump(found[0])

    def _show_headings(self) -> None:
        """Where there is little room, only what was found, and no more than three headings of it at once."""
        found = sum(not shown.isHidden() for shown in self.buttons.values())
        self._headings.setHidden(self._narrow and not (self.search.text().strip() and found))
        least = min(found, _FOUND_AT_ONCE) * (self.theme.sizes.control + self.theme.sizes.unit) + self.theme.sizes.pad
        self._headings.setMaximumHeight(least if self._narrow else _NO_LIMIT)
        upright = QSizePolicy.Policy.Maximum if self._narrow else QSizePolicy.Policy.Preferred
        self._aside.setSizePolicy(QSizePolicy.Policy.Preferred, upright)

    def _top_of(self, key: str, inside: QWidget) -> int:
        return self.places[key].mapTo(inside, self.places[key].rect().topLeft()).y()

    def _mark_place(self) -> None:
        """The heading of the section at the top of the view is strong."""
        bar, inside = self.scroller.verticalScrollBar(), self.scroller.widget()
        if inside is None or not self.places:
            return
        look_at = bar.value() + self.scroller.viewport().height() // 4
        passed = [key for key in self.places if self._top_of(key, inside) <= look_at]
        here = list(self.places)[-1] if bar.value() == bar.maximum() > 0 else passed[-1] if passed else ""
        if here == self._place:
            return
        for key in filter(None, (self._place, here)):
            self.buttons[key].setStyleSheet(self._heading_look(here=key == here))
        self._place = here

    # ------------------------------------------------------------ making

    def _make_aside(self) -> QWidget:
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find in the card")
        self.search.setAccessibleName("Find in the model card")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.show_found)
        for section in self.view.sections:
            self._add_heading(section.key, f"{section.letter}  {section.heading}".strip())
        if self.view.models:
            self._add_heading(_MODELS, "The models")
        self._nothing = label("Nothing found.", "small")
        self._nothing.hide()
        self._headings = scrolled(clear(*self.buttons.values(), None, spacing=2), "Headings")
        return clear(self.search, 8, self._nothing, self._headings, spacing=2)

    def _fill_next(self) -> None:
        """The tables of one more section. The last turn, with everything laid out, goes where it was asked to go."""
        if self._waiting:
            place, tables = self._waiting.pop(0)
            for table in tables:
                for part in (line(), FigureTable(self.theme, table)):
                    place.addWidget(part)
            return
        self._filling.stop()
        if self._wanted:
            self.jump(self._wanted)
        self._mark_place()

    def _add_heading(self, key: str, text: str) -> None:
        made = button(text, partial(self.jump, key), "plain", name=f"Go to {text}")
        made.setStyleSheet(self._heading_look(here=False))
        self.buttons[key] = made

    def _heading_look(self, *, here: bool) -> str:
        colour = self.theme.colours.ink if here else self.theme.colours.muted
        height = self.theme.sizes.control - _LOWER
        return f"text-align: left; min-height: {height}px; font-weight: {600 if here else 400}; color: {colour};"

    def _make_text(self) -> QScrollArea:
        parts: list[QWidget | int | None] = [
            label("Model card", "title"),
            label(self.view.introduction, "muted", wrap=True),
            8,
        ]
        if self.view.empty:
            parts.append(EmptyState(self.theme, "The results cannot be shown", self.view.empty, None))
        for section in self.view.sections:
            self.places[section.key] = self._section(section)
            parts.append(self.places[section.key])
        if self.view.models:
            self.places[_MODELS] = self._models(self.view.models)
            parts.append(self.places[_MODELS])
        inside = clear(*parts, None, spacing=self.theme.sizes.gap)
        made = scrolled(inside, "Model card")
        made.setMaximumWidth(_TEXT_LETTERS * self.theme.sizes.body)
        return made

    def _section(self, section: SectionView) -> QFrame:
        heading = label(section.heading, "heading")
        letter = label(section.letter)
        letter.setFont(self.theme.font("letter", strong=True))
        letter.setStyleSheet(f"font-size: {self.theme.sizes.letter}px; font-weight: 700;")
        letter.setHidden(not section.letter)
        parts: list[QWidget | int | QBoxLayout] = [row(letter, heading, None, spacing=12)]
        parts += [label(text, wrap=True) for text in (section.text,) if text]
        parts += [label(text, "muted", wrap=True) for text in (section.summary,) if text]
        if section.tables:
            place = column(spacing=12)
            parts += [4, place]
            self._waiting.append((place, section.tables))
        if section.points_heading and section.points:
            parts += [6, line(), label(section.points_heading, "strong")]
        parts += bullets(section.points)
        made = card(self.theme, *parts, spacing=10)
        made.setAccessibleName(f"{section.letter} {section.heading}".strip())
        return made

    def _models(self, models: tuple[ModelView, ...]) -> QFrame:
        parts: list[QWidget | int] = [
            label("The models", "heading"),
            label(
                "They run on this laptop only. Each file is checked against its checksum before it is used.", wrap=True
            ),
        ]
        for model in models:
            parts += [line(), label(model.title, "strong", tight=True)]
            parts += [label(model.made_by, wrap=True), label(model.files, "small", wrap=True)]
        made = card(self.theme, *parts, spacing=8)
        made.setAccessibleName("The models")
        return made
