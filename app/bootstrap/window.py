"""The window over a real engine, library and settings."""

from __future__ import annotations

import logging
import multiprocessing
import threading
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.bootstrap.calibration_packs import LibraryPacks
from app.bootstrap.calibrations import OwnCalibrations
from app.bootstrap.debrief import trace_of_cue
from app.bootstrap.demo import CUSTOMER_TRACK, sample_call_in_own_process
from app.bootstrap.drills import OwnDrills
from app.bootstrap.imports import OwnImports
from app.bootstrap.packages import LibraryPackages
from app.bootstrap.progress import LibraryPast
from app.bootstrap.scenarios import window_scenarios
from app.bootstrap.transcripts import FolderNotes, FolderTranscripts
from app.bootstrap.wordings import reword
from app.bootstrap.workshop import window_workshop
from app.library.agreement.rated import rated_calls
from app.library.calibrations import Calibrations
from app.library.folders import library_root
from app.library.index import LibraryClosedError
from app.library.library import Library
from app.library.shelf import LibraryShelf
from app.library.summary import moment
from app.practice.cue_doubts import said_wrong
from app.practice.kept_practice import kept_partner, kept_practice, kept_self_check
from app.ui.ports import MediaPart, OpenedSession, SampleMedia
from perception.errors import SessionFormatError
from perception.recording.format import media_name
from perception.recording.review_notes import read_review
from perception.types import Scorecard

if TYPE_CHECKING:
    from app.engine.port import Engine
    from app.settings import SettingsStore
    from app.ui.review.coaching.ports import CoachingService
    from app.ui.review.ports import ReviewService
    from app.ui.services import Services
    from perception.recording.reader import Session
    from perception.recording.records import PartRecord

log = logging.getLogger(__name__)

_STEP_S: Final = 0.25
UNKEPT_WORDS: Final = "The other side's words were not kept. The result stays as it was when the call ended."


def show_window(engine: Engine, session: Path | None, *, shared: Path | None = None) -> int:
    """Run the window until it is closed."""
    from app.settings import SettingsStore
    from app.ui.run import first_route, run_services

    root, store = library_root(), SettingsStore()
    library = Library(root, sync=False)
    settings = store.load().settings
    days = settings.number("retention_days"), settings.number("bin_days")
    threading.Thread(target=_tidy, args=(library, *days), name="attune-tidy", daemon=True).start()
    services = make_services(engine, library, store)
    try:
        route = first_route(open_session=session, sample=False, shared=shared)
        return run_services(services, route, notice=library.notice)
    finally:
        if services.imports is not None:
            services.imports.batch.close()
        engine.close()
        library.close()


def make_services(engine: Engine, library: Library, store: SettingsStore) -> Services:
    """What the window works with."""
    from app.ui.services import Services
    from app.ui.widgets.customer import customer_drawing
    from app.ui.words import AUTHOR

    return Services(
        engine=engine,
        shelf=LibraryShelf(library, author=AUTHOR),
        opener=open_for_debrief,
        exporter=export_session,
        store=store,
        sample=sample_for_window,
        calibrations=OwnCalibrations(Calibrations()),
        transcripts=FolderTranscripts(),
        notes=FolderNotes(),
        scenarios=window_scenarios(),
        drills=OwnDrills(),
        past=LibraryPast(library),
        ratings=lambda: rated_calls(one.folder for one in library.list(limit=None) if one.coach_rated),
        portrait=customer_drawing,
        workshop=window_workshop,
        imports=OwnImports(library.root),
        packages=LibraryPackages(library),
        packs=LibraryPacks(library.root, score_again, lambda: window_coaching().rubrics.in_use().id),
        coaching=window_coaching,
        review=window_review,
    )


@cache
def window_coaching() -> CoachingService:
    """Where comments, ratings and the rubric are kept; loaded when first asked for."""
    from app.bootstrap.coaching import FolderCoaching

    return FolderCoaching()


