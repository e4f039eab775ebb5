"""What the command line and the window are started with: ready-made functions over real parts."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from app.engine.media_import import import_media
from app.engine.messages import ImportMedia, TranscriberName
from app.engine.who_speaks import ImportNotice
from perception.errors import MediaError
from perception.types import Scorecard

if TYPE_CHECKING:
    from app.examination import Finding

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class CommandResult:
    """A session folder with its scorecard, the scores as JSON data, and what the user should know."""

    folder: Path
    scorecard: Scorecard
    scores: Mapping[str, Any]
    notices: tuple[str, ...]


def analyse_media(
    command: ImportMedia,
    on_progress: Progress,
    cancelled: threading.Event,
    *,
    source: Literal["import", "demo"] = "import",
) -> CommandResult:
    """Analyse a recorded call into its folder and write the reports there."""
    from app.bootstrap.media import MediaTools
    from app.bootstrap.perception_parts import Models
    from app.bootstrap.wordings import reword
    from app.reports.folder import write_reports

    result = import_media(command, MediaTools(Models(), source=source), on_progress=on_progress, cancelled=cancelled)
    scores = write_reports(result.folder, reword)
    return CommandResult(
        result.folder, result.scorecard, scores, tuple(_with_option(notice) for notice in result.notices)
    )


def _with_option(notice: ImportNotice) -> str:
    return f"{notice.text} {notice.option}".strip()


def run_demo(out: Path | None, on_progress: Progress, cancelled: threading.Event) -> CommandResult:
    """Build the sample call (once, then kept) and analyse it."""
    from app.bootstrap.demo import CUSTOMER_TRACK, sample_call
    from app.bootstrap.perception_parts import Models
    from app.library.folders import new_session_folder

    Models().check()  # better told before the call is built than after
    call = sample_call(lambda fraction: on_progress(0.5 * fraction, "Building the sample call"))
    folder = out or new_session_folder(call.title)
    command = ImportMedia(media=str(call.media), folder=str(folder), title=call.title, customer_track=CUSTOMER_TRACK)
    return analyse_media(
        command, lambda fraction, step: on_progress(0.5 + 0.5 * fraction, step), cancelled, source="demo"
    )


def observe_media(
    path: Path,
    on_progress: Progress,
    on_left_out: Callable[[MediaError], None],
    *,
    transcriber: TranscriberName = "tiny.en",
    terms: tuple[str, ...] = (),
) -> Iterator[dict[str, Any]]:
    """The records of `attune observe` in order of time; images one by one.

    on_left_out: told of each file of a folder that cannot be read. transcriber, terms: as in ImportMedia.
    """
    from app.bootstrap.observing import Listening, observe_path
    from app.bootstrap.perception_parts import Models

    return observe_path(path, Models(), on_progress, on_left_out, Listening(transcriber, terms))


def has_screen() -> bool:
    """Whether a window can be shown here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_window(*, session: Path | None = None, shared: Path | None = None) -> int:
    """Open the window, on this session or shared file if one is given. Without a screen this is told in one line."""
    from perception.errors import DeviceError

    if not has_screen() and os.environ.get("QT_QPA_PLATFORM") not in ("offscreen", "minimal"):
        raise DeviceError(
            "There is no screen to open a window on.",
            recovery="“attune demo” and “attune analyze FILE” work without one; “attune --help” lists the rest.",
        )
    from app.bootstrap.engine import engine_main
    from app.bootstrap.window import show_window
    from app.engine.client import EngineClient

    return show_window(EngineClient(engine_main), session, shared=shared)


def examine(*, devices: bool, rebuild_library: bool) -> list[Finding]:
    """The findings of `attune doctor`."""
    from app.bootstrap.examining import examine_machine

    return examine_machine(devices=devices, rebuild_library=rebuild_library)
