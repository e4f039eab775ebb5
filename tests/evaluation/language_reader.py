"""The product's two ways to understand words: the rules alone, and the rules with the learned reader of sentences.

Both are measured through the call behind `attune annotate`. What the reader made of a sentence is kept under
out/evaluation by the checksum of its network, so that measuring again is quick. ATTUNE_EVAL_READER names a folder with
another reader to measure.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import numpy as np

from perception.inference.asset_files import assets_dir
from perception.inference.lexicon_files import load_lexicon
from perception.inference.sentence_columns import COLUMNS
from perception.inference.sentence_reader import NETWORK, OnnxSentenceReader, load_sentence_reader, signals_of
from perception.language.annotate import annotate
from perception.language.sentences import split_sentences
from perception.language.types import AnnotatedLine, Line, SentenceInContext, SentenceSignals
from perception.types import Float32Array
from tests.evaluation.tables import RULES_ALONE

ROOT: Final = Path(__file__).resolve().parents[2]
KEPT: Final = ROOT / "out" / "evaluation" / "reader"
WORKERS: Final = 2
_CHUNK: Final = 64
_WORTH_WORKERS: Final = 1500  # sentences; starting the workers takes about two seconds
_WORTH_KEEPING: Final = 3000
_KEY_BYTES: Final = 16


def reader_folder() -> Path:
    """Where the reader's network lies, whether it is there or not."""
    return Path(os.environ.get("ATTUNE_EVAL_READER") or assets_dir() / "language")


def shipped_reader() -> OnnxSentenceReader | None:
    """The reader the product ships; None while it ships none. Raises ModelError when it is damaged."""
    return load_sentence_reader(reader_folder()) if (reader_folder() / NETWORK).is_file() else None


class KeptReader:
    """A reader that remembers what it made of each sentence, from one evaluation to the next."""

    def __init__(self, reader: OnnxSentenceReader, folder: Path, kept: Path = KEPT) -> None:
        self._reader, self._folder = reader, folder
        network = hashlib.sha256((folder / NETWORK).read_bytes()).hexdigest()
        self._file = kept / f"{network[:16]}.npz"
        self._rows: dict[bytes, Float32Array] = {}
        self._fresh = 0
        if self._file.is_file():
            with np.load(self._file) as saved:
                self._rows = dict(zip((bytes(key) for key in saved["keys"]), saved["rows"], strict=True))

    def read(self, sentences: Sequence[SentenceInContext]) -> tuple[SentenceSignals, ...]:
        """Signals of each sentence in order."""
        return tuple(signals_of(row) for row in self.likelihoods(sentences))

    def likelihoods(self, sentences: Sequence[SentenceInContext]) -> Float32Array:
        """(sentences, columns) as the reader gives them."""
        self.remember(sentences)
        rows = [self._rows[_key(sentence)] for sentence in sentences]
        return np.stack(rows) if rows else np.zeros((0, len(COLUMNS)), dtype=np.float32)

    def remember(self, sentences: Iterable[SentenceInContext]) -> None:
        """Read those that were not read before, by several workers where they are many."""
        unread = {key: one for one in sentences if (key := _key(one)) not in self._rows}
        if not unread:
            return
        todo = list(unread.values())
        chunks = [todo[at : at + _CHUNK] for at in range(0, len(todo), _CHUNK)]
        if len(todo) < _WORTH_WORKERS:
            found = [self._reader.likelihoods(chunk) for chunk in chunks]
        else:
            context = get_context("spawn")
            with ProcessPoolExecutor(WORKERS, context, initializer=_start, initargs=(self._folder,)) as pool:
                found = list(pool.map(_read, chunks))
        self._rows.update(zip(unread, np.concatenate(found), strict=True))
        self._fresh += len(unread)
        if self._fresh >= _WORTH_KEEPING:
            self.save()

    def save(self) -> None:
        """Keep what was read for the next evaluation."""
        if not self._fresh:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._file.with_suffix(".new.npz")
        keys = np.frombuffer(b"".join(self._rows), dtype=np.uint8).reshape(-1, _KEY_BYTES)
        np.savez(temporary, keys=keys, rows=np.stack(list(self._rows.values())))
        temporary.replace(self._file)
        self._fresh = 0


def _key(sentence: SentenceInContext) -> bytes:
    told = "\0".join((sentence.speaker, sentence.text, sentence.before))
    return hashlib.sha256(told.encode()).digest()[:_KEY_BYTES]


def _start(folder: Path) -> None:
    load_sentence_reader(folder)
    os.environ["ATTUNE_EVAL_READER"] = str(folder)


def _read(chunk: list[SentenceInContext]) -> Float32Array:
    return load_sentence_reader(reader_folder()).likelihoods(chunk)


class _Asked(Exception):  # noqa: N818 - carries what was asked, nothing went wrong
    def __init__(self, sentences: Sequence[SentenceInContext]) -> None:
        super().__init__()
        self.sentences = sentences


class _Asking:
    def read(self, sentences: Sequence[SentenceInContext]) -> tuple[SentenceSignals, ...]:
        raise _Asked(sentences)


@dataclass(frozen=True)
class Way:
    """One way to understand words. shipped: this is what people get; targets are held against it."""

    name: str
    reader: KeptReader | None
    shipped: bool

    def understand(self, conversations: Sequence[Sequence[Line]]) -> list[list[AnnotatedLine]]:
        """Each conversation as `attune annotate` understands it."""
        lexicon = load_lexicon()
        if self.reader is not None:
            self.reader.remember(one for lines in conversations for one in asked(lines))
        return [annotate(lines, lexicon, self.reader) for lines in conversations]

    def target(self, value: float) -> float | None:
        """The target where this way is shipped, else None."""
        return value if self.shipped else None

    def named(self, what: str) -> str:
        """The name of a figure, with the way where it is not the shipped one."""
        return what if self.shipped else f"{what} ({self.name})"


def asked(lines: Sequence[Line]) -> Sequence[SentenceInContext]:
    """The sentences the product asks its reader about in a conversation, each once."""
    try:
        annotate(lines, load_lexicon(), _Asking())
    except _Asked as question:
        return question.sentences
    return ()


def in_context(lines: Sequence[Line]) -> list[tuple[SentenceInContext, ...]]:
    """For each line of the CSM its sentences as the product asks its reader about them."""
    told = [one for one in asked(lines) if one.speaker == "csm"]
    known: dict[str, SentenceInContext] = {}
    found, at = [], 0
    for line in lines:
        if line.speaker != "csm":
            continue
        parts = split_sentences(line.text)
        for part in parts:
            if at < len(told) and told[at].text == part:  # else it was said before after the same words, asked once
                known[part] = told[at]
                at += 1
        found.append(tuple(known[part] for part in parts))
    return found


@cache
def ways() -> tuple[Way, ...]:
    """The rules alone; then the rules with the reader, where there is one."""
    reader = shipped_reader()
    if reader is None:
        return (Way(RULES_ALONE, None, shipped=True),)
    kept = KeptReader(reader, reader_folder())
    atexit.register(kept.save)
    return Way(RULES_ALONE, None, shipped=False), Way("with the reader", kept, shipped=True)


def lines_a_second(conversations: Sequence[Sequence[Line]], *, read: bool) -> float:
    """How many lines a second of one core are understood, with nothing remembered. read: with the reader."""
    lexicon, reader = load_lexicon(), shipped_reader() if read else None
    annotate(conversations[0][:2], lexicon, reader)  # the first sentence builds the network
    began = time.process_time()
    for lines in conversations:
        annotate(lines, lexicon, reader)
    return sum(map(len, conversations)) / max(1e-6, time.process_time() - began)