@cache
def window_review() -> ReviewService:
    """Who reads sessions for the coach's workspace; loaded when first asked for, the window appears sooner."""
    from app.bootstrap.review import OwnReview

    return OwnReview()


def open_for_debrief(folder: Path) -> OpenedSession:
    """A session as the debrief shows it; one without a result is scored from what was kept.

    One whose transcript was corrected since is shown as it was scored, and said to be outdated: the engine scores it.
    """
    from perception.recording.reader import open_session

    session = open_session(folder)
    scorecard = session.scorecard() or score_again(session)
    notes = list(session.header.notices)
    if not session.header.customer_words_kept:
        notes.append(UNKEPT_WORDS)
    if session.truncated_lines:
        notes.append("The end of this recording was cut off; what came before is complete.")
    return OpenedSession(
        folder=folder,
        title=session.header.title,
        started_at=local_time(session.header.started_at),
        scorecard=scorecard,
        utterances=session.utterances(),
        media=media_of(session, session.parts()),
        notes=tuple(notes),
        lines=session.lines(),
        corrections=session.corrections(),
        outdated=session.outdated,
        reword=reword,
        self_check=kept_self_check(session.notes()),
        practice=kept_practice(session),
        partner=kept_partner(session),
        cues=session.cues(),
        wrong_cues=tuple(cue for cue in session.cues() if said_wrong(cue, session.notes())),
        trace=partial(trace_of_cue, folder),
        entries=read_review(folder),
    )


def media_of(session: Session, parts: Iterable[PartRecord]) -> tuple[MediaPart, ...]:
    """What can be played of a session, each from when its part begins; a part whose file is not there is left out."""
    starts = {0: 0.0} | {part.number: part.start_s for part in parts}
    found = ((start_s, session.folder / media_name(number)) for number, start_s in sorted(starts.items()))
    return tuple(MediaPart(start_s, path) for start_s, path in found if path.is_file())


def export_session(folder: Path, kind: str, target: Path) -> None:
    """Write one session in one format."""
    from app.reports.export import export

    export(folder, kind, target, reword)


def sample_for_window() -> SampleMedia:
    """The files of the sample call, built when needed."""
    call = sample_call_in_own_process()
    return SampleMedia(media=call.media, title=call.title, customer_track=CUSTOMER_TRACK)


def score_again(session: Session) -> Scorecard:
    """The scorecard of what was kept, from a process of its own: the window's process loads no model."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_scored, session.folder).result()


def _scored(folder: Path) -> Scorecard:
    from perception.pipeline.replay import replay_as_kept
    from perception.recording.reader import open_session

    return replay_as_kept(open_session(folder))


def _tidy(library: Library, media_days: int, bin_days: int) -> None:
    """Bring the list up to date, mend calls that were cut off, and drop media and what is in the bin past its time."""
    from app.bootstrap.filmstrip import tidy_filmstrips
    from app.engine.half_done import expire_half_done
    from app.library.calibration_packs.shelf import PackShelf
    from app.library.retention import expire_media
    from perception.recording.recover import recover

    try:
        library.look_over()
        while library.step(_STEP_S).left != 0:
            pass  # between two steps the window gets its turn
        library.recover_unfinished(lambda folder: recover(folder, score=score_again))
        expire_media(library.list(limit=None), days=media_days, now=datetime.now())
        PackShelf(library.root).expire_media(days=media_days)
        expire_half_done(library.root, days=media_days, now=datetime.now())
        library.tidy_bin(days=bin_days, now=datetime.now())
        tidy_filmstrips()
    except LibraryClosedError:
        return  # the window was closed: the rest is done at the next start
    except (SessionFormatError, OSError) as error:
        log.warning("the library could not be tidied: %s", error)


def local_time(text: str) -> datetime | None:
    """Wall-clock time as the window shows it, None where it cannot be read."""
    when = moment(text)
    return when.astimezone().replace(tzinfo=None) if when is not None else None
