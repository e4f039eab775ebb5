"""The learned reader of sentences: a small encoder (ONNX, int8) that ships with the programme.

One file holds network, vocabulary and calibration; `reader.toml` beside it says its size, its checksum and what it was
trained on. Sentences are read one by one: the numbers of the int8 network depend on everything in a call, so a sentence
alone gives the same answer in any company, and no time goes into filling up rows.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

import numpy as np

from perception.errors import ModelError
from perception.inference.asset_files import assets_dir
from perception.inference.sentence_columns import ACTS, COLUMNS, DISMISSING, FEELINGS, JUDGING
from perception.language.types import SentenceInContext, SentenceSignals
from perception.types import Float32Array

NETWORK: Final = "reader.onnx"
ABOUT: Final = "reader.toml"
_REMEDY: Final = "Install Attune again; until then words are judged by rules alone, which is less exact."


class OnnxSentenceReader:
    """Reads sentences with the network of `folder`. About 3 ms a sentence; one thread, so that others keep theirs.

    The file is checked at once, the network is built at the first sentence.
    """

    def __init__(self, folder: Path) -> None:
        """Raises ModelError when the file is missing, damaged or not the one that `reader.toml` describes."""
        self.about = _about(folder)
        self._bytes: bytes | None = _checked(folder, self.about)
        self._lock = Lock()
        self._network: _Network | None = None

    @property
    def sha256(self) -> str:
        """Checksum of the network, for a session's header."""
        return str(self.about["sha256"])

    def read(self, sentences: Sequence[SentenceInContext]) -> tuple[SentenceSignals, ...]:
        """Signals of each sentence in order. Raises ModelError when the network fails."""
        network = self._ready()
        return tuple(signals_of(network.likelihoods(sentence)) for sentence in sentences)

    def likelihoods(self, sentences: Sequence[SentenceInContext]) -> Float32Array:
        """All columns as they come from the network, (sentences, columns), each 0..1; for measuring."""
        network = self._ready()
        rows = [network.likelihoods(sentence) for sentence in sentences]
        return np.stack(rows) if rows else np.zeros((0, len(COLUMNS)), dtype=np.float32)

    def _ready(self) -> _Network:
        with self._lock:
            if self._network is None:
                assert self._bytes is not None
                self._network, self._bytes = _Network(self._bytes), None
            return self._network


@cache
def load_sentence_reader(folder: Path | None = None) -> OnnxSentenceReader:
    """The reader of `folder`, or the shipped one; one a process. Raises ModelError, see OnnxSentenceReader."""
    return OnnxSentenceReader(folder if folder is not None else assets_dir() / "language")


class _Network:
    """The network with what belongs to it."""

    def __init__(self, content: bytes) -> None:
        import onnxruntime

        from perception.inference.sentence_input import SentenceInput

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 4
        try:
            self._session: Any = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
            meta: dict[str, str] = self._session.get_modelmeta().custom_metadata_map
            known = tuple(json.loads(meta["columns"])) == COLUMNS
            self._input = SentenceInput(meta["vocabulary"].split("\n"))
        except Exception as error:
            raise ModelError("The sentence reader is damaged.", recovery=_REMEDY) from error
        if not known:
            raise ModelError("The sentence reader belongs to another version of Attune.", recovery=_REMEDY)

    def likelihoods(self, sentence: SentenceInContext) -> Float32Array:
        """(columns,), the strongest of the sentence's windows."""
        best = np.zeros(len(COLUMNS), dtype=np.float32)
        for row in self._input.rows(sentence):
            part = np.zeros((1, len(row.pieces)), dtype=np.int64)
            part[0, row.start :] = 1
            fed = {"pieces": np.asarray([row.pieces], dtype=np.int64), "part": part}
            try:
                (found,) = self._session.run(None, fed)
            except Exception as error:
                raise ModelError("The sentence reader failed.", recovery=_REMEDY) from error
            best = np.maximum(best, found[0])
        return best


def signals_of(row: Float32Array) -> SentenceSignals:
    """One row of likelihoods as signals."""
    found = dict(zip(COLUMNS, (float(value) for value in row), strict=True))
    return SentenceSignals(
        question=found["question"],
        open_question=found["open"],
        reflection=found["reflection"],
        telling=found["telling"],
        joining=found["joining"],
        acts={name: found[f"act:{name}"] for name in ACTS},
        judging={name: found[f"judging:{name}"] for name in JUDGING},
        dismissing={name: found[f"dismissing:{name}"] for name in DISMISSING},
        feeling={name: found[f"feeling:{name}"] for name in FEELINGS},
    )


def _about(folder: Path) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(f"The sentence reader is missing from {folder}.", recovery=_REMEDY) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ModelError(f"The description of the sentence reader in {folder} is damaged.", recovery=_REMEDY) from error


def _checked(folder: Path, about: dict[str, Any]) -> bytes:
    try:
        content = (folder / NETWORK).read_bytes()
    except OSError as error:
        raise ModelError(f"The sentence reader is missing from {folder}.", recovery=_REMEDY) from error
    if hashlib.sha256(content).hexdigest() != about.get("sha256"):
        message = f"The sentence reader in {folder} is damaged or not the expected one (its checksum differs)."
        raise ModelError(message, recovery=_REMEDY)
    return content
