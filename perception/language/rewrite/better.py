"""Builds one better wording for a sentence or an answer of the CSM, and lets it pass the programme's own judgement.

First the customer's feeling and words, then one step. The wording is tried against the same rules that judged the
original; what does not clearly pass is not shown. Better silent than clumsy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, TypeAlias

from perception.language.annotate import annotate_line
from perception.language.lexicon import Lexicon
from perception.language.normalise import plain
from perception.language.response_signals import PENALTIES
from perception.language.rewrite.acknowledge import Acknowledgement, acknowledgements
from perception.language.rewrite.fluent import is_fluent
from perception.language.rewrite.told import Told, read_told
from perception.language.rewrite.wording import NextStep, RewriteKind
from perception.language.turn import read_turn
from perception.language.types import AnnotatedLine, Line, SentenceAnnotation

Judge: TypeAlias = Callable[[Line, str], AnnotatedLine]

LEAST_SCORE: Final = 60.0
LEAST_GAIN: Final = 25.0
MOST_TRIED: Final = 40
_BEGINNING: Final = 3  # words by which two beginnings are alike
_MOST_STEP_WORDS: Final = 8
_MOST_KEPT_WORDS: Final = 18
_HINDSIGHT: Final = re.compile(r"\b(?:should|could|might) (?:\w+ ){0,2}have\b|\bif you had\b")
_KEEP_ONLY: Final[frozenset[RewriteKind]] = frozenset({"policy_wall", "over_promise"})
_ORDER: Final = re.compile(
    r"\byou(?:'ll)? (?:just |really |simply |first |will |also )*"
    r"(?:need to|have to|should|must|ought to|had better)(?: just| first| simply)? (?P<step>[^,.;:!?]+)",
    re.IGNORECASE,
)
_NO_STEP: Final = re.compile(
    r"\b(?:manual|guide|documentation|docs|contract|terms|faq|ticket|form|you|yourself|me|i|we|us"
    r"|next time|better|carefully|properly|correctly|again)\b"
)
_WEEKDAY: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_PART: Final = r"(?: (?:morning|noon|afternoon|evening))?"
_DAY: Final = re.compile(
    rf"\b(?P<by>(?:the )?end of (?:the )?(?:day|week|month)|(?:next |this )?{_WEEKDAY}{_PART}"
    rf"|tomorrow{_PART}|tonight|today|next week)\b",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(
    r"^(?:(?:okay|ok|so|but|and|well|look|right|all right|alright|now|yes|no|sure|anyway|however),? "
    r"|(?:i'm|i am|we're|we are) (?:\w+ )?sorry[\w ]*,? but )+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A better wording. kind: what the original did. why: one plain sentence. uses: the customer's words taken."""

    original: str
    kind: RewriteKind
    better: str
    why: str
    uses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Task:
    """What is to be said better: the words, what they did, and what of the answer around them is to be kept."""

    original: str
    kind: RewriteKind
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Company:
    """What stands around a wording. answer: the sentences it stands among; an action promised there is kept.

    judge: who judges the wording, None for the word rules. earlier: wordings shown before; this one begins and ends
    otherwise where it can.
    """

    answer: tuple[SentenceAnnotation, ...] = ()
    judge: Judge | None = None
    earlier: tuple[str, ...] = ()


def rewrite_answer(
    answer: AnnotatedLine, before: str, lexicon: Lexicon, company: Company = Company()
) -> Rewrite | None:
    """A better wording for the weakest sentence of an answer, or for an answer that goes to the fix at once.

    before: what the customer said last. None: nothing is wrong, or nothing can be built from what the customer said.
    """
    weakest = min((s for s in answer.sentences if is_weak(s)), key=_order, default=None)
    if weakest is not None:
        return rewrite_sentence(weakest, before, lexicon, replace(company, answer=answer.sentences))
    if answer.response is None or answer.response.kind != "fix_first":
        return None
    fixes = tuple(s for s in answer.sentences if s.commitment is not None) or tuple(
        s for s in answer.sentences if "explain" in s.acts
    )
    return _best(_Task(answer.line.text.strip(), "fix_first", _kept(fixes)), before, lexicon, company)


def rewrite_sentence(
    sentence: SentenceAnnotation, before: str, lexicon: Lexicon, company: Company = Company()
) -> Rewrite | None:
    """A better wording for a sentence that judges, dismisses or joins; as for `rewrite_answer`."""
    kind = _kind_of(sentence)
    if kind is None:
        return None
    promised = [s for s in company.answer if s.commitment is not None and not is_weak(s)]
    kept = () if kind in _KEEP_ONLY else _kept(promised)
    return _best(_Task(sentence.text.strip(), kind, kept), before, lexicon, company)


def is_weak(sentence: SentenceAnnotation) -> bool:
    """Whether a sentence judges, dismisses or joins, so that another wording is worth having."""
    return _kind_of(sentence) is not None


def _kind_of(sentence: SentenceAnnotation) -> RewriteKind | None:
    """What weighs most in a sentence, None when nothing is wrong with it."""
    if not (sentence.dismissing or sentence.judging or sentence.over_identification):
        return None
    if (sentence.dismissing or sentence.judging) and _HINDSIGHT.search(plain(sentence.text)):
        return "hindsight"
    if sentence.dismissing:
        return max(sentence.dismissing, key=lambda name: PENALTIES[name])
    if sentence.judging:
        harsh = [name for name in sentence.judging if name != "directing"]
        return harsh[0] if harsh else "directing"
    return "joining"


