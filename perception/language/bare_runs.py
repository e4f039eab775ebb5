"""Cuts text without any mark, as recognisers sometimes write it, where a question or another statement clearly begins.

Told by a few words: those with which a clause starts, unless what stands before them still waits for it ("I know I'll",
"tell me what was"). On answers written for Attune, scores with and without marks lie half as far apart as without.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from perception.types import spoken_words


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


BARE_RUN_WORDS: Final = 7
LEAST_BARE_WORDS: Final = 3
_WORD: Final = re.compile(r"\S+")
_AHEAD: Final = 3  # words by which a start is told
_ASKS: Final = re.compile(
    r"(?:what|how|why|where|when|who)(?:'s| (?:do|does|did|is|are|was|were|will|would|can|could|should|has|have|had|"
    r"isn't|wasn't|didn't|else|happened|happens|about|went|time|kind))\b|how (?:many|much|long|often|far|soon)\b|"
    r"which \w+"
)
_INVERTS: Final = re.compile(
    r"(?:(?:do|don't|have|haven't|are|aren't|were) (?:you|we|they|your|the)|"
    r"(?:does|doesn't|has|hasn't|is|isn't|was|wasn't) (?:he|she|it|that|this|there|your|the|anyone|anybody|somebody)|"
    r"(?:did|didn't|will|would|can|could|should|shall|may) (?:you|we|i|they|he|she|it|that|there|your|anyone|"
    r"anybody))\b"
)
# Except where "your" belongs to what was said of the noun before it: "switching it off was your doing".
_STATES: Final = re.compile(
    r"(?:is|was) your (?:own|doing|fault|idea|choice|decision|mistake|responsibility|job|call)\b"
)
_TELLS: Final = re.compile(
    r"(?:(?:i|we)'(?:m|re|ll|ve|d)|(?:i|we) (?:am|will|would|can|can't|cannot|could|couldn't|won't|was|have|want|need|"
    r"should|promise|hear|see|understand|feel|know|think|just|really|do|don't)|let me|let's|let us|thank you|"
    r"thanks|please|tell me|(?:it|that|there)'s|it (?:is|was|sounds|must|makes|could)|that (?:sounds|must|makes)|"
    r"this (?:is|must|sounds)|there (?:is|are|was)|you(?:'re|'ve)|you (?:should|need|must))\b"
)
_LEADS: Final = _set("and but so or okay well now then")
_WH: Final = _set("what how why where when who which whose whatever")
# A clause hangs on these words; what follows them begins no new thought.
_JOINING: Final = _set(
    "that if when whenever what how why where who whom whose which whatever whichever wherever however because "
    "since before after until till while as than though although whether unless and but or so nor not to of "
    "for with about from on in at by into over the a an my your our their his its these those every each any "
    "some no"
)
_BEFORE_TELLING: Final = _JOINING | _set(
    "know think thought believe promise sure hope wish say said says mean means meant afraid guess suppose "
    "glad told tell show find check explain imagine ask asked like felt makes made let everything anything "
    "nothing something all best one ones most least more much is was are were be been am will would can could "
    "should have has had do does did just only really very also even still exactly else this i you we they he "
    "she"
)
# "The day I", "the thing you"; but "your day let me".
_NAMING: Final = _set("thing things moment time way day reason place person people")
_OPENING: Final = _set("let let's thank thanks please")
_BEFORE_ASKING: Final = _JOINING | _set(
    "know see tell understand exactly out hear ask asked explain imagine show find check say said is was are "
    "were be decide matter regardless like there sure wonder wondering learn remember notice i we they he she"
)
_GIVING: Final = _set("tell told show ask asked give explain send let teach")
_GIVEN: Final = _set("me us you him her them")
_PREPOSITIONS: Final = _set("about for of with on to by from at in after before over like")


def cut_bare_run(run: str) -> list[str]:
    """The parts of a run without marks, in order; joined with spaces they hold its words."""
    hits = list(_WORD.finditer(run))
    starts, words = [hit.start() for hit in hits], [hit.group().replace("’", "'").lower() for hit in hits]
    if len(spoken_words(run)) < BARE_RUN_WORDS:
        return [run]
    parts: list[str] = []
    begun = 0
    for place in range(1, len(words)):
        at = _start_of_clause(words, place, begun)
        if at is not None and min(_size(words, begun, at), _size(words, at, len(words))) >= LEAST_BARE_WORDS:
            parts.append(run[starts[begun] : starts[at]].strip())
            begun = at
    parts.append(run[starts[begun] :].strip())
    return parts


def _start_of_clause(words: Sequence[str], place: int, begun: int) -> int | None:
    """Where the clause starts that begins to be told by at `place`: there, or at the "so" before it; None for none."""
    ahead = " ".join(words[place : place + _AHEAD])
    inverts = (
        bool(_INVERTS.match(ahead))
        and not _STATES.match(ahead)
        and _WH.isdisjoint(words[max(begun, place - 4) : place])
    )
    if inverts or _ASKS.match(ahead):
        at = place - 1 if words[place - 1] in _LEADS else place
        return at if at > begun and not _hangs_as_question(words, at) else None
    return place if _TELLS.match(ahead) and not _hangs(words, place) else None


def _hangs(words: Sequence[str], at: int) -> bool:
    """Whether a statement that starts at `at` belongs to what stands before it."""
    before = words[at - 1]
    names = before in _NAMING and words[at] not in _OPENING
    waits = before in _BEFORE_TELLING and not _points_back(words, at)
    return names or waits or not _WH.isdisjoint(words[max(0, at - 2) : at])


def _hangs_as_question(words: Sequence[str], at: int) -> bool:
    """The same for a question: "tell me what was", "I see how many"."""
    asked_of = words[at - 1] in _GIVEN and at >= 2 and words[at - 2] in _GIVING
    return asked_of or (words[at - 1] in _BEFORE_ASKING and not _points_back(words, at))


def _points_back(words: Sequence[str], at: int) -> bool:
    """Whether a clause ends before `at` with what it points to: "sorry about that"."""
    return at >= 2 and words[at - 1] in ("that", "this") and words[at - 2] in _PREPOSITIONS


def _size(words: Sequence[str], start: int, end: int) -> int:
    return len(spoken_words(" ".join(words[start:end])))
