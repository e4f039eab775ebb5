"""Who the customer is, as a card: on the page before the call, and folded or open beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from app.ui.practice.persona_presenter import PersonaView
from app.ui.theme import Theme
from app.ui.widgets.kit import button, clear, column, label, row


def persona_lines(view: PersonaView) -> list[QWidget]:
    """History, what helps, what does not, words they use."""
    parts: list[QWidget] = [label(view.history, "muted", wrap=True)]
    for heading, items in view.lists:
        parts += [label(heading, "strong"), label(" · ".join(items), "muted", wrap=True)]
    return parts


class PersonaCard(QFrame):
    """The card beside the call. `fold` hides all but the name."""

    def __init__(self, theme: Theme, view: PersonaView) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.rest = clear(label(view.role, "small", wrap=True), 2, *persona_lines(view), spacing=4)
        self.switch = button("Hide", self.fold, "small", name="Hide the card")
        inside = column(row(label(view.name, "strong"), None, self.switch), self.rest, spacing=6)
        pad = theme.sizes.pad - 2
        inside.setContentsMargins(pad, pad - 4, pad, pad - 2)
        self.setLayout(inside)
        self.setAccessibleName(f"{view.name}, {view.role}")

    def fold(self) -> None:
        """Hide or show what is on it."""
        hidden = self.rest.isHidden()
        self.rest.setVisible(hidden)
        self.switch.setText("Hide" if hidden else "Show")
        self.switch.setAccessibleName("Hide the card" if hidden else "Show the card")
