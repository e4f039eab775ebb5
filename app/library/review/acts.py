"""What each sentence of the CSM does, in words a coach uses: for the transcript of the review.

No reader is loaded here: who annotates is handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from perception.language.types import AnnotatedLine, Line, SentenceAnnotation
from perception.scoring.conversation import Interpreter, spoken_turns
from perception.types import Utterance

ActMark = Literal["good", "watch", "plain"]
Annotate = Callable[[Line, str], AnnotatedLine]

_FIXES: Final = frozenset({"act", "explain", "own"})
FIX_FIRST: Final = "fix first"
_DISMISSING: Final = {
    "pity_exit": "pity, then the exit",
    "silver_lining": "bright side",
    "control": "hushes the feeling",
    "policy_wall": "hides behind rules",
    "blame_shift": "shifts the blame",
    "me_too": "turns to oneself",
    "eraser": "takes it back",
    "over_promise": "promises too much",
}
_JUDGING: Final = {
    "directing": "orders",
    "accusing": "blames",
    "contradicting": "contradicts",
    "condescension": "talks down",
    "premise_doubt": "doubts them",
}
_PLAIN: Final = {
    "own": "takes it on",
    "ask_align": "asks to agree",
    "check": "checks",
    "act": "says what happens",
    "explain": "explains",
    "close": "closes",
    "greet": "greets",
}


@dataclass(frozen=True, slots=True)
class SentenceAct:
    """One sentence of the CSM. line: its place among the lines of the transcript. start, end: characters in that line.

    tag: what it does, in two or three words. mark: good meets the customer, watch is worth a look, plain the rest.
    """

    line: int
    start: int
    end: int
    start_s: float
    end_s: float
    tag: str
    mark: ActMark


def sentence_acts(utterances: Sequence[Utterance], annotate: Annotate) -> tuple[SentenceAct, ...]:
    """The acts of a call in order of time; lines heard unclearly have none. utterances: in order of time."""
    answers: dict[tuple[str, str], AnnotatedLine] = {}

    def remembered(line: Line, heard: str) -> AnnotatedLine:
        key = (line.text, heard)
        if key not in answers:
            answers[key] = annotate(line, heard)
        return answers[key]

    interpreter = Interpreter(lambda line, heard, _felt: remembered(line, heard))
    place = {id(said): number for number, said in enumerate(utterances)}
    found: list[SentenceAct] = []
    heard = ""
    for turn in spoken_turns(utterances, interpreter):
        if turn.speaker == "customer":
            heard = turn.text
            continue
        for said in turn.sure:
            kind = remembered(Line("csm", said.text), heard).response
            fix_first = kind is not None and kind.kind == "fix_first"
            found += _of_line(place[id(said)], said, heard, interpreter, fix_first=fix_first)
    return tuple(found)


def _of_line(
    number: int, said: Utterance, heard: str, interpreter: Interpreter, *, fix_first: bool
) -> list[SentenceAct]:
    made: list[SentenceAct] = []
    end = 0
    for sentence in interpreter.timed(said, heard):
        text = sentence.note.text.strip()
        start = said.text.find(text, end)
        named = tag_of(sentence.note, fix_first=fix_first)
        if start < 0 or named is None:
            continue  # the words were put together otherwise than they stand in the line, or nothing is to be said
        end = start + len(text)
        tag, mark = named
        fix_first = fix_first and tag != FIX_FIRST  # an answer jumps to the fix once
        made.append(SentenceAct(number, start, end, sentence.start_s, sentence.end_s, tag, mark))
    return made


def tag_of(note: SentenceAnnotation, *, fix_first: bool = False) -> tuple[str, ActMark] | None:
    """What a sentence does, and its mark; None where there is nothing to say. What weighs most comes first."""
    if note.dismissing:
        return _DISMISSING[note.dismissing[0]], "watch"
    if note.judging:
        return _JUDGING[note.judging[0]], "watch"
    if note.over_identification:
        return "joins in", "watch"
    if fix_first and (_FIXES.intersection(note.acts) or note.commitment is not None or note.apology):
        return FIX_FIRST, "watch"
    if note.feeling is not None:
        return "names a feeling", "good"
    if note.reflection != "none":
        return "gives it back", "good"
    if note.question == "open":
        return "open question", "good"
    if "acknowledge" in note.acts and note.ack_level > 0:
        return "acknowledges", "good"
    return _plainly(note)


def _plainly(note: SentenceAnnotation) -> tuple[str, ActMark] | None:
    if note.apology:
        return "says sorry", "plain"
    if note.question == "closed":
        return "closed question", "plain"
    if note.commitment is not None and note.commitment.commissive:
        return "commits", "good" if note.commitment.time_bound else "plain"
    act = next((act for act in note.acts if act in _PLAIN), None)
    return (_PLAIN[act], "plain") if act is not None else None
