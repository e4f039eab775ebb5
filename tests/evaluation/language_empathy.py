"""Answers other people wrote and labelled: exploring and interpreting (EPITOME), strategies of supporters (ESConv).

What is understood of an answer becomes EPITOME's levels by one rule each:
exploring     0 asks nothing; 2 asks openly or takes up a word of the post; 1 asks otherwise
interpreting  0 nothing of these; 2 names a feeling, gives back, or tells of the same; 1 acknowledges
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np

from perception.language.types import Act, AnnotatedLine, Line, SentenceAnnotation, SentenceSignals
from tests.evaluation.epitome import Answered, answered
from tests.evaluation.language_errors import Errors, quoted
from tests.evaluation.language_heads import crossed_levels, folds_of
from tests.evaluation.language_reader import Way, in_context, ways
from tests.evaluation.language_scores import Array, Codes, Sample, auc_of, f1
from tests.evaluation.tables import Figure, IntArray, Table

LEVELS: Final = ("0", "1", "2")
# Macro-F1 on three levels, and of level 0 against the others.
EPITOME_TARGETS: Final = {"explorations": (0.70, 0.82), "interpretations": (0.60, 0.82)}
NAMES: Final = {"explorations": "exploring", "interpretations": "interpreting"}
FLOORS: Final = {"explorations": "0.65, yes or no 0.79", "interpretations": "0.56, yes or no 0.80"}
ACTS: Final = get_args(Act)
_HEAD_RIDGE: Final = 10.0


def exploring(sentences: Sequence[SentenceAnnotation]) -> int:
    """Level 0 to 2 by the rule above."""
    asking = [s for s in sentences if s.question != "none"]
    return 2 if any(s.question == "open" or s.follow_up for s in asking) else 1 if asking else 0


def interpreting(sentences: Sequence[SentenceAnnotation]) -> int:
    """Level 0 to 2 by the rule above."""
    if any(s.feeling is not None or s.reflection != "none" or "me_too" in s.dismissing for s in sentences):
        return 2
    return 1 if any(s.ack_level >= 2 for s in sentences) else 0


RULES: Final[dict[str, Callable[[Sequence[SentenceAnnotation]], int]]] = {
    "explorations": exploring,
    "interpretations": interpreting,
}


def signs(line: AnnotatedLine, signals: Sequence[SentenceSignals]) -> list[float]:
    """An answer as numbers for a head: what was understood of it, and the reader's likelihoods where there are any."""
    said, text = line.sentences, line.line.text
    rows = [_understood(sentence) for sentence in said] or [_understood(SentenceAnnotation(""))]
    table = np.array(rows)
    found = [*table.max(axis=0), *table.mean(axis=0)]
    found += [np.log1p(len(text.split())), float(text.count("?")), float("?" in text), float(len(said))]
    if signals:
        likelihoods = np.array([_likelihoods(one) for one in signals])
        found += [*likelihoods.max(axis=0), *likelihoods.mean(axis=0)]
    return [float(value) for value in found]


def _understood(sentence: SentenceAnnotation) -> list[float]:
    return [
        sentence.question == "open", sentence.question == "closed", sentence.follow_up, sentence.reflection_p,
        sentence.telling, bool(sentence.judging), bool(sentence.dismissing), "me_too" in sentence.dismissing,
        sentence.feeling is not None, sentence.ack_level, sentence.apology, sentence.content_overlap,
        *(act in sentence.acts for act in ACTS),
    ]  # fmt: skip


def _likelihoods(one: SentenceSignals) -> list[float]:
    single = [one.question, one.open_question, one.reflection, one.telling, one.joining]
    groups: tuple[Any, ...] = (one.acts, one.judging, one.dismissing, one.feeling)
    return single + [value for group in groups for value in group.values()]


# ------------------------------------------------------------------ EPITOME


