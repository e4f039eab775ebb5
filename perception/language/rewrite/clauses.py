"""Clauses of the customer that stand as sentences of their own, turned to "you". Rather none than a doubtful one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from perception.language.rewrite.persons import turn_to_you
from perception.language.rewrite.wording import ClauseWords
from perception.language.sentences import split_sentences

LEAST_WORDS: Final = 3
MOST_WORDS: Final = 14
_LEAST_JOINED: Final = 2  # of a clause that another one goes on
_JOINS: Final = frozenset({"and", "but", "so", "because"})
_STRAIGHT: Final = str.maketrans({"’": "'", "‘": "'", "`": "'", "—": ";", "–": ";"})
_SUBJECT: Final = (
    r"(?:i|i'm|i've|i'll|i'd|we|we're|we've|we'll|we'd|it|it's|this|that|that's|they|they're|they've|you|you've|"
    r"you're|my|our|your|the|nobody|no one|now|there|there's|he|she|everyone|everybody|nothing|every|half|all)\b"
)
_JOINT: Final = re.compile(
    rf"\s*;\s*|:\s+|\s+-+\s+|,\s+(?={_SUBJECT})"
    rf"|,?\s+(but|so|and|because|yet|and so|and then|so that|except)\s+(?={_SUBJECT})"
    r"|,\s+(?:and|but)\s+(?=(?:in|on|at|since|last|during|yesterday|today)\s)"
    r"|,\s+(?:which|who|where|whose|with|not to|including|like)\b|,?\s+(?:although|though|whereas)\s+",
    re.IGNORECASE,
)
# A long clause may end before these.
_CUT: Final = frozenset({
    "when", "while", "since", "after", "before", "because", "until", "which", "and", "so", "but", "as",
})  # fmt: skip
_TOKEN: Final = re.compile(r"[$€£#]?[A-Za-z0-9][\w'./%$€£:,-]*(?<![,:])")
_NEEDS_COMMA: Final = frozenset({
    "no", "right", "well", "look", "see", "great", "wow", "still", "again", "sorry", "listen", "hey", "yes",
    "or",
})  # fmt: skip
_SO: Final = frozenset({"many", "much", "far", "called", "few"})
_PLURAL: Final = frozenset({"i", "we"})
_DONE: Final = frozenset({"have", "haven't", "had", "hadn't", "did", "didn't", "were", "weren't", "keep"})
_SHORT: Final = re.compile(
    r"(?:(?:i'm|(?:i|we|you)'(?:ve|d)|(?:i|we)'ll|(?:we|you)'re)|(?:it|that|there|nobody|everything|nothing|everyone)'s)"
)
_BREAKS: Final = frozenset({
    "that", "which", "who", "you", "we", "i", "they", "it", "he", "she", "when", "where", "if", "to",
})  # fmt: skip
# Who is meant, the clause alone does not say.
_SOMEONE: Final = frozenset({"he", "she", "him", "her", "his", "hers", "he's", "she's"})
_FIRST_SAID: Final = frozenset({
    "in", "on", "at", "since", "last", "for", "during", "over", "this", "yesterday", "today",
})  # fmt: skip
_BEGINS: Final = frozenset({"i", "we", "the", "my", "our", "your", "it", "i've", "we've", "nobody"})
_LEAD_WORDS: Final = 6
_LONGEST_SHORT: Final = 4  # letters of a name in capitals
_SUBJECT_WORDS: Final = 6
_MIDDLE: Final = frozenset({"of", "for", "in", "on", "from", "at", "with", "between"})


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause. said: as the customer said it. turned: as it is said back, small at the start unless it is a name."""

    said: str
    turned: str

    @property
    def opening(self) -> str:
        """As it begins a sentence."""
        return self.turned[0].upper() + self.turned[1:]


def clauses_of(text: str, lists: ClauseWords) -> tuple[Clause, ...]:
    """The clauses of a customer's turn that can be said back, each once; two that belong together come as one, too."""
    found: list[Clause] = []
    for sentence in split_sentences(text.translate(_STRAIGHT)):
        found += _of_sentence(sentence.strip(), lists)
    return tuple(dict.fromkeys(found))


def _of_sentence(sentence: str, lists: ClauseWords) -> list[Clause]:
    if sentence.endswith("?") or any(mark in sentence for mark in '"“”()'):
        return []
    # parts and, between them, the word that joins them or None
    pieces: list[str | None] = list(_JOINT.split(sentence.rstrip(".!… ")))
    pieces = _rejoined(pieces, lists)
    clauses = [_clause(part or "", lists) for part in pieces[::2]]
    out: list[Clause] = []
    for at, clause in enumerate(clauses):
        joint = (pieces[2 * at - 1] or "").lower() if at else ""
        before = clauses[at - 1] if at else None
        if joint == "so" and before is None:
            clauses[at] = clause = None
        if clause is not None and before is not None and joint in _JOINS:
            out += _together(before, joint, clause)
    return [*out, *(one for one in clauses if one is not None and len(one.said.split()) >= LEAST_WORDS)]


def _rejoined(pieces: list[str | None], lists: ClauseWords) -> list[str | None]:
    """Cut between clauses only: "we lost the orders and the stock" is one."""
    out = pieces[:1]
    for joint, part in zip(pieces[1::2], pieces[2::2], strict=True):
        words = (part or "").lower().split()
        if joint is not None and joint.lower() == "and" and words and not _is_clause(words, lists):
            out[-1] = f"{out[-1]} and {part}"
        else:
            out += [joint, part]
    return out


def _together(one: Clause, joint: str, other: Clause) -> list[Clause]:
    if len(one.said.split()) + len(other.said.split()) >= MOST_WORDS or "," in one.said + other.said:
        return []
    return [Clause(f"{one.said} {joint} {other.said}", f"{one.turned} {joint} {other.turned}")]


