"""What the partner said, as a card beside the letters."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QWidget

from app.practice.partner import COUNTS_FOR_ITSELF, PartnerSaid
from app.ui.debrief.partner_presenter import PartnerMomentView, present_partner
from app.ui.theme import Theme
from app.ui.widgets.kit import button, card, label, row, tabular
from app.ui.widgets.notices import MarkDot
from perception.types import Span


def partner_cards(theme: Theme, said: PartnerSaid | None, play: Callable[[Span], object] | None) -> list[QFrame]:
    """The card, or nothing where there was no partner. play: None where there is no recording."""
    view = present_partner(said)
    if view is None:
        return []
    answers = [_answer(words, value) for words, value in view.answers]
    sentence = [label(f"“{view.sentence}”", wrap=True)] if view.sentence else []
    moments = [_moment(theme, moment, play) for moment in view.moments]
    parts = [*answers, *sentence, *moments, label(COUNTS_FOR_ITSELF, "small", wrap=True)]
    return [card(theme, label("What your partner said", "heading"), *parts, spacing=7)]


def _answer(words: str, value: str) -> QWidget:
    number = label(value, "strong")
    number.setFont(tabular(number.font()))
    return _across(label(words, tight=True), number)


def _moment(theme: Theme, moment: PartnerMomentView, play: Callable[[Span], object] | None) -> QWidget:
    words = label(moment.text, tight=True)
    mark = MarkDot(theme, moment.mark)
    if play is None:
        return _across(words, first=mark)
    shown = button("▶  Play", lambda: play(moment.clip), "small", name=f"Play: {moment.text}")
    return _across(words, shown, first=mark)


def _across(words: QWidget, *after: QWidget, first: QWidget | None = None) -> QWidget:
    made = QWidget()
    made.setProperty("look", "clear")
    parts = [*([first] if first is not None else []), words, *after]
    across = row(*parts, spacing=10)
    across.setStretch(parts.index(words), 1)
    made.setLayout(across)
    return made
