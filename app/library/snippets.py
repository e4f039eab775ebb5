"""Where in a session the words that were looked for stand, with a few words around them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from app.library.summary import SearchLine

AROUND: Final = 42  # characters before the first word
LONGEST: Final = 150  # characters of a snippet
_WORD: Final = re.compile(r"\w+")

Place = Literal["title", "csm", "customer", "unknown", "comment", "tag"]


@dataclass(frozen=True, slots=True)
class Found:
    """A place. text: what stands there, shortened; marked: start and end of the words in it. t_s: session time, None
    where it has none. author: of a comment."""

    place: Place
    text: str = ""
    marked: tuple[tuple[int, int], ...] = ()
    t_s: float | None = None
    author: str = ""


def find_place(words: Sequence[str], title: str, tags: Sequence[str], lines: Sequence[SearchLine]) -> Found:
    """The line that holds most of the words; the title where it holds them all, or where no line holds any."""
    wanted = [folded(word) for word in words]
    everywhere = len(_held(title, wanted))
    if everywhere == len(set(wanted)):
        return Found("title")
    tag = next((one for one in tags if len(_held(one, wanted)) == len(set(wanted))), None)
    if tag is not None:
        return Found("tag", tag, ((0, len(tag)),))
    best, most = None, 0
    for line in lines:
        held = len(_held(line.text, wanted))
        if held > most:
            best, most = line, held
        if most == len(set(wanted)):
            break
    if best is None:
        return Found("title")
    text, marked = _cut(best.text, wanted)
    return Found(best.where, text, marked, best.t_s, best.author)


def folded(text: str) -> str:
    """Without capitals and accents, as the index compares."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _held(text: str, wanted: Sequence[str]) -> set[str]:
    """Which of the words, already folded, are in the text as beginnings of words."""
    plain = folded(text)
    near = [word for word in wanted if word in plain]
    if not near:
        return set()
    there = _WORD.findall(plain.replace("_", " "))
    return {word for word in near if any(one.startswith(word) for one in there)}


def _cut(text: str, wanted: Sequence[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text around the first of the words, and where the words stand in it."""
    hits = [
        match.span() for match in _WORD.finditer(text) if any(folded(match.group()).startswith(word) for word in wanted)
    ]
    first = hits[0][0] if hits else 0
    start = 0 if first <= AROUND else text.rfind(" ", 0, first - AROUND) + 1
    end = len(text) if len(text) - start <= LONGEST else max(first + 1, text.rfind(" ", start, start + LONGEST))
    head, tail = "… " if start else "", " …" if end < len(text) else ""
    shift = len(head) - start
    marked = tuple((left + shift, right + shift) for left, right in hits if start <= left and right <= end)
    return f"{head}{text[start:end]}{tail}", marked
