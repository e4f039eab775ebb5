"""Whether a voice can read a line aloud the way it is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.practice import params


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something a voice reads badly. silent: nothing of the line can be spoken."""

    code: str
    what: str
    remedy: str
    silent: bool = False


_SPOKEN: Final = r"[^\w\s.,;:!?'’‘“”\"–—…-]"
_RULES: Final[tuple[tuple[str, re.Pattern[str], str, str], ...]] = (
    ("address", re.compile(r"\S*(?:https?://|www\.|\w@\w|\w\.(?:com|org|net|io)\b)\S*", re.IGNORECASE), "an address",
     "Say it as people would, or leave it out."),
    ("brackets", re.compile(r"[()\[\]{}<>]"), "brackets", "Make it a sentence of its own, or use commas."),
    ("units", re.compile(r"[$€£¥]\s?\d[\d.,]*|\d[\d.,]*\s?(?:%|[$€£¥]|[a-zA-Z]{1,3}\b(?<!st)(?<!nd)(?<!rd)(?<!th))"),
     "a number with a sign",
     "Write it as it is spoken: “forty percent”, “nine in the morning”."),
    ("digits", re.compile(r"\d[\d.,:/-]*\d|\d"), "digits", "Write the number in words: “six hours”."),
    ("capitals", re.compile(r"\b[A-Z]{5,}\b"), "a word in capitals",
     "Write it in small letters; the mood carries how it is said."),
    ("underscore", re.compile(r"_"), "an underscore", "Write it as it is spoken."),
    ("sign", re.compile(_SPOKEN), "a sign that is not spoken", "Write it as a word."),
)  # fmt: skip

# Words and turns of phrase by which people say how they are, beside the word the scenario gives.
_FEELING: Final = re.compile(
    r"\b(?:feel|feels|feeling|felt|angr|furious|livid|frustrat|annoy|upset|fed up|disappoint|let down|worr|anxious|"
    r"nervous|stress|afraid|scared|panic|overwhelm|exhaust|tired|swamped|drown|confus|lost|ignored|dismiss|embarrass|"
    r"blam|humiliat|sad|hurt|sceptical|skeptical|doubt|trust|wary|reliev|glad|grateful|happy|thank|hopeful|pleased)",
    re.IGNORECASE,
)


def troubles(text: str) -> Iterator[Trouble]:
    """What a voice would read badly; each kind once."""
    quoted = text if len(text) <= 40 else f"{text[:37].rstrip()}…"
    if not re.search(r"[^\W\d_]", text):
        yield Trouble("unspeakable", f"“{quoted}” has no words to speak.", "Write words.", silent=True)
        return
    rest = text
    for code, pattern, name, remedy in _RULES:
        hit = pattern.search(rest)
        if hit is not None:
            yield Trouble(code, f"“{quoted}” holds {name} (“{hit.group()}”) that a voice reads badly.", remedy)
            rest = pattern.sub(" ", rest)  # told once, by the rule that knows it best
    count = len(text.split())
    if count > params.MOST_WORDS:
        what = f"“{quoted}” has {count} words; that is long for one breath of talk."
        yield Trouble("long", what, f"Keep a line to {params.MOST_WORDS} words, or make it two turns.")


def says(line: str, word: str) -> bool:
    """Whether a line says a feeling word, in any common form of it."""
    low, root = line.lower(), word.lower()
    stem = re.sub(r"(?:ed|ing|ful|ous|ied|y|s|e)$", "", root)
    if len(stem) < 3:
        return root in low
    return re.search(rf"\b(?:{re.escape(root)}|{re.escape(stem)}\w{{0,4}})\b", low) is not None


def any_feeling(line: str) -> bool:
    """Whether a line says in some way how the customer is."""
    return bool(_FEELING.search(line))
