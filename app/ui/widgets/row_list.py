"""A long list of painted rows of one height: several can be chosen, and only those in sight are painted."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate


class RowList(QListView):
    """What such lists have in common."""

    def show_model(self, model: QAbstractListModel, delegate: QStyledItemDelegate, name: str) -> None:
        """Show these rows, painted so. name: read aloud."""
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setProperty("look", "rows")
        self.setAccessibleName(name)
