"""Understands the sentences of one answer of the CSM against what the customer said last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from perception.language import fusing
from perception.language.acts import acts_of, is_backchannel
from perception.language.affect import BLOCKING, ack_level, label_of
from perception.language.apology import apology_share
from perception.language.believing import believed, may_name, requests
from perception.language.commitments import commitment_of, dated_beside, promised_at
from perception.language.dismissing import (
    LABEL_ERASER_REACH_WORDS,
    dismissing_classes,
    erased_within,
    opens_with_eraser,
    over_identifies,
)
from perception.language.families import everyday_name
from perception.language.feelings import Naming, is_tentative, minimised, namings
from perception.language.judging import asks_on, contradicts, judging_classes
from perception.language.lexicon import FeelingWord, Lexicon
from perception.language.normalise import plain, words
from perception.language.questions import classify_question, is_follow_up, openness
from perception.language.reading import NOTHING_READ, Readings
from perception.language.reflections import (
    ACKNOWLEDGING_PROBABILITY,
    ReflectionEvidence,
    overlap_share,
    reflection_kind,
    reflection_probability,
    telling_probability,
)
from perception.language.response_signals import is_happy
from perception.language.response_wording import REJOICES
from perception.language.sentences import has_marks
from perception.language.turn import CustomerTurn
from perception.language.types import (
    FOUND,
    DismissingClass,
    FeelingLabel,
    QuestionKind,
    SentenceAnnotation,
    SentenceInContext,
    SentenceSignals,
)

# A label leaves space when at most this many sentences follow it in the line (or the line ends by asking).
MOST_SENTENCES_AFTER_LABEL: Final = 1

# Minimal signs that a following "but" takes back; after "yeah" or "sorry" it only goes on.
_UNDERSTANDING: Final = ("understand", "hear", "get it", "get that", "i see")


@dataclass(frozen=True, slots=True)
class _Acknowledgement:
    """Where a sentence acknowledges, and by what. start, end: None when it does not."""

    start: int | None
    end: int | None
    minimal: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """What a sentence's place in its line adds. leaves_space: little follows. erases_before: it takes back the last.

    written: the line has marks. share: of the words of the line, above 0..1. listens: the sentence is a sign of
    listening, if nothing else.
    """

    leaves_space: bool
    erases_before: bool
    written: bool
    share: float
    listens: bool


def annotate_sentences(
    parts: Sequence[str], turn: CustomerTurn, lexicon: Lexicon, readings: Readings = NOTHING_READ
) -> tuple[SentenceAnnotation, ...]:
    """Annotate the sentences of one line of the CSM in order."""
    flats = [plain(part) for part in parts]
    written, shares = has_marks(parts), _shares(flats)
    out: list[SentenceAnnotation] = []
    for at, (text, flat) in enumerate(zip(parts, flats, strict=True)):
        after = len(parts) - at - 1
        leaves_space = after <= MOST_SENTENCES_AFTER_LABEL or flats[-1].endswith("?")
        erased = bool(out) and _took_up(out[-1]) and not flat.endswith("?") and opens_with_eraser(flat, lexicon)
        signals = readings.get(SentenceInContext("csm", text, turn.text))
        listens = is_backchannel(flat, lexicon, after="" if at else turn.text)
        place = _Place(leaves_space, erased, written, shares[at], listens)
        signals = believed(flat, turn, signals, goes_on=_goes_on(at, flats, lexicon))
        out.append(_csm_sentence(text, flat, turn, lexicon, signals, place))
    return tuple(_dated(at, out, flats, lexicon) for at in range(len(out)))


def _goes_on(at: int, flats: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether another sentence of the answer asks, promises or owns up, by its wording."""
    table = (lexicon.pattern("commitments", "commissive"), lexicon.pattern("acts", "own"))
    others = [flat for place, flat in enumerate(flats) if place != at]
    return any(flat.endswith("?") or any(one.find(flat) is not None for one in table) for flat in others)


