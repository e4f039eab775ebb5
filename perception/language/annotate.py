"""Understands a conversation line by line. Pure; without a reader well above 500 lines a second on one core."""

from __future__ import annotations

from collections.abc import Sequence

from perception.language.acts import is_backchannel
from perception.language.answers import annotate_sentences
from perception.language.fusing import question_kind
from perception.language.lexicon import Lexicon
from perception.language.normalise import plain
from perception.language.questions import classify_question
from perception.language.reading import Readings, in_answer, in_turn, read_all
from perception.language.response import score_response
from perception.language.sentences import has_marks, split_sentences
from perception.language.turn import read_turn
from perception.language.types import (
    AnnotatedLine,
    CustomerFeeling,
    Line,
    SentenceAnnotation,
    SentenceInContext,
    SentenceReader,
)


def annotate(lines: Sequence[Line], lexicon: Lexicon, reader: SentenceReader | None = None) -> list[AnnotatedLine]:
    """Annotate a conversation in order; each line of the CSM against all the customer said since the last answer.

    A sign of listening ("mm-hm") does not end the customer's turn. reader: a learned reader, asked once for the whole
    conversation; None for the rules alone.
    """
    heard = heard_before(lines, lexicon)
    asked = [one for line, before in zip(lines, heard, strict=True) for one in _sentences_of(line, before)]
    readings = read_all(asked, reader)
    return [_annotated(line, before, lexicon, readings) for line, before in zip(lines, heard, strict=True)]


def annotate_line(
    line: Line,
    previous_customer_turn: str,
    lexicon: Lexicon,
    reader: SentenceReader | None = None,
    stated: Sequence[CustomerFeeling] = (),
) -> AnnotatedLine:
    """Annotate one line. A line of the customer gets bare sentences; a line of the CSM everything and a response score.

    previous_customer_turn: what the customer said last, '' when nothing was said yet. reader: as for `annotate`.
    stated: what the customer felt in that turn, where it is known from elsewhere than the words.
    """
    readings = read_all(_sentences_of(line, previous_customer_turn), reader)
    return _annotated(line, previous_customer_turn, lexicon, readings, stated)


def heard_before(lines: Sequence[Line], lexicon: Lexicon) -> list[str]:
    """What the customer said last before each line of the CSM; '' before a line of the customer."""
    out: list[str] = []
    turn: list[str] = []
    answered = False
    for line in lines:
        if line.speaker == "csm":
            out.append(" ".join(turn))
            answered = answered or not is_backchannel(plain(line.text), lexicon, after=out[-1])
        else:
            out.append("")
            turn = [line.text] if answered else [*turn, line.text]
            answered = False
    return out


def _sentences_of(line: Line, before: str) -> list[SentenceInContext]:
    """All that a reader is asked about for one line: its sentences, and for an answer those of the customer's turn."""
    return in_turn(line.text) if line.speaker != "csm" else [*in_turn(before), *in_answer(line.text, before)]


def _annotated(
    line: Line, before: str, lexicon: Lexicon, readings: Readings, stated: Sequence[CustomerFeeling] = ()
) -> AnnotatedLine:
    parts = split_sentences(line.text)
    if line.speaker != "csm":
        written = has_marks(parts)
        sentences = tuple(_customer_sentence(part, lexicon, readings, written=written) for part in parts)
        return AnnotatedLine(line=line, sentences=sentences)
    turn = read_turn(before, lexicon, readings, stated)
    sentences = annotate_sentences(parts, turn, lexicon, readings)
    return AnnotatedLine(line=line, sentences=sentences, response=score_response(sentences, turn))


def _customer_sentence(text: str, lexicon: Lexicon, readings: Readings, *, written: bool) -> SentenceAnnotation:
    flat = plain(text)
    signals = readings.get(SentenceInContext("customer", text))
    kind = question_kind(classify_question(flat, lexicon), flat, signals, written=written)
    return SentenceAnnotation(text=text, question=kind)
