"""Feeling words in a plain sentence: the CSM naming what the customer feels, and the customer voicing it.

A naming is a feeling word in one of four frames: (a) stem or "you" before a word of state, (b) a situation called
by the feeling it causes or "your" before the noun, (c) a question that offers the word, (d) understanding the noun.
Not counted: negated, first person, third person, advice, conditions, and words made small in the same breath.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from perception.language import frames
from perception.language.families import everyday_name
from perception.language.fusing import (
    LEAST_FELT,
    WORDLESS_INTENSITY,
    voiced_p,
    wordless_feelings,
)
from perception.language.lexicon import FeelingWord, Lexicon
from perception.language.nearby import ends_there, named_near, voiced_near, with_stray_word
from perception.language.normalise import plain, word_spans
from perception.language.reading import NOTHING_READ, Readings, in_turn, read_all
from perception.language.sentences import split_sentences
from perception.language.slips import without_slip
from perception.language.types import CustomerFeeling, SentenceInContext, SentenceReader, SentenceSignals

Frame = Literal["stem", "situation", "question", "sorry"]


@dataclass(frozen=True, slots=True)
class Naming:
    """A feeling word the CSM says of the customer, with its place in the plain sentence."""

    word: FeelingWord
    start: int
    end: int
    frame: Frame
    tentative: bool
    intensity: int


@dataclass(frozen=True, slots=True)
class WordHit:
    """A feeling word at a place of a plain sentence."""

    word: FeelingWord
    start: int
    end: int


def feeling_hits(sentence: str, lexicon: Lexicon) -> list[WordHit]:
    """All feeling words of a plain sentence in order, longest phrase first, not overlapping.

    A word with two forms ("sad": of a person, of a thing) comes once for each, at the same place. A slip in a long word
    ("frustated") and a stray word inside a phrase are forgiven.
    """
    spans = word_spans(sentence)
    tokens = [without_slip(span[0], lexicon.slips) for span in spans]
    hits: list[WordHit] = []
    index = 0
    while index < len(spans):
        found, size = _words_at(index, tokens, lexicon)
        hits += [WordHit(word, spans[index][1], spans[index + size - 1][2]) for word in found]
        index += size
    return hits


def _words_at(index: int, tokens: Sequence[str], lexicon: Lexicon) -> tuple[list[FeelingWord], int]:
    """The feeling words that begin at a word, all of the longest length that fits, and how many words they take."""
    known = lexicon.feeling_words.get(tokens[index], ())
    for word in known:
        size = len(word.words)
        if tuple(tokens[index : index + size]) == word.words:
            return [other for other in known if other.words == word.words], size
        if stray := with_stray_word(index, tokens, word.words):
            return [other for other in known if other.words == word.words], stray
    return [], 1


def namings(sentence: str, lexicon: Lexicon, *, question: bool = False) -> list[Naming]:
    """Feelings the CSM says the customer has, in order; [] when none is named.

    sentence: plain. question: whether the sentence asks (then "are you worried" counts as an offer).
    """
    found: list[Naming] = []
    for hit in feeling_hits(sentence, lexicon):
        if found and hit.start < found[-1].end:
            continue
        before = sentence[: hit.start]
        soft = frames.SOFTENED.search(before)
        before = before[: soft.start("little")] if soft else before
        frame = _frame(before, hit, sentence, lexicon, question=question)
        if frame is None and found and frames.COORDINATED.match(sentence[found[-1].end : hit.start]):
            frame = found[-1].frame
        if frame is None:
            continue
        tentative = frame == "question" or bool(frames.TENTATIVE.search(before)) or sentence.endswith("?")
        strong = 1 if hit.word.intensity < 3 and frames.STRONG.search(before) else 0
        found.append(Naming(hit.word, hit.start, hit.end, frame, tentative, hit.word.intensity + strong))
    return found


def is_tentative(sentence: str) -> bool:
    """Whether a plain sentence that names a feeling offers it as a guess or a question."""
    return sentence.endswith("?") or bool(frames.TENTATIVE.search(sentence))


def minimised(sentence: str, lexicon: Lexicon) -> bool:
    """Whether a feeling word of the sentence is made small ("just a little annoyed")."""
    return any(frames.LITTLE.search(sentence[: hit.start]) for hit in feeling_hits(sentence, lexicon))


def _frame(before: str, hit: WordHit, sentence: str, lexicon: Lexicon, *, question: bool) -> Frame | None:
    after = sentence[hit.end :]
    if _excluded(before, after) or _has_them(before, after, lexicon):
        return None
    by_form = {"state": _state_frame, "cause": _cause_frame, "noun": _noun_frame}
    frame = by_form[hit.word.form](before, hit.word, question=question)
    if frame is None and not question:
        frame = named_near(before, hit.word, after, lexicon)
    return "sorry" if frame in ("stem", "situation") and frames.SORRY.search(before) else frame


def _has_them(before: str, after: str, lexicon: Lexicon) -> bool:
    """Whether others have the feeling, who are had themselves: "you have unhappy users"."""
    return bool(frames.HAVING.search(before)) and not ends_there(after, lexicon)


def _excluded(before: str, after: str) -> bool:
    return bool(
        frames.NEGATED.search(before)
        or frames.DIRECT_SELF.search(before)
        or frames.THANKS.search(before)
        or (frames.CONDITION.search(before) and not frames.WONDERS.search(before))
        or frames.ADVICE.search(before)
        or frames.LITTLE.search(before)
        or frames.NOT_ABOUT_FEELING.search(after)
    )


def _state_frame(before: str, word: FeelingWord, *, question: bool) -> Frame | None:
    if (
        frames.STEM.search(before)
        or frames.RIGHT_TO.search(before)
        or (frames.MADE.search(before) and not frames.ASKS_WHAT.search(before))
    ):
        return "stem"
    if frames.ASK.search(before):
        return "question" if question and not frames.ASKS_WHAT.search(before) else None
    if not word.weak and (frames.SEEM.search(before) or frames.SENSE.search(before)):
        return "stem"
    return None


def _cause_frame(before: str, word: FeelingWord, *, question: bool) -> Frame | None:
    del question
    if word.weak:
        return None
    if frames.SEEM.search(before) or frames.SITUATION.search(before) or frames.HOW.search(before):
        return "situation"
    return None


def _noun_frame(before: str, word: FeelingWord, *, question: bool) -> Frame | None:
    del question
    if frames.YOUR.search(before) and not before.endswith("blood "):
        return "situation"
    if word.weak and word.text not in ("pressure", "pain"):
        return None
    if frames.SENSE.search(before) or frames.CARRYING.search(before):
        return "stem"
    return "situation" if frames.TAKES_IN.search(before) or frames.CAUSING.search(before) else None


# ------------------------------------------------------------------ the customer's own words


def customer_feelings(text: str, lexicon: Lexicon, reader: SentenceReader | None = None) -> tuple[CustomerFeeling, ...]:
    """Feelings found in the customer's own words, strongest first, one of each family at most.

    Negated words do not count ("I'm not angry"); a negated good feeling counts as disappointment. reader: a learned
    reader, believed where a sentence holds no such words.
    """
    return feelings_voiced(text, lexicon, read_all(in_turn(text), reader))


def feelings_voiced(text: str, lexicon: Lexicon, readings: Readings = NOTHING_READ) -> tuple[CustomerFeeling, ...]:
    """The same with what a reader has already made of the sentences."""
    return tuple(feeling for feeling in _heard(text, lexicon, readings) if feeling.found)


def feelings_heard(text: str, lexicon: Lexicon, reader: SentenceReader | None = None) -> tuple[CustomerFeeling, ...]:
    """Feelings found, and those that a learned reader hears as possible, each with its likelihood.

    Found ones come first, strongest first, one of each family at most.
    """
    return _heard(text, lexicon, read_all(in_turn(text), reader))


def _heard(text: str, lexicon: Lexicon, readings: Readings) -> tuple[CustomerFeeling, ...]:
    best: dict[str, CustomerFeeling] = {}
    for sentence in split_sentences(text):
        flat = frames.HOW_MUCH.sub(_said_straight, plain(sentence))
        signals = readings.get(SentenceInContext("customer", sentence))
        by_words = [*_worded(flat, lexicon), *_spoken(flat, lexicon)]
        for feeling in by_words or _wordless(flat, lexicon, signals):
            heard = replace(feeling, p=voiced_p(bool(by_words), feeling.family, signals))
            known = best.get(feeling.family)
            if known is None or _rank(heard) > _rank(known):
                best[feeling.family] = heard
    return tuple(sorted(best.values(), key=_rank, reverse=True))


def _said_straight(much: re.Match[str]) -> str:
    """“You don't know how relieved I am” as “I am so relieved”."""
    felt, how = much["state"] or much["made"], much["who"] or much["what"]
    return f"{how} so {felt}"


