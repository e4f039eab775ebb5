"""Devices of a drill: which ones, opened with the own calibration, and why they cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.engine.drill_messages import StartDrill, StopDrill
from app.engine.messages import Device
from app.practice.drills.model import DrillKind
from app.ui.drills.presenter import NEEDS
from app.ui.drills.run_presenter import why_not_measured
from app.ui.page import Desk, Page
from app.ui.ports import KeptCalibration


class Measuring:
    """Opens the one device a kind needs. told: something about it has changed."""

    def __init__(self, desk: Desk, page: Page, kind: DrillKind, told: Callable[[], object]) -> None:
        self._desk = desk
        self._page = page
        self._kind = kind
        self._told = told
        self._kept: KeptCalibration | None = None
        self._asked = False
        self.open = False
        self.lost = ""

    @property
    def needed(self) -> bool:
        """Whether this kind measures anything."""
        return self._kind in NEEDS

    @property
    def why_not(self) -> str:
        """Why nothing can be measured; '' when it can, or it is not known yet."""
        if not self.needed or self._desk.devices is None:
            return ""
        camera, microphone = self._devices()
        found = why_not_measured(
            self._kind, self._desk.settings, camera=camera is not None, microphone=microphone is not None
        )
        return found or self.lost

    def start(self) -> None:
        """Once the devices are known: look for the calibration of the one that is needed, then open it."""
        if not self.needed or self.open or self.lost:
            return
        ready = self._desk.devices is not None and self._desk.engine_state.state in ("ready", "checking")
        if ready and not self.why_not and not self._asked:
            self._asked = True
            camera, microphone = self._devices()
            shelf = self._desk.calibrations
            names = {"camera": camera.name if camera else "", "microphone": microphone.name if microphone else ""}
            if shelf is None:
                self._open(None, None)
            else:
                self._desk.tasks.run(lambda: shelf.find(**names), self._open, owner=self._page)
        self._told()

    def stop(self) -> None:
        """Close it."""
        self._asked = False
        if self.open:
            self.open = False
            self._desk.send(StopDrill())

    def forget(self) -> None:
        """The engine was started again: open anew when it is ready."""
        self.open = self._asked = False

    def lose(self, message: str) -> None:
        """The device went away."""
        self.lost = message
        self.stop()
        self._told()

    def _open(self, kept: Any, _error: Exception | None) -> None:
        """Without a calibration that can be read the drill compares with its own beginning."""
        if not self._asked:
            return
        self._kept = kept
        camera, microphone = self._devices()
        need = NEEDS[self._kind]
        self.open = True
        self._desk.send(
            StartDrill(
                camera.id if camera is not None and need == "camera" else None,
                microphone.id if microphone is not None and need == "microphone" else None,
                self._kept.baseline if self._kept is not None else None,
            )
        )
        self._told()

    def _devices(self) -> tuple[Device | None, Device | None]:
        listed, settings = self._desk.devices, self._desk.settings
        if listed is None:
            return None, None
        return (
            _named(listed.cameras, settings.text("last_camera")),
            _named(listed.microphones, settings.text("last_microphone")),
        )


def _named(devices: Sequence[Device], name: str) -> Device | None:
    """The device used last, else the first one."""
    return next((one for one in devices if one.name == name), devices[0] if devices else None)
