"""Runs the recordings of a folder through a pool: one that fails does not stop the others, a stopped run can go on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

from app.batch.state import BatchState, Entry
from app.batch.values import Analysed, BatchStatus, Item, Recording
from app.engine.half_done import work_folder
from app.engine.import_messages import ImportMedia, TranscriberName
from app.engine.problems import describe_problem
from app.library.folders import new_session_folder
from app.reports.scores import scores_of
from perception.errors import SessionFormatError
from perception.recording.format import HEADER_NAME
from perception.recording.reader import open_session

_TURN_S: Final = 0.2
_LEAST_SHARE: Final = 0.02  # of the work before what is left is estimated
_CRASHED: Final = "The analysing part stopped while it read this file."
_CRASH_REMEDY: Final = "Save the recording as mp4 or wav with another programme, then try again."


class WorkStoppedError(Exception):
    """A worker was asked to stop; what it had finished is kept."""


class Pool(Protocol):
    """Where recordings are analysed: processes of this machine, or a cluster."""

    @property
    def size(self) -> int:
        """How many at a time."""
        ...

    def submit(self, command: ImportMedia) -> Future[Analysed]:
        """Begin one. Its future raises PerceptionError, WorkStoppedError, OSError, or BrokenExecutor after a crash."""
        ...

    def shares(self) -> Mapping[str, float]:
        """How far those that run are: session folder to 0..1."""
        ...

    def stop(self) -> None:
        """Ask all that run to stop."""
        ...

    def renew(self) -> None:
        """New workers after a crash."""
        ...

    def close(self) -> None:
        """Let go of the workers; those that still run are waited for."""
        ...


@dataclass(frozen=True, slots=True)
class BatchWishes:
    """How recordings are read. sessions: where their folders go."""

    sessions: Path
    transcriber: TranscriberName = "tiny.en"
    terms: tuple[str, ...] = ()
    consent: Mapping[str, bool] = field(default_factory=dict)


class BatchRun:
    """One run over a folder. `run` blocks; `status` and `stop` may be called from other threads."""

    def __init__(
        self, recordings: Sequence[Recording], state: BatchState, wishes: BatchWishes, *, resume: bool = True
    ) -> None:
        self._state = state
        self._wishes = wishes
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._items = [_item(recording, state.of(recording) if resume else None) for recording in recordings]
        self._weights = [max(1, sum(_size(path) for path in item.recording.files)) for item in self._items]
        self._began_s: float | None = None
        self._from = 0.0
        self._taken: set[Path] = set()
        self._running: dict[Future[Analysed], int] = {}
        self._pool: Pool | None = None

    @property
    def stopped(self) -> bool:
        """Whether it was asked to stop."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Stop soon; what is finished is kept."""
        self._stopping.set()
        if self._pool is not None:
            self._pool.stop()

    def status(self) -> BatchStatus:
        """Where it is now."""
        shares = self._pool.shares() if self._pool is not None and self._running else {}
        with self._lock:
            items = tuple(
                replace(item, share=shares.get(str(item.session), item.share)) if item.state == "running" else item
                for item in self._items
            )
            done = sum(weight * _share(item) for item, weight in zip(items, self._weights, strict=True))
            fraction = done / max(1, sum(self._weights))
            return BatchStatus(items, fraction, self._remaining_s(fraction))

    def run(self, pool: Pool, on_change: Callable[[BatchStatus], None] = lambda _status: None) -> BatchStatus:
        """Analyse all that wait. May be called again after an interrupt. Raises OSError when the state is not kept."""
        self._pool, self._began_s, self._from = pool, time.monotonic(), self.status().fraction
        alone: list[int] = []  # were under way when a worker died: tried again one by one
        while True:
            self._submit(pool, alone)
            if not self._running:
                break
            on_change(self.status())
            ended, _ = wait(self._running, timeout=_TURN_S, return_when=FIRST_COMPLETED)
            if any(isinstance(future.exception(), BrokenExecutor) for future in ended if not future.cancelled()):
                self._after_crash(pool, alone)
                continue
            for future in ended:
                self._end(self._running.pop(future), future)
        status = self.status()
        on_change(status)
        return status

    def _submit(self, pool: Pool, alone: list[int]) -> None:
        """Begin as many as there is room for; one that may have brought a worker down runs by itself."""
        waiting = [number for number, item in enumerate(self._items) if item.state == "waiting" and number not in alone]
        if self.stopped:
            return
        if alone:
            if not self._running:
                self._start(pool, alone.pop(0))
            return
        for number in waiting[: max(0, pool.size - len(self._running))]:
            self._start(pool, number)

    def _start(self, pool: Pool, number: int) -> None:
        self._running[pool.submit(self._begin(number))] = number

    # ------------------------------------------------------------ one recording

    def _begin(self, number: int) -> ImportMedia:
        recording = self._items[number].recording
        session = self._session_of(recording)
        self._state.begin(recording, session)
        self._set(number, state="running", session=session, share=0.0, message="", remedy="")
        return command_of(recording, session, self._wishes)

    def _session_of(self, recording: Recording) -> Path:
        """The folder it was begun in, where its half-done work is, or a new one."""
        before = self._state.of(recording)
        if before is not None and before.session and not Path(before.session).exists():
            session = Path(before.session)
        else:
            session = new_session_folder(recording.title, now=_when(recording), root=self._wishes.sessions)
        number = 2
        while session in self._taken:
            session, number = session.with_name(f"{session.name}-{number}"), number + 1
        self._taken.add(session)
        return session

    def _end(self, number: int, future: Future[Analysed]) -> None:
        recording = self._items[number].recording
        try:
            found = future.result()
        except (WorkStoppedError, CancelledError):
            self._set(number, state="waiting")
        except Exception as error:  # noqa: BLE001 - told with the recording it belongs to
            problem = describe_problem(error, what="media", doing="the analysis", severity="failed")
            self._fail(number, problem.message, problem.recovery)
        else:
            self._state.change(recording, done=True, duration_s=found.duration_s, letters=found.letters)
            self._set(number, state="done", share=1.0, duration_s=found.duration_s, letters=found.letters)

    def _after_crash(self, pool: Pool, alone: list[int]) -> None:
        """A worker died and took all that ran with it. Who did it is found by running each alone."""
        under_way = sorted(self._running.values())
        self._running.clear()
        pool.renew()
        if len(under_way) == 1:
            self._fail(under_way[0], _CRASHED, _CRASH_REMEDY)
            return
        for number in under_way:
            self._set(number, state="waiting")
        alone.extend(under_way)

    def _fail(self, number: int, message: str, remedy: str) -> None:
        self._state.fail(self._items[number].recording, message, remedy)
        self._set(number, state="failed", message=message, remedy=remedy, session=None)

    def _set(self, number: int, **values: Any) -> None:
        with self._lock:
            self._items[number] = replace(self._items[number], **values)

    def _remaining_s(self, fraction: float) -> float | None:
        if self._began_s is None or fraction - self._from < _LEAST_SHARE:
            return None
        return (time.monotonic() - self._began_s) * (1.0 - fraction) / (fraction - self._from)