def epitome_table(data: Path, plots: Path) -> Table:
    """Exploring and interpreting on three levels, by rule and by heads fitted on other people's posts."""
    figures: list[Figure] = []
    details: list[Figure] = []
    blocks: list[str] = []
    pictures: list[str] = []
    for kind in RULES:
        every = answered(data, kind)
        truth = np.array([one.level for one in every])
        calls = [[Line("customer", one.post), Line("csm", one.answer)] for one in every]
        for way in ways():
            lines = [call[-1] for call in way.understand(calls)]
            by_rule = np.array([RULES[kind](line.sentences) for line in lines])
            features = np.array([signs(line, _read(call, way)) for call, line in zip(calls, lines, strict=True)])
            by_head = crossed_levels(features, truth, folds_of([one.key for one in every]), ridge=_HEAD_RIDGE)
            sample = Sample([one.key for one in every], f"{len(every)} answers, {int((truth > 0).sum())} above 0")
            details += _levels(f"{NAMES[kind]}, by rule", truth, by_rule, sample, way, None)
            made = _levels(f"{NAMES[kind]}, by a fitted head", truth, by_head, sample, way, kind)
            (figures if way.shipped else details).extend(made)
            if way.shipped:
                codes = Codes(LEVELS, [str(one) for one in truth], [str(one) for one in by_head])
                blocks.append(codes.block(f"{NAMES[kind]}, by a fitted head, {way.name}"))
                pictures.append(codes.plot(plots, f"Answers, {NAMES[kind]}"))
                _epitome_errors(kind, every, by_rule).write(plots)
    return Table(
        part="language",
        title="Exploring and interpreting in written answers",
        data="EPITOME, development part: answers to posts on Reddit, three levels by trained labellers; research only, "
        "not part of Attune. The heads are fitted for this table only, on other posts; they are not shipped.",
        figures=tuple(figures),
        details=tuple(details),
        blocks=tuple(blocks),
        plots=tuple(pictures),
    )


def _read(lines: Sequence[Line], way: Way) -> tuple[SentenceSignals, ...]:
    return way.reader.read(in_context(lines)[-1]) if way.reader is not None else ()


def _levels(title: str, truth: IntArray, found: IntArray, sample: Sample, way: Way, kind: str | None) -> list[Figure]:
    codes = Codes(LEVELS, [str(one) for one in truth], [str(one) for one in found])
    targets = EPITOME_TARGETS[kind] if kind else (None, None)
    three, two = (None if target is None else way.target(target) for target in targets)
    most = Codes(LEVELS, codes.truth, ["0"] * len(truth)).macro_f1()(np.arange(len(truth)))
    floor = f"always 0 {most:.2f}" + (f"; word statistics {FLOORS[kind]}" if kind else "")

    def yes_or_no(at: IntArray) -> float:
        return (f1(truth[at] > 0, found[at] > 0) + f1(truth[at] == 0, found[at] == 0)) / 2

    return [
        sample.figure(way.named(f"{title}, three levels, macro-F1"), codes.macro_f1(), target=three, baseline=floor),
        sample.figure(way.named(f"{title}, yes or no, macro-F1"), yes_or_no, target=two),
    ]


def _epitome_errors(kind: str, every: Sequence[Answered], found: IntArray) -> Errors:
    errors = Errors(f"epitome-{NAMES[kind]}")
    for one, level in zip(every, found, strict=True):
        if one.level != level:
            errors.add(f"level {one.level} taken for {level} by rule", quoted(one.post, one.answer))
    return errors


# ------------------------------------------------------------------ ESConv


_SPACED: Final = re.compile(r"\s+([?.!,;:])")


@dataclass(frozen=True, slots=True)
class Supported:
    """A conversation: its lines, and for the supporter's the strategy ('' for the seeker's)."""

    key: str
    lines: tuple[Line, ...]
    strategies: tuple[str, ...]


