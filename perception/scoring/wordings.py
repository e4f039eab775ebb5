"""Better wordings for what was said in a call: each weak sentence of the CSM, and each answer that began with the fix.

For the debrief, the report and drills: the same words always give the same wordings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from perception.language.annotate import annotate_line
from perception.language.lexicon import Lexicon
from perception.language.response import score_response
from perception.language.rewrite.better import Company, Judge, Rewrite, is_weak, rewrite_answer, rewrite_sentence
from perception.language.turn import read_turn
from perception.language.types import AnnotatedLine, Line
from perception.scoring.conversation import Interpreter, Sentence, SpokenTurn, spoken_turns
from perception.types import Reason, Span, Utterance


@dataclass(frozen=True, slots=True)
class BetterWording:
    """What was said at a time, as it is quoted, and how to say it. For an answer `said` is its first sentence."""

    span: Span
    said: str
    rewrite: Rewrite


Reworder: TypeAlias = Callable[[Sequence[Utterance]], tuple[BetterWording, ...]]


def wording_for(reason: Reason, wordings: Sequence[BetterWording]) -> BetterWording | None:
    """The better wording for what a reason quotes; None for what helped, or where there is none."""
    quote = (reason.quote or "").strip()
    if reason.delta > 0 or not quote:
        return None
    same = [one for one in wordings if one.said == quote]
    at = [
        one
        for one in same
        if any(span.start_s <= one.span.end_s and one.span.start_s <= span.end_s for span in reason.spans)
    ]
    return next(iter(at or same), None)


def _overlap(one: Span, other: Span) -> bool:
    return one.start_s <= other.end_s and other.start_s <= one.end_s


def better_wordings(
    utterances: Sequence[Utterance], lexicon: Lexicon, judge: Judge | None = None
) -> tuple[BetterWording, ...]:
    """The better wordings of a call in order of time; nothing for what needs none or has none that is safe.

    judge: who reads the sentences and judges the wordings, None for the word rules.
    """
    annotate: Judge = judge if judge is not None else lambda line, heard: annotate_line(line, heard, lexicon)
    said = sorted(utterances, key=lambda one: (one.start_s, one.end_s))
    found: list[BetterWording] = []
    heard = ""
    for turn in spoken_turns(said, Interpreter(lambda line, before, _felt: annotate(line, before))):
        if turn.speaker == "customer":
            heard = turn.text
        elif heard and turn.sentences:
            earlier = tuple(one.rewrite.better for one in found)
            found += _of_turn(turn, heard, lexicon, Company(judge=annotate, earlier=earlier))
    return tuple(found)


def _of_turn(turn: SpokenTurn, heard: str, lexicon: Lexicon, company: Company) -> list[BetterWording]:
    notes = tuple(sentence.note for sentence in turn.sentences)
    found: list[BetterWording] = []
    for sentence in turn.sentences:
        if is_weak(sentence.note):
            earlier = (*company.earlier, *(one.rewrite.better for one in found))
            within = replace(company, answer=notes, earlier=earlier)
            found += _worded(sentence, rewrite_sentence(sentence.note, heard, lexicon, within))
    if not any(is_weak(note) for note in notes):
        response = score_response(notes, read_turn(heard, lexicon))
        answer = AnnotatedLine(Line("csm", turn.text), notes, response)
        found += _worded(turn.sentences[0], rewrite_answer(answer, heard, lexicon, company))
    return found


def _worded(sentence: Sentence, rewrite: Rewrite | None) -> list[BetterWording]:
    span = Span(sentence.start_s, sentence.end_s)
    return [BetterWording(span, sentence.note.text.strip(), rewrite)] if rewrite is not None else []
