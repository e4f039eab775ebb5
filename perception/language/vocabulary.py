"""The own vocabulary: names and terms the recogniser is told to expect. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# The recogniser takes these names as words that went before. A long list leads it to write names nobody said; the
# numbers are measured (see the table "Names and terms" of the evaluation).
MOST_TERMS: Final = 30
LONGEST_TERM: Final = 40  # letters

_BETWEEN: Final = re.compile(r"[,;\n]")
_SAYABLE: Final = re.compile(r"[^\W_]", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """terms: those that count, in the order given, each once. problems: one plain sentence for what was left out."""

    terms: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def read_vocabulary(text: str) -> Vocabulary:
    """Names and terms from text: one a line, or with commas between."""
    terms: dict[str, str] = {}
    problems: list[str] = []
    for entry in _BETWEEN.split(text):
        term = " ".join(entry.split())
        if not term:
            continue
        if not _SAYABLE.search(term):
            problems.append(f"“{_short(term)}” has no letter or figure and is left out.")
        elif len(term) > LONGEST_TERM:
            problems.append(f"“{_short(term)}” is longer than {LONGEST_TERM} letters and is left out.")
        else:
            terms.setdefault(term.casefold(), term)
    if len(terms) > MOST_TERMS:
        problems.append(
            f"Only the first {MOST_TERMS} of {len(terms)} count: with more, names are written that nobody said."
        )
    return Vocabulary(tuple(terms.values())[:MOST_TERMS], tuple(problems))


def _short(term: str) -> str:
    return term if len(term) <= LONGEST_TERM else f"{term[: LONGEST_TERM - 2]} …"
