"""What every test gets: a home of its own, silence in the log, no thread left behind."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Before anything imports Qt: windows without a screen, unless the check has put a real one there.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.fonts=false")

from perception.inference.model_files import MODELS_VARIABLE, default_models_dir

# The same examples in every run, so that a failure is a change; and no time limit on a busy machine.
settings.register_profile("attune", derandomize=True, deadline=None, database=None)
settings.load_profile("attune")

_TESTS = Path(__file__).parent
_MODELS_FOLDER = default_models_dir()
_HOMES = {
    "HOME": "home",
    "USERPROFILE": "home",
    "XDG_CONFIG_HOME": "home/.config",
    "XDG_DATA_HOME": "home/.local/share",
    "XDG_CACHE_HOME": "home/.cache",
    "XDG_STATE_HOME": "home/.local/state",
    "APPDATA": "home/appdata",
    "LOCALAPPDATA": "home/localappdata",
}
# How long a worker may take to see that it was told to stop.
_LAST_BREATH_S = 2.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests in tests/e2e and tests/hardware carry their marker by themselves, and nobody else does."""
    for item in items:
        parts = Path(item.path).relative_to(_TESTS).parts
        for name in ("e2e", "hardware"):
            if name in parts:
                item.add_marker(name)
            elif item.get_closest_marker(name):
                raise pytest.UsageError(f"{item.nodeid} is marked {name} and belongs in tests/{name}")


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """The real model folder of this machine."""
    return _MODELS_FOLDER


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, sessions and caches of this test alone; only the model folder is the real one."""
    root = tmp_path_factory.mktemp("own")
    for name, place in _HOMES.items():
        folder = root / place
        folder.mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setenv(MODELS_VARIABLE, str(_MODELS_FOLDER))
    for name in [name for name in os.environ if name.startswith("ATTUNE_") and name != MODELS_VARIABLE]:
        monkeypatch.delenv(name)
    return root / "home"


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning or error in the log fails the test, unless it is marked `expects_log`."""
    yield
    if request.node.get_closest_marker("expects_log"):
        return
    found = [
        record for when in ("setup", "call") for record in caplog.get_records(when) if record.levelno >= logging.WARNING
    ]
    if found:
        pytest.fail(f"unexpected log: {found[0].levelname} {found[0].name}: {found[0].getMessage()}", pytrace=False)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Every thread a test has started has ended with it."""
    before = set(threading.enumerate())
    yield
    started = [thread for thread in threading.enumerate() if thread not in before and _is_ours(thread)]
    for thread in started:
        thread.join(_LAST_BREATH_S)
    alive = [thread.name for thread in started if thread.is_alive()]
    if alive:
        pytest.fail(f"threads left running: {', '.join(alive)}", pytrace=False)


def _is_ours(thread: threading.Thread) -> bool:
    """Libraries keep pools of their own (tqdm's monitor, Qt's threads); those are not ours to stop."""
    return not isinstance(thread, threading._DummyThread) and not thread.name.startswith(
        ("tqdm", "Tmonitor", "asyncio_")
    )
