"""The window appears at once: its process loads no camera, microphone or model library."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).parents[2]
# A busy machine takes longer than the second that is the aim; the figures themselves are printed.
_WINDOW_LIMIT_S = 3.0
_HELP_LIMIT_S = 1.5
_TRIES = 3
_HEAVY = ("cv2", "mediapipe", "librosa", "faster_whisper", "sounddevice", "scipy", "av", "onnxruntime", "numba")

# Builds the real window over the real composition root, shows it, and tells which libraries came along.
_SHOW = """
import json, sys
from pathlib import Path
from app.bootstrap import window as composition
from app.bootstrap.engine import engine_main
from app.engine.client import EngineClient
from app.library.library import Library
from app.settings import SettingsStore
from app.ui.run import make_application, make_window

application = make_application()
engine = EngineClient(engine_main)
library = Library(Path(sys.argv[1]))
window = make_window(composition.make_services(engine, library, SettingsStore()))
window.show()
application.processEvents()
assert window.isVisible()
print(json.dumps(sorted({name.split(".")[0] for name in sys.modules})), flush=True)
window.close()
engine.close()
library.close()
"""


@dataclass(frozen=True)
class Started:
    """wall_s: until the first line was printed. cpu_s: processor time of the whole run (0 where it is not known)."""

    wall_s: float
    cpu_s: float
    line: str

    @property
    def busy_s(self) -> float:
        """What it takes whatever else the machine does."""
        return min(self.cpu_s or self.wall_s, self.wall_s)


def started(command: list[str]) -> Started:
    """One run to its end."""
    before, began_s = os.times(), time.perf_counter()
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        wall_s = time.perf_counter() - began_s
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    after = os.times()
    cpu_s = after.children_user + after.children_system - before.children_user - before.children_system
    return Started(wall_s, cpu_s, line)


def quickest(command: list[str], limit_s: float) -> Started:
    """The quickest of a few runs; one is enough when it keeps the limit."""
    best = started(command)
    for _ in range(_TRIES - 1):
        if best.wall_s < limit_s:
            break
        best = min(best, started(command), key=lambda run: run.wall_s)
    return best


def test_the_window_is_shown_soon_and_without_heavy_libraries(tmp_path: Path) -> None:
    run = quickest([sys.executable, "-c", _SHOW, str(tmp_path / "sessions")], _WINDOW_LIMIT_S)
    figures = f"{run.wall_s:.2f} s, {run.cpu_s:.2f} s of processor time"
    print(f"from process start to the painted window: {figures} (the aim on an idle machine: 1 s)")  # noqa: T201
    assert [name for name in _HEAVY if f'"{name}"' in run.line] == []
    assert '"PySide6"' in run.line
    assert run.busy_s < _WINDOW_LIMIT_S


def test_a_call_without_a_result_is_scored_without_models_in_the_windows_process() -> None:
    code = (
        "import json, sys\n"
        "from pathlib import Path\n"
        "from app.bootstrap.window import score_again\n"
        "from perception.recording.reader import open_session\n"
        "if __name__ == '__main__':\n"
        "    card = score_again(open_session(Path('tests/data/sessions/v1')))\n"
        "    print(json.dumps([sorted(card.letters), sorted({name.split('.')[0] for name in sys.modules})]))\n"
    )
    letters, loaded = json.loads(started([sys.executable, "-c", code]).line)
    assert letters == sorted("EMPATHY")
    assert set(loaded).isdisjoint(_HEAVY)


def test_help_is_quick() -> None:
    run = quickest([sys.executable, "-m", "app", "--help"], _HELP_LIMIT_S)
    print(f"attune --help: {run.wall_s:.2f} s, {run.cpu_s:.2f} s of processor time")  # noqa: T201
    assert run.line.startswith("usage: attune")
    assert run.busy_s < _HELP_LIMIT_S


def test_the_command_line_loads_neither_qt_nor_models_before_a_command_runs() -> None:
    code = "import sys, app.cli.main as m; m._parser([]); print(*sorted(sys.modules))"
    loaded = set(
        subprocess.run(
            [sys.executable, "-c", code], cwd=_ROOT, capture_output=True, text=True, check=True
        ).stdout.split()
    )
    assert loaded.isdisjoint({*_HEAVY, "PySide6"})