def _dated(
    at: int, sentences: Sequence[SentenceAnnotation], flats: Sequence[str], lexicon: Lexicon
) -> SentenceAnnotation:
    """A sentence whose promise takes its time from the one before or after it, where it has none of its own."""
    here = sentences[at]
    if here.commitment is None or here.commitment.time_bound:
        return here
    for beside in (at - 1, at + 1):
        if 0 <= beside < len(sentences) and sentences[beside].commitment is None:
            when = dated_beside(flats[beside], lexicon, asks=sentences[beside].question != "none")
            if when:
                return replace(here, commitment=replace(here.commitment, time_bound=True, when=when))
    return here


def _shares(flats: Sequence[str]) -> list[float]:
    """Share of each plain sentence in the words of its line; one without words counts as one word."""
    counts = [max(1, len(words(flat))) for flat in flats]
    return [count / sum(counts) for count in counts]


def _took_up(sentence: SentenceAnnotation) -> bool:
    """Whether a sentence acknowledged enough for a "but" to take it back. A reflection may weigh two sides."""
    return sentence.ack_level >= 2 and (sentence.feeling is not None or sentence.reflection == "none")


def _csm_sentence(
    text: str, flat: str, turn: CustomerTurn, lexicon: Lexicon, signals: SentenceSignals | None, place: _Place
) -> SentenceAnnotation:
    stems, sorry = frozenset(lexicon.content_stems(flat)), apology_share(flat)
    overlap = overlap_share(stems, turn.stems)
    question = _question(flat, lexicon, signals, place)
    named = [] if contradicts(flat, lexicon) else namings(flat, lexicon, question=question != "none")
    rejoices = is_happy(turn) and REJOICES.search(flat) is not None
    ack = _acknowledgement(flat, named, lexicon, signals, rejoices=rejoices)
    by_words = bool(named) or rejoices or _says_so(flat, lexicon)
    closing = _dismissing(flat, ack, lexicon, erases_before=place.erases_before)
    dismissing = fusing.dismissing(closing, flat, lexicon, signals)
    judging = () if asks_on(flat, turn) else fusing.judging(judging_classes(flat, lexicon), flat, lexicon, signals)
    commitment = commitment_of(text, flat, stems, turn.stems, lexicon, signals)
    joins = fusing.joining(over_identifies(flat, lexicon), signals, theirs=bool(named) or "control" in closing)
    vetoed = bool(judging or dismissing or commitment or joins or place.listens or requests(flat))
    seen = ReflectionEvidence(question=question, overlap=overlap, names_feeling=bool(named), vetoed=vetoed)
    reflects = fusing.reflection(reflection_probability(flat, lexicon, seen), signals, share=place.share, vetoed=vetoed)
    wordless = not (named or judging or dismissing or commitment) and may_name(flat, signals)
    heard = _label(flat, named, turn, lexicon, signals, leaves_space=place.leaves_space, wordless=wordless)
    label = heard if heard is not None and heard.p >= FOUND else None
    minimal = ack.minimal or sorry is not None or place.listens
    takes_up = ack.start is not None or reflects >= ACKNOWLEDGING_PROBABILITY
    level = ack_level(sentence=flat, label=label, dismissing=dismissing, acknowledges=takes_up, minimal=minimal)
    acts = acts_of(
        flat,
        lexicon,
        acknowledged_at=(ack.start if ack.start is not None else 0) if level >= 2 else None,
        promised_at=promised_at(flat, lexicon) if commitment else None,
        listens=place.listens,
        signals=signals,
    )
    open_p, closes = openness(flat, question, lexicon), bool(dismissing) or level < 0
    return SentenceAnnotation(
        text=text,
        acts=acts,
        question=question,
        follow_up=question != "none" and is_follow_up(len(stems & turn.stems)),
        reflection=reflection_kind(reflects, overlap, names_feeling=label is not None),
        reflection_p=round(reflects, 3),
        giving_back=round(fusing.giving_back(reflects, signals, judges=bool(judging)), 3),
        telling=round(fusing.telling(telling_probability(flat, lexicon), signals), 3),
        judging=judging,
        dismissing=dismissing,
        feeling=label,
        ack_level=level,
        commitment=commitment,
        apology=sorry is not None,
        apology_share=sorry,
        eraser_after_label=bool(named) and erased_within(flat, named[-1].end, LABEL_ERASER_REACH_WORDS, lexicon),
        content_overlap=round(overlap, 3),
        over_identification=joins,
        likely_feeling=None if label is not None else heard,
        taking_up=0.0 if place.listens else fusing.taking_up(by_words, reflects, signals),
        blocking=fusing.blocking(level < 0, signals, BLOCKING),
        likely=fusing.likely_signs(acts, signals, reflects=reflects, openness=open_p, closes=closes),
    )


