"""A choice of devices by name, with one entry for none of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox

from app.engine.messages import Device
from app.ui.setup.presenter import OFF, preferred


class DeviceBox(QComboBox):
    """`changed` follows a choice, not a filling."""

    def __init__(self, name: str, changed: Callable[[], object]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._filling = False
        self.currentIndexChanged.connect(lambda _index: None if self._filling else changed())

    def device(self) -> str:
        """The id of the chosen device, '' for none."""
        return str(self.currentData() or OFF)

    def fill(self, devices: Sequence[Device], off: str, last: str, *, first: bool) -> None:
        """Offer these; the chosen one stays, else the last one by name, else the first one or none."""
        chosen = self.currentData() or preferred(devices, last, first=first)
        self._filling = True
        self.clear()
        for device in devices:
            self.addItem(device.name, device.id)
        self.addItem(off, OFF)
        index = self.findData(chosen)
        self.setCurrentIndex(index if index >= 0 else self.count() - 1)
        self._filling = False
