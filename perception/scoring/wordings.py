"""Better wordings for what was said in a call: each weak sentence of the CSM, and each answer that began with the fix.

For the debrief, the report and drills: the same words always give the same wordings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from perception.language.annotate import annotate_line
from perception.language.lexicon import Lexicon
from perception.language.response import score_response
from perception.language.rewrite.better import Judge, Rewrite, is_weak, rewrite_answer, rewrite_sentence
from perception.language.turn import read_turn
from perception.language.types import AnnotatedLine, Line
from perception.scoring.conversation import Interpreter, SpokenTurn, spoken_turns
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
    for turn in spoken_turns(said, Interpreter(annotate)):
        if turn.speaker == "customer":
            heard = turn.text
        elif heard:
            found += _of_turn(turn, heard, lexicon, annotate)
    return tuple(found)


def _of_turn(turn: SpokenTurn, heard: str, lexicon: Lexicon, judge: Judge) -> list[BetterWording]:
    notes = tuple(sentence.note for sentence in turn.sentences)
    weak = [sentence for sentence in turn.sentences if is_weak(sentence.note)]
    if weak:
        made = [(one, rewrite_sentence(one.note, heard, lexicon, notes, judge)) for one in weak]
    else:
        response = score_response(notes, read_turn(heard, lexicon))
        whole = AnnotatedLine(Line("csm", turn.text), notes, response)
        made = [(one, rewrite_answer(whole, heard, lexicon, judge)) for one in turn.sentences[:1]]
    return [
        BetterWording(Span(one.start_s, one.end_s), one.note.text.strip(), rewrite)
        for one, rewrite in made
        if rewrite is not None
    ]