def command_of(recording: Recording, session: Path, wishes: BatchWishes) -> ImportMedia:
    """How this recording is imported."""
    said = dict(recording.options)
    when = said.pop("date", "") or _when(recording).astimezone().isoformat(timespec="seconds")
    said.pop("title", None)
    return ImportMedia(
        media=str(recording.media),
        folder=str(session),
        title=recording.title,
        customer_audio=str(recording.customer_audio) if recording.customer_audio is not None else None,
        transcriber=wishes.transcriber,
        terms=wishes.terms,
        work=str(work_folder(session)),
        started_at=str(when),
        consent=dict(wishes.consent),
        **said,
    )


def _item(recording: Recording, entry: Entry | None) -> Item:
    if recording.problem:
        return Item(recording, "left_out", message=recording.problem)
    if entry is None:
        return Item(recording)
    if not entry.session or not (Path(entry.session) / HEADER_NAME).is_file():
        return Item(recording, message=entry.message, remedy=entry.remedy)
    if not entry.done:
        return _finished_unseen(recording, Path(entry.session))
    session, letters = Path(entry.session), entry.letters
    return Item(recording, "done", 1.0, session, entry.duration_s, letters, earlier=True)


def _finished_unseen(recording: Recording, folder: Path) -> Item:
    """Begun by a run that did not live to hear of its end: its session is there, whole."""
    try:
        scorecard = open_session(folder).scorecard()
    except SessionFormatError:
        return Item(recording)
    if scorecard is None:
        return Item(recording)
    letters = scores_of(scorecard)
    return Item(recording, "done", 1.0, folder, scorecard.duration_s, letters, earlier=True)


def _share(item: Item) -> float:
    return item.share if item.state == "running" else float(item.state != "waiting")


def _when(recording: Recording) -> datetime:
    """When the call was, as far as is known."""
    said = recording.options.get("date")
    if said:
        return datetime.fromisoformat(str(said)).replace(tzinfo=None)
    try:
        return datetime.fromtimestamp(recording.media.stat().st_mtime)
    except OSError:
        return datetime.now()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
