"""Where the recordings of a batch are analysed: a pool of processes on this machine, or a Dask cluster where asked for.

The process that asks loads no model library: workers do, once each.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import suppress
from multiprocessing.synchronize import Event as ProcessEvent
from queue import Empty
from typing import TYPE_CHECKING, Any, Final

from app.batch.running import WorkStoppedError
from app.batch.values import Analysed
from app.engine.import_messages import ImportMedia
from perception.errors import PerceptionError

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

    from app.bootstrap.perception_parts import Models

_CORES_A_JOB: Final = 2  # pictures, body, voice and words are looked at side by side
_MEMORY_A_JOB_GB: Final = 1.5
_ANSWER_S: Final = 3.0  # for a scheduler's machine to answer
_CLUSTER_S: Final = 10.0  # for the scheduler itself
_TELL_STEP: Final = 0.005  # of a recording between two pieces of news


class ClusterError(PerceptionError):
    """A cluster was asked for that cannot be reached or used."""


def usual_jobs() -> int:
    """How many recordings at a time suit this machine's cores and memory."""
    cores = os.cpu_count() or 1
    memory = memory_gb()
    by_memory = cores if memory is None else int(memory // _MEMORY_A_JOB_GB)
    return max(1, min(cores // _CORES_A_JOB, by_memory))


def memory_gb() -> float | None:
    """Free memory where the system tells it, else half of all; None where it tells nothing."""
    with suppress(OSError, ValueError):
        with open("/proc/meminfo", encoding="ascii") as file:
            found = {line.split(":")[0]: line.split()[1] for line in file}
        return int(found["MemAvailable"]) / 1e6
    with suppress(AttributeError, OSError, ValueError):
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2e9
    return None


class LocalPool:
    """Implements app.batch.running.Pool with processes of this machine."""

    def __init__(self, size: int, *, reports: bool) -> None:
        self._size = size
        self._reports = reports
        self._context = multiprocessing.get_context("spawn")
        self._stopping: ProcessEvent = self._context.Event()
        self._news: Queue[tuple[str, float]] = self._context.Queue()
        self._shares: dict[str, float] = {}
        self._lock = threading.Lock()
        self._executor = self._new()

    @property
    def size(self) -> int:
        """How many at a time."""
        return self._size

    def submit(self, command: ImportMedia) -> Future[Analysed]:
        """Begin one."""
        try:
            return self._executor.submit(_analyse_here, command)
        except BrokenExecutor:
            self.renew()
            return self._executor.submit(_analyse_here, command)

    def shares(self) -> Mapping[str, float]:
        """How far those that run are, by session folder."""
        with self._lock:
            with suppress(Empty):
                while True:
                    session, share = self._news.get_nowait()
                    self._shares[session] = share
            return dict(self._shares)

    def stop(self) -> None:
        """Ask all that run to stop."""
        self._stopping.set()

    def renew(self) -> None:
        """New workers after a crash."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self._new()

    def close(self) -> None:
        """Wait for the workers and let go of them."""
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._news.close()
        self._news.cancel_join_thread()

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._size,
            mp_context=self._context,
            initializer=_begin_worker,
            initargs=(self._news, self._stopping, self._reports),
        )


class ClusterPool:
    """Implements app.batch.running.Pool with a Dask cluster. Its workers must see the same folders and have the models.

    The only place where Attune opens a network connection, to the address the user names. Raises ClusterError.
    """

    def __init__(self, address: str, *, reports: bool) -> None:
        self._client = _client_of(address)
        self._reports = reports
        self._executor = self._client.get_executor(pure=False, retries=0)

    @property
    def size(self) -> int:
        """How many at a time: one a worker, as each has cores for one recording."""
        return max(1, len(self._client.scheduler_info(n_workers=-1)["workers"]))

    def submit(self, command: ImportMedia) -> Future[Analysed]:
        """Begin one somewhere."""
        future: Future[Analysed] = self._executor.submit(_analyse_there, command, self._reports)
        return future

    def shares(self) -> Mapping[str, float]:
        """A cluster tells of the end only."""
        return {}

    def stop(self) -> None:
        """Take back what has not begun; what runs there ends by itself and is found by the next run."""
        self._executor.shutdown(wait=False)

    def renew(self) -> None:
        """The cluster renews its workers itself."""

    def close(self) -> None:
        """Leave the cluster; it stays as it was."""
        self._executor.shutdown(wait=False)
        self._client.close()


def _client_of(address: str) -> Any:
    """The cluster's client, made once its scheduler has answered: on its own it tries for long. Raises ClusterError."""
    try:
        from distributed import Client
        from distributed.comm import connect
    except ImportError as error:
        raise ClusterError(
            "A cluster needs a part that is not installed.",
            recovery="Install it with: pip install “attune[cluster]”, or leave out --scheduler.",
        ) from error

    async def greet() -> None:
        comm = await connect(address, timeout=_ANSWER_S)
        await comm.close()

    try:
        asyncio.run(greet())
        return Client(address, timeout=_CLUSTER_S, set_as_default=False)
    except Exception as error:  # whoever answers there may say anything
        raise _no_scheduler(address) from error


def _no_scheduler(address: str) -> ClusterError:
    return ClusterError(
        f"No Dask scheduler answers at {address}.",
        recovery="Start one with “dask scheduler” and workers beside it, or leave out --scheduler.",
    )


# ---------------------------------------------------------------- in the workers


class _Worker:
    """What a worker process keeps between recordings."""

    models: Models | None = None
    news: Any = None
    stopping: Any = None
    reports = True


def _begin_worker(news: Any, stopping: Any, reports: bool) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asked decides when this one ends
    _Worker.news, _Worker.stopping, _Worker.reports = news, stopping, reports
    threading.Thread(target=_end_with_parent, name="attune-parent", daemon=True).start()


def _end_with_parent() -> None:
    """A worker whose window is gone would else go on unseen."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _analyse_here(command: ImportMedia) -> Analysed:
    """In a process of the pool."""
    told = [-1.0]

    def tell(share: float, _step: str) -> None:
        if share - told[0] >= _TELL_STEP or share >= 1.0:
            told[0] = share
            _Worker.news.put((command.folder, share))

    return _analyse(command, tell, _Worker.stopping, reports=_Worker.reports)


def _analyse_there(command: ImportMedia, reports: bool) -> Analysed:
    """On a worker of a cluster."""
    return _analyse(command, lambda _share, _step: None, threading.Event(), reports=reports)


def _analyse(command: ImportMedia, tell: Callable[[float, str], None], stopping: Any, *, reports: bool) -> Analysed:
    from app.bootstrap.media import MediaTools
    from app.bootstrap.perception_parts import Models
    from app.bootstrap.wordings import reword
    from app.engine.media_import import import_media
    from app.reports.folder import write_reports
    from app.reports.scores import scores_of
    from perception.pipeline.offline import Cancelled

    if _Worker.models is None:
        _Worker.models = Models()
    try:
        result = import_media(command, MediaTools(_Worker.models), on_progress=tell, cancelled=stopping)
    except Cancelled as stopped:
        raise WorkStoppedError from stopped
    if reports:
        write_reports(result.folder, reword)
    return Analysed(str(result.folder), result.scorecard.duration_s, scores_of(result.scorecard))