def _order(sentence: SentenceAnnotation) -> float:
    """The weakest first; earlier ones win a tie."""
    return -sum(PENALTIES[name] for name in sentence.dismissing) - 0.05 * len(sentence.judging)


def _kept(sentences: Sequence[SentenceAnnotation]) -> tuple[str, ...]:
    """What of the CSM's own may follow as it was said: all of it where short, then what names a day first."""
    found: list[tuple[bool, str]] = []
    for sentence in sentences:
        text = _OPENING.sub("", sentence.text.strip().replace("’", "'"))
        if text and text[-1] in ".!?" and sentence.feeling is None:
            dated = sentence.commitment is not None and sentence.commitment.time_bound
            found.append((dated, text[0].upper() + text[1:]))
    whole = " ".join(text for _, text in found)
    single = [text for _, text in sorted(found, key=lambda pair: not pair[0])]
    return tuple(dict.fromkeys(text for text in (whole, *single) if 0 < len(text.split()) <= _MOST_KEPT_WORDS))


def _best(task: _Task, before: str, lexicon: Lexicon, company: Company) -> Rewrite | None:
    """The first wording that passes, one unlike the earlier ones where there is one."""
    turn = read_turn(before, lexicon)
    if not turn.known or (turn.feelings and not turn.distressed and not turn.complaint):
        return None
    told = read_told(turn, lexicon)
    ask: Judge = company.judge or (lambda line, heard: annotate_line(line, heard, lexicon))
    was = ask(Line("csm", task.original), before)
    least = max(LEAST_SCORE, LEAST_GAIN + (was.response.score if was.response is not None else 0.0))
    why = lexicon.rewrites.steps[task.kind].why
    pairs = _wordings(task, told, lexicon, seed_of(f"{task.original}|{before}"))
    if company.earlier:
        pairs = sorted(pairs, key=lambda pair: _likeness(pair[0].text, pair[1], company.earlier))
    fluent = ((first, text) for first, step in pairs if is_fluent(text := f"{first.text} {step}"))
    for first, text in islice(fluent, MOST_TRIED):
        if _passes(ask(Line("csm", text), before), told, first, least):
            return Rewrite(task.original, task.kind, text, why, first.uses)
    return None


def _likeness(first: str, step: str, earlier: Sequence[str]) -> int:
    """0 for a wording that repeats nothing. A step is repeated sooner than a beginning, that sooner than a sentence."""
    begins = " ".join(first.split()[:_BEGINNING])
    whole = any(text.startswith(first) for text in earlier)
    alike = any(text.startswith(begins) for text in earlier[-1:])
    return 4 * whole + 2 * alike + any(text.endswith(step) for text in earlier)


def _wordings(task: _Task, told: Told, lexicon: Lexicon, seed: int) -> Iterable[tuple[Acknowledgement, str]]:
    """All halves that can stand together, the fullest acknowledgement first."""
    steps = list(_steps(task, lexicon, seed))
    return ((first, step) for first in acknowledgements(told, lexicon.rewrites, seed) for step in steps)


def _steps(task: _Task, lexicon: Lexicon, seed: int) -> Iterator[str]:
    """What may follow, the CSM's own step first."""
    entry: NextStep = lexicon.rewrites.steps[task.kind]
    yield from task.kept
    day = _DAY.search(task.original) if entry.by else None
    if day is not None:
        yield from (text.replace("{by}", day["by"]) for text in turned(entry.by, seed))
    order = _ORDER.search(task.original.replace("’", "'")) if entry.step else None
    step = " ".join(order["step"].split()) if order is not None else ""
    if step and _may_offer(step, lexicon):
        yield from (text.replace("{step}", step) for text in turned(entry.step, seed))
    yield from turned(entry.say, seed)


def _may_offer(step: str, lexicon: Lexicon) -> bool:
    words = step.split()
    offered = words[0].lower() in lexicon.rewrites.words.step_verbs and len(words) <= _MOST_STEP_WORDS
    return offered and len(words) > 1 and _NO_STEP.search(step.lower()) is None


def _passes(judged: AnnotatedLine, told: Told, first: Acknowledgement, least: float) -> bool:
    if judged.response is None or judged.response.score < least or judged.response.kind != "empathy":
        return False
    if any(_kind_of(sentence) is not None or sentence.eraser_after_label for sentence in judged.sentences):
        return False
    if told.feeling is None or not first.names_feeling:
        return True
    labels = [sentence.feeling for sentence in judged.sentences if sentence.feeling is not None]
    return any(label.family == told.feeling.family and label.accurate is not False for label in labels)


def seed_of(text: str) -> int:
    """A number from a text, the same on every computer and every day."""
    value = 2166136261
    for char in text:
        value = (value ^ ord(char)) * 16777619 % 4294967296
    return value


def turned(items: Sequence[str], seed: int) -> list[str]:
    """The items in order, beginning at a place that the seed chooses."""
    start = seed % len(items) if items else 0
    return [*items[start:], *items[:start]]
