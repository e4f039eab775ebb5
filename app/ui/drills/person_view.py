"""The person of a drill: the drawn face with a display, moving its mouth while the sentence is heard."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QSizePolicy, QSpacerItem, QWidget

from app.engine.practice_messages import CustomerIs, CustomerSpeaks, CustomerStops
from app.practice.drills.model import Customer
from app.practice.scenario.model import Display
from app.ui.page import Desk
from app.ui.widgets.character_view import CharacterView
from app.ui.widgets.kit import column, label, row

_LARGE_BODY: Final = 18
_LOWEST: Final = 240
_TALLEST: Final = 640


class PersonView(QWidget):
    """The person with a caption: over the picture, or below it where the text is large and would cover the face."""

    def __init__(self, desk: Desk, customer: Customer, display: Display, intensity: int) -> None:
        super().__init__()
        self._shows = CustomerIs(0.0, "listening", display, intensity)
        drawing = desk.portrait(customer.look)
        self.picture = CharacterView(desk.theme, customer.name, drawing, run=desk.tasks.run)
        self.picture.hear(self._shows)
        # The picture takes what room there is: the words around it come first.
        self.picture.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.picture.setMinimumHeight(_LOWEST)
        self.picture.setMaximumHeight(_TALLEST)
        self._below = label("", wrap=True)
        self._below.hide()
        self._large = desk.theme.sizes.body > _LARGE_BODY
        if not self._large:
            self.setMaximumHeight(_TALLEST)
        above = row(self.picture, spacing=0)
        if self._large:
            # Its lowest height counts when the height of the words is asked for, too.
            above.addItem(QSpacerItem(0, _LOWEST, QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding))
        whole = column(above, self._below, spacing=8)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_caption(self, text: str) -> None:
        """What is being said; '' for nothing."""
        self.setAccessibleDescription(text)
        if self._large:
            self._below.setText(text)
            self._below.setVisible(bool(text))
        else:
            self.picture.show_caption(text)

    def hear(self, event: CustomerSpeaks | CustomerStops) -> None:
        """Move the mouth as the sentence is heard; the face keeps what it shows."""
        self.picture.hear(event)
        if isinstance(event, CustomerStops):
            self.be_quiet()

    def be_quiet(self) -> None:
        """Close the mouth and go on showing what is felt."""
        self.picture.hear(CustomerStops(0.0))
        self.picture.hear(self._shows)