def _clause(part: str, lists: ClauseWords) -> Clause | None:
    words = _from_subject(_trimmed(part.split(), lists), lists)
    if not _sayable(words, lists) or not _is_clause([word.lower() for word in words], lists):
        return None
    first = _small_start(words)
    turned = turn_to_you([first, *words[1:]], lists)
    if turned is None:
        return None
    return Clause(said=" ".join(words), turned=_softened(" ".join(turned)))


def _from_subject(words: list[str], lists: ClauseWords) -> list[str]:
    """Without a time or place said first: "in the last month the sync has ..." -> "the sync has ..."."""
    if not words or words[0].lower() not in _FIRST_SAID:
        return words
    for at in range(2, min(_LEAD_WORDS, len(words) - 1)):
        if words[at].lower() in _BEGINS and _is_clause([word.lower() for word in words[at:]], lists):
            return words[at:]
    return words


def _trimmed(words: list[str], lists: ClauseWords) -> list[str]:
    """Without opening and closing words that say nothing, and not longer than can be said back."""
    while words and (size := _filler(words, lists)):
        words = words[size:]
    ends = [at for at, word in enumerate(words) if word.endswith(",") and at + 1 >= LEAST_WORDS]
    words = words[: ends[0] + 1] if ends else words
    for size in (2, 1, 3):
        if len(words) > size and " ".join(words[-size:]).lower() in lists.tails:
            words = words[:-size]
    if len(words) > MOST_WORDS:
        cuts = [at for at in range(LEAST_WORDS + 1, MOST_WORDS + 1) if words[at].lower() in _CUT]
        words = words[: cuts[-1]] if cuts else words
    return [*words[:-1], words[-1].rstrip(",")] if words else words


def _filler(words: Sequence[str], lists: ClauseWords) -> int:
    """How many words at the start say nothing."""
    for size in (4, 3, 2, 1):
        head = " ".join(words[:size])
        bare = head.rstrip(",").lower()
        if len(words) <= size or bare.replace(",", "") not in lists.fillers:
            continue
        if size == 1 and ((bare in _NEEDS_COMMA and not head.endswith(",")) or words[1].lower() in _SO):
            continue
        return size
    return 0


def _sayable(words: Sequence[str], lists: ClauseWords) -> bool:
    if not _LEAST_JOINED <= len(words) <= MOST_WORDS or not all(_TOKEN.fullmatch(word) for word in words):
        return False
    small = [word.lower() for word in words]
    if not _SOMEONE.isdisjoint(small) and small[0] not in lists.determiners:
        return False
    pairs = {f"{one} {other}" for one, other in itertools.pairwise(small)}
    hangs = small[-1] in lists.hanging or small[-1] == "have"
    if hangs and not (small[-2].endswith("n't") and small[-1] in ("have", "know", "understand")):
        return False
    return not lists.harsh.intersection((*small, *pairs))


def _is_clause(small: Sequence[str], lists: ClauseWords) -> bool:
    """Whether the words begin with a subject and its verb."""
    first = small[0]
    if _SHORT.fullmatch(first):
        return True
    if first in lists.subjects and _has_verb(first, small[1:], lists):
        return True
    if first in lists.determiners or first[0].isdigit():
        return _named_subject(small, 2, lists)
    return (first in lists.things or not first.isalpha()) and _named_subject(small, 1, lists)


def _has_verb(subject: str, rest: Sequence[str], lists: ClauseWords) -> bool:
    """Whether a verb follows a pronoun, adverbs aside."""
    at = 0
    while at < len(rest) - 1 and rest[at] in lists.adverbs:
        at += 1
    verb = rest[at]
    if subject == "you":  # what the CSM's side did, not what it is asked or told to do
        return verb in _DONE or lists.is_past(verb)
    if verb in lists.auxiliaries:
        return True
    if subject == "there":
        return False
    fitting = lists.plain_verbs if subject in _PLURAL else lists.third_verbs
    return verb in fitting or lists.is_past(verb)


def _named_subject(small: Sequence[str], start: int, lists: ClauseWords) -> bool:
    """Whether a verb follows a subject such as "the invoice export", "half of our reports", "the file you sent us"."""
    of_us = False
    for at in range(start, min(start + _SUBJECT_WORDS, len(small))):
        word, before = small[at], small[at - 1]
        if before.split("'")[0] in _BREAKS or (before in lists.determiners and at > 1 and small[at - 2] not in _MIDDLE):
            if not (before in ("you", "we", "i") and lists.is_past(word)):
                return False
            of_us = True
            continue
        if before in _MIDDLE or before in lists.determiners or (word in lists.things and word not in lists.auxiliaries):
            continue
        if word in lists.auxiliaries or (lists.is_past(word) and not of_us):
            return True
        if word in lists.third_verbs or (word in lists.plain_verbs and before.endswith("s")):
            return True
    return False


def _small_start(words: Sequence[str]) -> str:
    """The first word in small letters, unless it is a name in capitals ("API", "HubSpot")."""
    first = words[0]
    shouted = first.isupper() and len(first) > _LONGEST_SHORT
    return first if any(char.isupper() for char in first[1:]) and not shouted else first.lower()


def _softened(clause: str) -> str:
    """The same said so that it tells the customer's trouble, not a rule about others or what they never do."""
    clause = re.sub(r"^(?:nobody|no one) (?=has\b|is\b|had\b)", "not one person ", clause)
    return re.sub(r"(?<!\bthat)(?<!\bbecause)(?<!\band)(?<!^) (?=you (?:never|didn't|don't)\b)", " that ", clause)
