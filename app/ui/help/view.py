"""Help: short pages in plain words, read from the help folder."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from app.ui.page import Desk, Page
from app.ui.resources import HELP
from app.ui.routes import ToModelCard
from app.ui.widgets.kit import button, card, clear, column, line, row
from app.ui.widgets.paragraph import LINE_HEIGHT
from app.ui.widgets.top_bar import BarContent

_BRIEF: Final = re.compile(r"[:,] ")  # what follows explains a title


def help_pages(folder: Path) -> dict[str, tuple[str, str]]:
    """Every help page by name: its title (the first heading) and its text, in order of the numbers of the files."""
    pages: dict[str, tuple[str, str]] = {}
    for path in sorted(folder.glob("*.md"), key=_place):
        text = path.read_text(encoding="utf-8")
        title = text.splitlines()[0].lstrip("# ").strip()
        pages[path.stem.split("-", 1)[-1]] = (title, text)
    return pages


def _place(path: Path) -> tuple[int, str]:
    """By the number at the start of the name."""
    number = path.stem.split("-", 1)[0]
    return (int(number) if number.isdigit() else 0, path.name)


class HelpPage(Page):
    """Topics at the left, the page at the right."""

    def __init__(self, desk: Desk, topic: str) -> None:
        super().__init__(desk)
        self.pages = help_pages(HELP)
        self.buttons: dict[str, QPushButton] = {}
        self.browser = QTextBrowser()
        self.browser.setAccessibleName("Help text")
        self.browser.setOpenLinks(False)
        self.browser.document().setDocumentMargin(self.theme.sizes.pad)
        for name, (title, _text) in self.pages.items():
            short = _BRIEF.split(title)[0]
            self.buttons[name] = button(short, partial(self.show_topic, name), "plain", name=title)
            self.buttons[name].setStyleSheet("text-align: left;")
        self.model_card = button("Model card: how exact it is", lambda: self.go.emit(ToModelCard()), "plain")
        self.model_card.setStyleSheet("text-align: left;")
        self.topics = QComboBox()
        self.topics.setAccessibleName("Topics of the help")
        for name, (title, _text) in self.pages.items():
            self.topics.addItem(title, name)
        self.topics.activated.connect(lambda _index: self.show_topic(str(self.topics.currentData())))
        holder = QWidget()
        holder.setProperty("look", "clear")
        holder.setLayout(self._on_top() if self.theme.sizes.very_large else self._beside())
        self.setLayout(column(holder))
        self.show_topic(topic if topic in self.pages else next(iter(self.pages), ""))

    def _beside(self) -> QHBoxLayout:
        """A list of topics at the left."""
        topics = clear(*self.buttons.values(), 12, line(), 4, self.model_card, None, spacing=2)
        topics.setFixedWidth(240)
        paper = card(self.theme, self.browser)
        paper.setMaximumWidth(self.theme.sizes.reading + 60)
        across = row(None, topics, paper, None, spacing=self.theme.sizes.margin)
        across.setStretch(2, 100)
        across.setContentsMargins(40, 32, 40, 24)
        return across

    def _on_top(self) -> QVBoxLayout:
        """One box of topics above the page: the titles are too long for a list beside it."""
        self.model_card.setText("Model card")
        self.model_card.setToolTip("How exact it is")
        above = row(self.topics, self.model_card, spacing=self.theme.sizes.gap)
        above.setStretch(0, 1)
        whole = column(above, card(self.theme, self.browser), spacing=self.theme.sizes.gap)
        whole.setStretch(1, 1)
        margin = self.theme.sizes.margin
        whole.setContentsMargins(margin, margin, margin, margin)
        return whole

    def bar(self) -> BarContent:
        """Where we are."""
        return BarContent(place="Help")

    def show_topic(self, name: str) -> None:
        """Show a page; the programme is called by its own name."""
        if name not in self.pages:
            self.browser.setPlainText("The help pages are not installed.")
            return
        text = self.pages[name][1].replace("{programme}", self.desk.settings.programme_name)
        document = self.browser.document()
        document.setDefaultFont(self.theme.font("body"))
        document.setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownDialectCommonMark)
        self._space_out(document)
        self.topics.setCurrentIndex(self.topics.findData(name))
        self.browser.moveCursor(QTextCursor.MoveOperation.Start)
        for other, shown in self.buttons.items():
            weight = "600" if other == name else "400"
            colour = self.theme.colours.ink if other == name else self.theme.colours.muted
            shown.setStyleSheet(f"text-align: left; font-weight: {weight}; color: {colour};")

    def _space_out(self, document: QTextDocument) -> None:
        """Room between lines and paragraphs; the heading in the size of headings."""
        block = document.begin()
        while block.isValid():
            cursor = QTextCursor(block)
            form = block.blockFormat()
            form.setLineHeight(LINE_HEIGHT * 100, int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value))
            form.setTopMargin(0)
            form.setBottomMargin(self.theme.sizes.unit * (4 if form.headingLevel() else 2))
            cursor.setBlockFormat(form)
            if form.headingLevel():
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                heading = QTextCharFormat()
                heading.setFont(self.theme.font("title", strong=True))
                cursor.mergeCharFormat(heading)
            block = block.next()