def _rank(feeling: CustomerFeeling) -> tuple[bool, float, float]:
    return (True, feeling.intensity, feeling.p) if feeling.found else (False, feeling.p, 0.0)


def _wordless(flat: str, lexicon: Lexicon, signals: SentenceSignals | None) -> list[CustomerFeeling]:
    """Feelings that a reader hears, if only as possible, in a sentence without a word for one."""
    return [
        CustomerFeeling(family, everyday_name(family), WORDLESS_INTENSITY, lexicon.content_stems(flat))
        for family in wordless_feelings(signals, LEAST_FELT)
    ]


def _worded(flat: str, lexicon: Lexicon) -> list[CustomerFeeling]:
    found: list[CustomerFeeling] = []
    last_end: int | None = None
    for hit in feeling_hits(flat, lexicon):
        before = flat[: hit.start]
        coordinated = last_end is not None and bool(frames.COORDINATED.match(flat[last_end : hit.start]))
        if frames.NEGATED.search(before):
            if hit.word.family == "relief_positive" and hit.word.form == "state":
                found.append(_customer_feeling("disappointment", f"not {hit.word.text}", 2, flat, hit, lexicon))
            continue
        if hit.word.family == "relief_positive" and frames.WILLING.search(flat[hit.end :]):
            continue
        if _has_them(before, flat[hit.end :], lexicon):
            continue
        voiced = coordinated or _voiced(before, hit.word) or voiced_near(before, hit.word, flat[hit.end :], lexicon)
        if not voiced or frames.FUTURE.search(before):
            continue
        intensity = _customer_intensity(before, hit.word)
        found.append(_customer_feeling(hit.word.family, hit.word.text, intensity, flat, hit, lexicon))
        last_end = hit.end
    return found


