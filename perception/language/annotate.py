"""Understands a conversation line by line. Pure and quick: well above 500 lines a second on one core."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from perception.language.acts import acts_of, is_backchannel
from perception.language.affect import ack_level, label_of
from perception.language.apology import is_apology
from perception.language.commitments import commitment_of
from perception.language.dismissing import (
    LABEL_ERASER_REACH_WORDS,
    dismissing_classes,
    erased_within,
    opens_with_eraser,
    over_identifies,
)
from perception.language.feelings import Naming, minimised, namings
from perception.language.judging import judging_classes
from perception.language.lexicon import Lexicon
from perception.language.normalise import plain
from perception.language.questions import classify_question, is_follow_up
from perception.language.reflections import (
    ACKNOWLEDGING_PROBABILITY,
    ReflectionEvidence,
    overlap_share,
    reflection_kind,
    reflection_probability,
)
from perception.language.response import score_response
from perception.language.sentences import split_sentences
from perception.language.turn import CustomerTurn, read_turn
from perception.language.types import AnnotatedLine, DismissingClass, Line, QuestionKind, SentenceAnnotation

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


def annotate(lines: Sequence[Line], lexicon: Lexicon) -> list[AnnotatedLine]:
    """Annotate a conversation in order; each line of the CSM against all the customer said since the last answer.

    A sign of listening ("mm-hm") does not end the customer's turn.
    """
    heard = heard_before(lines, lexicon)
    return [annotate_line(line, before, lexicon) for line, before in zip(lines, heard, strict=True)]


def heard_before(lines: Sequence[Line], lexicon: Lexicon) -> list[str]:
    """What the customer said last before each line of the CSM; '' before a line of the customer."""
    out: list[str] = []
    turn: list[str] = []
    answered = False
    for line in lines:
        if line.speaker == "csm":
            out.append(" ".join(turn))
            answered = answered or not is_backchannel(plain(line.text), lexicon)
        else:
            out.append("")
            turn = [line.text] if answered else [*turn, line.text]
            answered = False
    return out


def annotate_line(line: Line, previous_customer_turn: str, lexicon: Lexicon) -> AnnotatedLine:
    """Annotate one line. A line of the customer gets bare sentences; a line of the CSM everything and a response score.

    previous_customer_turn: what the customer said last, '' when nothing was said yet.
    """
    parts = split_sentences(line.text)
    if line.speaker != "csm":
        return AnnotatedLine(line=line, sentences=tuple(_customer_sentence(part, lexicon) for part in parts))
    turn = read_turn(previous_customer_turn, lexicon)
    sentences = annotate_sentences(parts, turn, lexicon)
    return AnnotatedLine(line=line, sentences=sentences, response=score_response(sentences, turn))


def annotate_sentences(parts: Sequence[str], turn: CustomerTurn, lexicon: Lexicon) -> tuple[SentenceAnnotation, ...]:
    """Annotate the sentences of one line of the CSM in order."""
    flats = [plain(part) for part in parts]
    out: list[SentenceAnnotation] = []
    for at, (text, flat) in enumerate(zip(parts, flats, strict=True)):
        after = len(parts) - at - 1
        leaves_space = after <= MOST_SENTENCES_AFTER_LABEL or flats[-1].endswith("?")
        erased = bool(out) and _took_up(out[-1]) and not flat.endswith("?") and opens_with_eraser(flat, lexicon)
        out.append(_csm_sentence(text, flat, turn, lexicon, leaves_space=leaves_space, erases_before=erased))
    return tuple(out)


def _took_up(sentence: SentenceAnnotation) -> bool:
    """Whether a sentence acknowledged enough for a "but" to take it back. A reflection may weigh two sides."""
    return sentence.ack_level >= 2 and (sentence.feeling is not None or sentence.reflection == "none")


def _customer_sentence(text: str, lexicon: Lexicon) -> SentenceAnnotation:
    return SentenceAnnotation(text=text, question=classify_question(plain(text), lexicon))


def _csm_sentence(
    text: str, flat: str, turn: CustomerTurn, lexicon: Lexicon, *, leaves_space: bool, erases_before: bool
) -> SentenceAnnotation:
    stems = frozenset(lexicon.content_stems(flat))
    overlap = overlap_share(stems, turn.stems)
    question = classify_question(flat, lexicon)
    named = namings(flat, lexicon, question=question != "none")
    ack = _acknowledgement(flat, named, lexicon)
    dismissing = _dismissing(flat, ack, lexicon, erases_before=erases_before)
    judging = judging_classes(flat, lexicon)
    commitment = commitment_of(flat, stems, turn.stems, lexicon)
    joins = over_identifies(flat, lexicon)
    probability = reflection_probability(
        flat,
        lexicon,
        ReflectionEvidence(
            question=question,
            overlap=overlap,
            names_feeling=bool(named),
            vetoed=bool(judging or dismissing or commitment or joins),
        ),
    )
    label = label_of(flat, named, turn, lexicon, leaves_space=leaves_space)
    apology = is_apology(flat)
    level = ack_level(
        sentence=flat,
        label=label,
        dismissing=dismissing,
        acknowledges=ack.start is not None or probability >= ACKNOWLEDGING_PROBABILITY,
        minimal=ack.minimal or apology or is_backchannel(flat, lexicon),
    )
    promised_at = lexicon.pattern("commitments", "commissive").find(flat) if commitment else None
    acknowledged_at = (ack.start if ack.start is not None else 0) if level >= 2 else None
    return SentenceAnnotation(
        text=text,
        acts=acts_of(flat, lexicon, acknowledged_at=acknowledged_at, promised_at=promised_at),
        question=question,
        follow_up=_follow_up(question, stems, turn),
        reflection=reflection_kind(probability, overlap, names_feeling=bool(named)),
        reflection_p=round(probability, 3),
        judging=judging,
        dismissing=dismissing,
        feeling=label,
        ack_level=level,
        commitment=commitment,
        apology=apology,
        eraser_after_label=bool(named) and erased_within(flat, named[-1].end, LABEL_ERASER_REACH_WORDS, lexicon),
        content_overlap=round(overlap, 3),
        over_identification=joins,
    )


def _acknowledgement(flat: str, named: Sequence[Naming], lexicon: Lexicon) -> _Acknowledgement:
    minimal = lexicon.pattern("acts", "minimal")
    if named:
        return _Acknowledgement(named[0].start, named[-1].end, minimal=True)
    at = lexicon.pattern("acts", "acknowledge").find(flat)
    if at is not None:
        hit = lexicon.pattern("acts", "acknowledge").matches.search(flat, at)
        return _Acknowledgement(at, hit.end() if hit else at, minimal=True)
    return _Acknowledgement(None, None, minimal=minimal.find(flat) is not None or minimised(flat, lexicon))


def _dismissing(
    flat: str, ack: _Acknowledgement, lexicon: Lexicon, *, erases_before: bool
) -> tuple[DismissingClass, ...]:
    until = ack.end
    if until is None and ack.minimal:
        hit = lexicon.pattern("acts", "minimal").matches.search(flat)
        until = hit.end() if hit and any(word in hit.group() for word in _UNDERSTANDING) else None
    found = dismissing_classes(flat, lexicon, acknowledged_until=until)
    return (*found, "eraser") if erases_before and "eraser" not in found else found


def _follow_up(question: QuestionKind, stems: frozenset[str], turn: CustomerTurn) -> bool:
    return question != "none" and is_follow_up(len(stems & turn.stems))