def _label(
    flat: str,
    named: Sequence[Naming],
    turn: CustomerTurn,
    lexicon: Lexicon,
    signals: SentenceSignals | None,
    *,
    leaves_space: bool,
    wordless: bool,
) -> FeelingLabel | None:
    """The feeling a sentence names, or may name as a reader hears it, with its likelihood; None for none.

    wordless: it may name one without a word for it.
    """
    found = _wordless(flat, signals) if wordless else named
    label = label_of(flat, found, turn, lexicon, leaves_space=leaves_space)
    return None if label is None else replace(label, p=fusing.named_p(not wordless, label.family, signals))


def _question(flat: str, lexicon: Lexicon, signals: SentenceSignals | None, place: _Place) -> QuestionKind:
    kind = fusing.question_kind(classify_question(flat, lexicon), flat, signals, written=place.written)
    asks_leave = kind != "none" and lexicon.pattern("questions", "leave").find(flat) is not None
    return "open" if asks_leave else kind


def _says_so(flat: str, lexicon: Lexicon) -> bool:
    """Whether the wording alone acknowledges."""
    return lexicon.pattern("acts", "acknowledge").find(flat) is not None


def _acknowledgement(
    flat: str, named: Sequence[Naming], lexicon: Lexicon, signals: SentenceSignals | None, *, rejoices: bool
) -> _Acknowledgement:
    if named:
        return _Acknowledgement(named[0].start, named[-1].end, minimal=True)
    if rejoices:
        return _Acknowledgement(0, len(flat), minimal=True)
    at = lexicon.pattern("acts", "acknowledge").find(flat)
    if fusing.act_found("acknowledge", at is not None, signals):
        hit = lexicon.pattern("acts", "acknowledge").matches.search(flat, at) if at is not None else None
        return _Acknowledgement(at or 0, hit.end() if hit else at, minimal=True)
    minimal = lexicon.pattern("acts", "minimal").find(flat) is not None
    return _Acknowledgement(None, None, minimal=minimal or at is not None or minimised(flat, lexicon))


def _dismissing(
    flat: str, ack: _Acknowledgement, lexicon: Lexicon, *, erases_before: bool
) -> tuple[DismissingClass, ...]:
    until = ack.end
    if until is None and ack.minimal:
        hit = lexicon.pattern("acts", "minimal").matches.search(flat)
        until = hit.end() if hit and any(word in hit.group() for word in _UNDERSTANDING) else None
    found = dismissing_classes(flat, lexicon, acknowledged_until=until)
    return (*found, "eraser") if erases_before and "eraser" not in found else found


def _wordless(flat: str, signals: SentenceSignals | None) -> list[Naming]:
    """The feelings a reader hears named, if only as possible, although none of their words was found."""
    found = []
    for family in fusing.wordless_feelings(signals, fusing.LEAST_FELT):
        word = FeelingWord((everyday_name(family),), family, "state", fusing.WORDLESS_INTENSITY)
        found.append(Naming(word, 0, 0, "stem", is_tentative(flat), word.intensity))
    return found
