"""Promised actions and what makes them reliable: what, who, by when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from typing import Final

from perception.language.fusing import promise_found
from perception.language.lexicon import Lexicon, PatternClass
from perception.language.normalise import words
from perception.language.types import Commitment, SentenceSignals

# Weights of the parts of a promised action (F7.1, design prior, evidence tag D).
COMMISSIVE_WEIGHT: Final = 0.4
PART_WEIGHT: Final = 0.2

# Where what is promised ends: at a mark, a reason, a condition, or the next thing said.
_END: Final = re.compile(
    r"[,;.!?]|\b(?:because|so that|but|if|unless|and (?:i|we|you|then|let|our|my|it|that|the|they|how|what|who)|does|"
    r"is that|would that|or would)\b"
)
_WHO: Final = re.compile(
    r"^(?P<i>i|let me)\b|^(?P<we>we|let us)\b|^(?P<other>(?:my|our|an?|the) (?:[\w-]+ ){1,4}?)(?=will|is going|are)"
)
_AGREES_ON: Final = re.compile(
    r"\b(?:let us say|works|suits|(?:is|would be) (?:fine|good|okay|ok|great|perfect)|it is,? then|then[.!]?$)"
)
_LINKS: Final = re.compile(r"^(?:to|and|also|just|then|personally|already|now) |(?: (?:and|to|for|on|at|in|by|with))+$")


def promised_at(sentence: str, lexicon: Lexicon) -> int:
    """Where the promised action of a plain sentence begins; its end when only a reader heard the promise."""
    at = lexicon.pattern("commitments", "commissive").find(sentence)
    return len(sentence) if at is None else at


def commitment_of(
    text: str,
    sentence: str,
    stems: Set[str],
    customer_stems: Set[str],
    lexicon: Lexicon,
    signals: SentenceSignals | None = None,
) -> Commitment | None:
    """The promised action of a sentence, None when nothing is promised.

    text, sentence: as said and plain. stems: its content stems. customer_stems: those of the customer's last turn.
    """
    table = lexicon.groups["commitments"]
    times = _times(table["time_bound"], sentence)
    if not _promises(sentence, table, signals, dated=bool(times)):
        return None
    what, who = _what_and_who(sentence, times, lexicon)
    return Commitment(
        commissive=True,
        object_match=bool(stems & customer_stems),
        time_bound=bool(times),
        named_owner=table["named_owner"].find(sentence) is not None,
        what=_as_said(what, text),
        who=who if who in ("I", "we") else _as_said(who, text),
        when=_as_said(" ".join(times), text),
    )


def action_quality(commitment: Commitment | None) -> float:
    """ACTq of F7.1: 0 without a promise, 1 with action, object, owner and date."""
    if commitment is None or not commitment.commissive:
        return 0.0
    parts = (commitment.object_match, commitment.time_bound, commitment.named_owner)
    return COMMISSIVE_WEIGHT + PART_WEIGHT * sum(parts)


def _promises(
    sentence: str, table: Mapping[str, PatternClass], signals: SentenceSignals | None, *, dated: bool
) -> bool:
    """Whether a plain sentence promises an action; what is offered as a question does where it names a time."""
    by_words = table["commissive"].find(sentence) is not None or (
        dated and table["proposal"].find(sentence) is not None
    )
    if not by_words and (table["commissive"].exempts(sentence) or table["no_promise"].find(sentence) is not None):
        return False
    return promise_found(by_words, signals, dated=dated)


def dated_beside(sentence: str, lexicon: Lexicon, *, asks: bool) -> str:
    """The time that a plain sentence beside a promise names for it ("Shall we say Thursday at two?"); '' for none."""
    if not asks and not _AGREES_ON.search(sentence):
        return ""
    day = re.search(rf"\b{lexicon.macros['day']}\b", sentence)
    times = _times(lexicon.groups["commitments"]["time_bound"], sentence)
    return " ".join(dict.fromkeys([*([day.group()] if day else []), *times]))


def _times(known: PatternClass, sentence: str) -> list[str]:
    """Every wording of a time in a plain sentence, in order; [] for none."""
    found: list[str] = []
    at = known.find(sentence)
    while at is not None:
        hit = known.matches.search(sentence, at)
        if hit is None:
            break
        found.append(hit.group())
        later = known.find(sentence[hit.end() :])
        at = None if later is None else hit.end() + later
    return found


def _what_and_who(sentence: str, times: Sequence[str], lexicon: Lexicon) -> tuple[str, str]:
    commissive = lexicon.pattern("commitments", "commissive")
    at = commissive.find(sentence)
    hit = commissive.matches.search(sentence, at) if at is not None else None
    if hit is None:
        return "", ""
    named = _WHO.match(hit.group())
    who = "" if named is None else "I" if named["i"] else "we" if named["we"] else named["other"].strip()
    opening = re.match(rf"{lexicon.macros['will']} {lexicon.macros['adverb']}", hit.group())
    rest = sentence[hit.start() + (opening.end() if opening else 0) :]
    end = _END.search(rest)
    what = rest[: end.start()] if end else rest
    for time in times:
        what = what.replace(time, " ", 1)
    return _LINKS.sub("", " ".join(what.split())), who


def _as_said(part: str, text: str) -> str:
    """A part of the plain sentence with its words in the letters of the text."""
    written = {word.lower(): word for word in reversed(words(text))}
    return " ".join("I" if word == "i" else written.get(word, word) for word in part.split())
