"""Reads turns of the CSM in a process of its own: the window's process never loads the sentence reader."""

from __future__ import annotations

import logging
import multiprocessing
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache

from app.practice.reading import PracticeReader
from app.practice.scenario.model import Scenario
from app.practice.turns import CsmTurn, ReadTurn, StatePoint
from perception.inference.lexicon_files import load_lexicon

log = logging.getLogger(__name__)


class ReaderElsewhere:
    """As PracticeReader with word lists and sentence reader (app.practice.ports.TurnReader); the first turn takes
    a moment. Where the process dies the word rules go on alone, here."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario

    def read(self, turn: CsmTurn, *, heard: str, point: StatePoint) -> ReadTurn:
        """What the CSM did in the turn."""
        try:
            return _pool().submit(_read, self._scenario, turn, heard, point).result()
        except BrokenProcessPool as error:
            log.warning("the reader of turns ended, the word rules go on: %s", error)
            _pool.cache_clear()
            return PracticeReader(self._scenario, load_lexicon()).read(turn, heard=heard, point=point)


@cache
def _pool() -> Executor:
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


def _read(scenario: Scenario, turn: CsmTurn, heard: str, point: StatePoint) -> ReadTurn:
    from app.bootstrap.practice import practice_reader

    reader, _trouble = practice_reader()
    return PracticeReader(scenario, load_lexicon(), reader).read(turn, heard=heard, point=point)
