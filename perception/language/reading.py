"""Asking a learned reader about many sentences at once, each sentence only once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from perception.language.sentences import split_sentences
from perception.language.types import SentenceInContext, SentenceReader, SentenceSignals

# What a reader made of sentences. Empty without a reader: the rules then stand alone.
Readings: TypeAlias = Mapping[SentenceInContext, SentenceSignals]
NOTHING_READ: Final[Readings] = {}


def read_all(sentences: Iterable[SentenceInContext], reader: SentenceReader | None) -> Readings:
    """The reader's signals of every sentence, asked for in one call; empty without a reader or without sentences."""
    if reader is None:
        return NOTHING_READ
    each = tuple(dict.fromkeys(sentences))
    return dict(zip(each, reader.read(each), strict=True)) if each else NOTHING_READ


def in_turn(text: str) -> list[SentenceInContext]:
    """The sentences of a turn of the customer as a reader is asked about them."""
    return [SentenceInContext("customer", sentence) for sentence in split_sentences(text)]


def in_answer(text: str, before: str) -> list[SentenceInContext]:
    """The sentences of an answer of the CSM as a reader is asked about them. before: what the customer said last."""
    return [SentenceInContext("csm", sentence, before) for sentence in split_sentences(text)]


class Remembering:
    """A reader that asks another one about each sentence only once. Not thread-safe: one session owns it."""

    def __init__(self, reader: SentenceReader) -> None:
        self._reader = reader
        self._known: dict[SentenceInContext, SentenceSignals] = {}

    def read(self, sentences: Sequence[SentenceInContext]) -> tuple[SentenceSignals, ...]:
        """Signals of each sentence in order; only those not seen before are read."""
        unseen = tuple(dict.fromkeys(one for one in sentences if one not in self._known))
        if unseen:
            self._known.update(zip(unseen, self._reader.read(unseen), strict=True))
        return tuple(self._known[one] for one in sentences)