def _voiced(before: str, word: FeelingWord) -> bool:
    if frames.NOT_MINE.search(before) or frames.ASK.search(before):
        return False
    if word.weak and word.form == "state" and frames.DOES.search(before):
        return False
    if word.form == "noun":
        return word.text not in ("pain", "hurt", "nerves") and bool(frames.MY.search(before))
    if word.form == "cause":
        return word.text != "wearing" and bool(
            frames.IT_IS.search(before)
            or frames.HOW.search(before)
            or frames.BARE.search(before)
            or frames.MY.search(before)
        )
    return bool(
        frames.I_FEEL.search(before) or frames.MAKES_ME.search(before) or (frames.BARE.search(before) and not word.weak)
    )


def _customer_intensity(before: str, word: FeelingWord) -> int:
    if frames.A_LITTLE.search(before):
        return max(1, word.intensity - 1)
    return min(3, word.intensity + (1 if frames.STRONG.search(before) else 0))


def _customer_feeling(
    family: str, word: str, intensity: int, flat: str, hit: WordHit, lexicon: Lexicon
) -> CustomerFeeling:
    feeling_stems = set(lexicon.content_stems(flat[hit.start : hit.end]))
    cause = tuple(item for item in lexicon.content_stems(flat) if item not in feeling_stems)
    return CustomerFeeling(family=family, word=word, intensity=intensity, cause=cause)  # type: ignore[arg-type]


def _spoken(flat: str, lexicon: Lexicon) -> list[CustomerFeeling]:
    found = []
    for spoken in lexicon.spoken:
        hit = spoken.matches.search(flat)
        if hit is None or frames.NEGATED.search(flat[: hit.start()]):
            continue
        found.append(
            CustomerFeeling(
                family=spoken.family, word=hit.group(), intensity=spoken.intensity, cause=lexicon.content_stems(flat)
            )
        )
    return found
