"""Finished parts of an analysis in a folder of their own: written whole, read back only when they are whole.

What the interpretation remembers is kept with pickle. Reading it makes nothing but the values of perception's types and
features and arrays: a file that asks for anything else counts as damaged, and its stretch is looked at again.
"""

from __future__ import annotations

import collections
import hashlib
import io
import json
import logging
import pickle
import re
import threading
from pathlib import Path
from typing import Any, Final

import numpy as np

from perception.pipeline.stretches import Heard, Stretch
from perception.recording.codec import decode, encode
from perception.recording.format import write_atomically
from perception.types import Word

log = logging.getLogger(__name__)

WORDS_NAME: Final = "words.jsonl"
_DIGEST: Final = hashlib.sha256().digest_size
_STRETCH_FILE: Final = re.compile(r"([a-z]+)-(\d+)\.stretch")
_OWN_MODULES: Final = re.compile(r"perception\.(types|features)(\.\w+)*|perception\.pipeline\.stretches")
_ARRAYS: Final = frozenset(
    (
        *(("numpy", "ndarray"), ("numpy", "dtype")),
        *((f"numpy.{core}.multiarray", name) for core in ("core", "_core") for name in ("_reconstruct", "scalar")),
        *((f"numpy.{core}.numeric", "_frombuffer") for core in ("core", "_core")),
        ("collections", "deque"),
    )
)


class KeptWorkFolder:
    """Implements perception.pipeline.stretches.KeptWork. Several threads may keep things."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._words = _read_words(folder / WORDS_NAME)

    @property
    def holds_anything(self) -> bool:
        """Whether something was finished."""
        return bool(self._words) or any(_STRETCH_FILE.fullmatch(path.name) for path in self._folder.iterdir())

    def stretches(self, looker: str) -> dict[int, Stretch]:
        """The finished stretches of a looker, from the first one on without a hole."""
        found: dict[int, Stretch] = {}
        for path in sorted(self._folder.iterdir(), key=lambda path: (len(path.name), path.name)):
            match = _STRETCH_FILE.fullmatch(path.name)
            if match is None or match[1] != looker:
                continue
            stretch = _read_stretch(path)
            if stretch is None:
                break  # what came after rests on it
            found[int(match[2])] = stretch
        return found

    def keep_stretch(self, looker: str, number: int, stretch: Stretch) -> None:
        """Write a stretch, whole or not at all. Raises OSError."""
        body = pickle.dumps(stretch, protocol=5)
        write_atomically(self._folder / f"{looker}-{number}.stretch", hashlib.sha256(body).digest() + body)

    def words(self, heard: Heard) -> tuple[Word, ...] | None:
        """What was recognised in this very sound, None when it was not heard yet."""
        return self._words.get(_key(heard))

    def keep_words(self, heard: Heard, words: tuple[Word, ...]) -> None:
        """Add a line. Raises OSError."""
        line = json.dumps({"key": _key(heard), "words": encode(words)}, ensure_ascii=False)
        with self._lock, (self._folder / WORDS_NAME).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
            self._words[_key(heard)] = words


class _ValuesOnly(pickle.Unpickler):
    """Makes values of perception and arrays, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """A class that may be made."""
        if (module, name) in _ARRAYS:
            return collections.deque if module == "collections" else super().find_class(module, name)
        if _OWN_MODULES.fullmatch(module) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value that is kept")


def _read_stretch(path: Path) -> Stretch | None:
    """None for a file that is damaged."""
    try:
        data = path.read_bytes()
        body = data[_DIGEST:]
        if hashlib.sha256(body).digest() != data[:_DIGEST]:
            raise pickle.UnpicklingError("its checksum does not fit")
        stretch = _ValuesOnly(io.BytesIO(body)).load()
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError) as error:
        log.info("a kept stretch is not used, it is looked at again: %s: %s", path.name, error)
        return None
    return stretch if isinstance(stretch, Stretch) else None


def _read_words(path: Path) -> dict[str, tuple[Word, ...]]:
    """The lines that are whole; the last one may have been cut off."""
    found: dict[str, tuple[Word, ...]] = {}
    if not path.exists():
        return found
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            entry = json.loads(line)
            found[str(entry["key"])] = tuple(decode(Word, word) for word in entry["words"])
        except (ValueError, KeyError, TypeError) as error:
            log.info("a kept line of words is not used: %s", error)
    return found


def _key(heard: Heard) -> str:
    """Names a question to the recogniser."""
    asked = hashlib.sha256(np.ascontiguousarray(heard.samples, dtype=np.float32).tobytes())
    asked.update(repr((float(heard.t_s), tuple(heard.hotwords))).encode("utf-8"))
    return asked.hexdigest()
