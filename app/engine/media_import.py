"""An import from start to end: look at the file, choose who is who, analyse, score, keep a session folder."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from app.engine.half_done import OpenWork, open_work, same_files, stamps_of
from app.engine.import_messages import ImportMedia
from app.engine.import_plan import ImportTools as ImportTools
from app.engine.import_plan import MediaFacts as MediaFacts
from app.engine.import_plan import Plan as Plan
from app.engine.import_plan import Side as Side
from app.engine.import_plan import TrackChoice as TrackChoice
from app.engine.import_plan import plan_import as plan_import
from app.engine.who_speaks import ECHO, ImportNotice, speech_notices
from perception.errors import SessionFormatError
from perception.features.speaker_names import NamedSpeech
from perception.pipeline.offline import Cancelled, OfflineAnalysis
from perception.pipeline.ordering import observation_time_s
from perception.types import Observation, Scorecard

_MISSING_END_S: Final = 1.0  # less than that is the usual rounding of containers, not a cut file
_ANALYSIS_SHARE: Final = 0.94  # of the progress bar; the rest is scoring and writing
_ROOM_BYTES: Final = 50_000_000  # free beside the copy of the recording: observations, reports, the index


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import gives back."""

    folder: Path
    scorecard: Scorecard
    notices: tuple[ImportNotice, ...]


def import_media(
    command: ImportMedia,
    tools: ImportTools,
    *,
    on_progress: Callable[[float, str], None],
    cancelled: threading.Event,
    on_notice: Callable[[ImportNotice], None] = lambda _notice: None,
) -> ImportResult:
    """Analyse the recording into `command.folder`. A failed or cancelled import leaves no folder behind.

    A cancelled one with a work folder leaves there what it had finished; the same command goes on from it and gives
    what one run gives. on_notice: told at once what is known before the analysis; the result and the session hold all.
    """
    on_progress(0.0, "Looking at the recording")
    _check_empty(Path(command.folder))
    stamps = stamps_of(command)
    plan = plan_import(command, tools)
    for notice in plan.notices:
        on_notice(notice)
    _check_room(command)
    with _work_of(command, tools) as work, _new_folder(Path(command.folder), work) as place:

        def tell(fraction: float) -> None:
            on_progress(_ANALYSIS_SHARE * fraction, "Watching and listening")
            if work is not None:
                work.tell(fraction)

        analysis = OfflineAnalysis(
            tools.parts(plan, kept=work.kept if work is not None else None), on_progress=tell, cancelled=cancelled
        )
        with _gone_or_growing(command, stamps):
            observations = analysis.run()
        plan = _as_far_as_it_goes(_with_names(plan, analysis.named), observations)
        if analysis.echo is not None:
            plan = replace(plan, notices=(*plan.notices, ECHO))
        on_progress(_ANALYSIS_SHARE, "Scoring")
        scorecard = tools.score(plan, observations, plan.duration_s)
        on_progress(0.97, "Writing the session")
        with _gone_or_growing(command, stamps):
            tools.write(replace(command, folder=str(place)), plan, observations, scorecard)
    on_progress(1.0, "Done")
    return ImportResult(Path(command.folder), scorecard, plan.notices)


@contextmanager
def _work_of(command: ImportMedia, tools: ImportTools) -> Iterator[OpenWork | None]:
    """The work folder while the import runs. It stays when the import is cancelled, and goes in every other case."""
    if command.work is None:
        yield None
        return
    work = open_work(command, models=tools.versions())
    try:
        yield work
    except Cancelled:
        work.close(keep=True)
        raise
    except BaseException:
        work.close(keep=False)
        raise
    else:
        work.close(keep=False)


@contextmanager
def _new_folder(folder: Path, work: OpenWork | None) -> Iterator[Path]:
    """Where the session is written; removed when it does not become one.

    With a work folder it is written there and moved when it is whole: not even a crash leaves half a session.
    """
    made = _make_folder(folder) if work is None else False
    place = folder if work is None else work.new_session()
    try:
        yield place
        if work is not None:
            if folder.is_dir():
                folder.rmdir()
            place.rename(folder)
    except BaseException:
        if made or work is not None:
            shutil.rmtree(place, ignore_errors=True)
        raise


@contextmanager
def _gone_or_growing(command: ImportMedia, stamps: object) -> Iterator[None]:
    """A file that went away or changed while it was read is told as such, whatever went wrong because of it."""
    try:
        yield
    except Cancelled:
        raise
    except Exception as error:
        _check_same(command, stamps, error)
        raise
    _check_same(command, stamps, None)


def _check_same(command: ImportMedia, stamps: object, error: Exception | None) -> None:
    wrong = same_files(command, stamps)
    if wrong is not None:
        raise wrong from error


def _check_room(command: ImportMedia) -> None:
    """The recording is copied into the session: better told before than after the work."""
    needed = _ROOM_BYTES + Path(command.media).stat().st_size
    if command.customer_audio is not None:
        needed += Path(command.customer_audio).stat().st_size
    place = Path(command.folder)
    while not place.exists() and place != place.parent:
        place = place.parent
    free = shutil.disk_usage(place).free
    if free < needed:
        raise SessionFormatError(
            f"The disk is full: the session needs {needed / 1e9:.1f} GB, {free / 1e9:.1f} GB are free.",
            recovery="Free some space, then import it again.",
        )


def _with_names(plan: Plan, named: NamedSpeech | None) -> Plan:
    """The plan with what was found out about a shared track."""
    return plan if named is None else replace(plan, named=named, notices=(*plan.notices, *speech_notices(named)))


def _as_far_as_it_goes(plan: Plan, observations: Sequence[Observation]) -> Plan:
    """A recording that was cut off promises more than it holds; the rest is not a silent call."""
    end_s = max((observation_time_s(observation) for observation in observations), default=0.0)
    if plan.duration_s - end_s <= _MISSING_END_S:
        return plan
    notice = ImportNotice(f"The recording breaks off: {end_s:.0f} of {plan.duration_s:.0f} seconds could be read.")
    return replace(plan, duration_s=end_s, notices=(*plan.notices, notice))


def _check_empty(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        raise SessionFormatError(
            f"The folder {folder} is not empty.", recovery="Choose a new folder with --out; nothing was changed."
        )


def _make_folder(folder: Path) -> bool:
    existed = folder.is_dir()
    folder.mkdir(parents=True, exist_ok=True)
    return not existed