def supported(data: Path) -> Iterator[Supported]:
    """The development conversations and the failed ones."""
    folder = data / "text" / "esconv"
    for number, told in enumerate((folder / "valid.txt").read_text(encoding="utf-8").splitlines()):
        turns = json.loads(told)["dialog"]
        rows = [(turn["speaker"] == "sys", turn["text"], turn.get("strategy", "")) for turn in turns]
        yield _supported(f"v{number}", rows)
    for number, call in enumerate(json.loads((folder / "FailedESConv.json").read_text(encoding="utf-8"))):
        rows = [
            (turn["speaker"] == "listener", turn["content"], turn["annotation"].get("strategy", ""))
            for turn in call["dialog"]
        ]
        yield _supported(f"f{number}", rows)


def _supported(key: str, rows: Sequence[tuple[bool, str, str]]) -> Supported:
    lines = tuple(Line("csm" if own else "customer", _SPACED.sub(r"\1", text.strip())) for own, text, _ in rows)
    return Supported(key, lines, tuple(strategy if own else "" for own, _, strategy in rows))


# Strategy by the beginning of its name, with what is held against it: by the rules, and by the reader.
_Rule = Callable[[SentenceAnnotation], float]
_Read = Callable[[SentenceSignals], float]
STRATEGIES: Final[tuple[tuple[tuple[str, ...], str, _Rule, _Read], ...]] = (
    (("Question",), "asking", lambda s: s.question != "none", lambda r: r.question),
    (("Restatement",), "giving back", lambda s: s.reflection_p, lambda r: r.reflection * (1.0 - r.telling)),
    (("Reflection",), "naming a feeling", lambda s: s.feeling is not None, lambda r: max(r.feeling.values())),
    (("Providing", "Information"), "telling", lambda s: s.telling, lambda r: r.telling),
    (("Affirmation",), "acknowledging", lambda s: s.ack_level >= 2, lambda r: r.acts["acknowledge"]),
)


def support_table(data: Path) -> Table:
    """How well the likelihoods tell the strategies of supporters apart."""
    calls = list(supported(data))[::2]  # half of them; the labels are too noisy for finer figures
    told = [
        strategy for call in calls for line, strategy in zip(call.lines, call.strategies, strict=True) if _own(line)
    ]
    names = [call.key for call in calls for line in call.lines if _own(line)]
    details: list[Figure] = []
    for way in ways():
        annotated = way.understand([call.lines for call in calls])
        scores = np.array(
            [row for call, lines in zip(calls, annotated, strict=True) for row in _strategy_scores(call, lines, way)]
        )
        for at, (starts, title, _, _) in enumerate(STRATEGIES):
            positive = np.array([strategy.startswith(starts) for strategy in told])
            sample = Sample(names, f"{len(told)} answers, {int(positive.sum())} such, {len(calls)} conversations")
            name = way.named(f"{starts[0]}: by {title}, AUC")
            details.append(sample.figure(name, auc_of(scores[:, at], positive), baseline="chance 0.50"))
    return Table(
        part="language",
        title="Strategies in written support",
        data="ESConv, development part, with conversations that failed: strategies named by the supporters themselves; "
        "research only, not part of Attune. Told as a reading, the labels are noisy.",
        figures=(),
        details=tuple(details),
    )


def _own(line: Line) -> bool:
    return line.speaker == "csm"


def _strategy_scores(call: Supported, lines: Sequence[AnnotatedLine], way: Way) -> list[list[float]]:
    own = [line for line in lines if _own(line.line)]
    if way.reader is None:
        rows: Array = np.array([[max((float(rule(s)) for s in one.sentences), default=0.0) for _, _, rule, _ in STRATEGIES] for one in own])  # fmt: skip # noqa: E501
        return rows.tolist()
    signals = [way.reader.read(sentences) for sentences in in_context(call.lines)]
    return [[max(map(read, some), default=0.0) for _, _, _, read in STRATEGIES] for some in signals]


def tables(data: Path, plots: Path) -> list[Table]:
    """Both tables. Raises FileNotFoundError without the labelled texts."""
    return [epitome_table(data, plots), support_table(data)]
