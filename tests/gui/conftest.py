"""The window without a screen, with a scripted engine and everything in a folder of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent))

import pytest
from coaching_examples import COACH, FOLDER, Coaching
from examples import DURATION_S, NOW, Calibrations, Drills, Notes, Shelf, Transcripts, entries, opened, scorecard
from fake_engine import FakeEngine
from import_examples import Imports
from practice_examples import Scenarios
from practice_examples import entries as scenario_entries
from progress_examples import PastShelf
from sharing_examples import Packages
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
def coaching(tmp_path):
    return Coaching(tmp_path / "rubrics")


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
def packages():
    return Packages()


GIVEN = {
    "consent_camera": True,
    "consent_microphone": True,
    "consent_recording": True,
    "consent_given_on": "2026-11-01",
}


@pytest.fixture
def make_main(
    qtbot,
    engine,
    shelf,
    calibrations,
    transcripts,
    notes,
    scenarios,
    drills,
    bench,
    coaching,
    past_shelf,
    packages,
    imports,
    tmp_path,
):
    """Builds the window; `consented` answers the questions of the first start."""
    from app.settings import Settings, SettingsStore
    from app.ui.main_window import Services
    from app.ui.routes import ToHome
    from app.ui.run import make_window

    windows = []

    def make(*, consented=True, sample=None, opener=opened, exporter=None, review=None, **settings):
        store = SettingsStore(tmp_path / "config")
        store.save(Settings().changed(**{"self_check": False, **(GIVEN if consented else {}), **settings}))
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
            packages=packages,
            coaching=lambda: coaching,
            review=None if review is None else lambda: review,
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


@pytest.fixture
def open_column(make_main):
    """The column alone on a page of the window, as the review shows it."""

    from app.ui.page import Page
    from app.ui.review.coaching.view import CoachColumn
    from app.ui.review.playhead import Playhead
    from app.ui.widgets.kit import column

    def make(*entries, coach=True, name=COACH, size=(340, 620)):
        window = make_main(your_name=name)
        page = Page(window)
        made = CoachColumn(window, FOLDER, Playhead(DURATION_S), entries, scorecard(), coach=coach)
        made.setFixedSize(*size)
        page.setLayout(column(made, None))
        window._show(page)
        page.on_event = made.on_event
        settle(window)
        return window, made

    return make


def settle(window) -> None:
    """Let jobs end, news arrive and layouts settle, without waiting for time to pass."""
    from PySide6.QtCore import QCoreApplication, QEvent

    for _ in range(4):
        window.tasks.finish(5000)
        window.tasks.deliver()
        window._bridge.poll()
        QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
