"""The window without a screen, with a scripted engine and everything in a folder of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent))

import pytest
from examples import NOW, Calibrations, Drills, Notes, Shelf, Transcripts, entries, opened, scorecard
from fake_engine import FakeEngine
from import_examples import Imports
from practice_examples import Scenarios
from practice_examples import entries as scenario_entries
from progress_examples import PastShelf
from writing_examples import Bench


@pytest.fixture
def engine():
    return FakeEngine(scorecard)


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path, entries())


@pytest.fixture
def calibrations():
    return Calibrations()


@pytest.fixture
def transcripts():
    return Transcripts()


@pytest.fixture
def notes():
    return Notes()


@pytest.fixture
def scenarios():
    return Scenarios(*scenario_entries())


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path / "writing")


@pytest.fixture
def past_shelf():
    return PastShelf()


@pytest.fixture
def drills():
    return Drills()


@pytest.fixture
def imports():
    return Imports()


@pytest.fixture
def make_main(
    qtbot, engine, shelf, calibrations, transcripts, notes, scenarios, drills, bench, past_shelf, imports, tmp_path
):
    """Builds the window; `consented` answers the questions of the first start."""
    from app.settings import Settings, SettingsStore
    from app.ui.main_window import Services
    from app.ui.routes import ToHome
    from app.ui.run import make_window

    windows = []

    def make(*, consented=True, sample=None, opener=opened, exporter=None, **settings):
        store = SettingsStore(tmp_path / "config")
        if consented:
            given = {"consent_camera": True, "consent_microphone": True, "consent_recording": True}
            settings = {**given, "consent_given_on": "2026-11-01", **settings}
        store.save(Settings().changed(**{"self_check": False, **settings}))
        services = Services(
            engine,
            shelf,
            opener,
            exporter or (lambda *_a: None),
            store,
            sample=sample,
            calibrations=calibrations,
            transcripts=transcripts,
            notes=notes,
            scenarios=scenarios,
            drills=drills,
            past=past_shelf,
            workshop=lambda: bench,
            imports=imports,
            clock=lambda: NOW,
        )
        window = make_window(services)
        qtbot.addWidget(window)
        window.show()
        window.begin(ToHome())
        window._bridge.stop()  # the tests poll by hand
        windows.append(window)
        settle(window)
        return window

    yield make
    for window in windows:
        window.close()
        assert not window.tasks.busy


def settle(window) -> None:
    """Let jobs end, news arrive and layouts settle, without waiting for time to pass."""
    from PySide6.QtCore import QCoreApplication, QEvent

    for _ in range(4):
        window.tasks.finish(5000)
        window.tasks.deliver()
        window._bridge.poll()
        QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
