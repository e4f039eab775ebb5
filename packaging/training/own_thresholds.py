"""Chooses on held-out examples of our own from which likelihood judging, dismissing, feelings and acts are believed.

Judging and dismissing: the lowest level that reaches the promised precision as written; where none does, the best by
the F measure in which precision counts twice. When the rules' findings are doubted depends also on how well judging
then tells poor interviews from good ones. A feeling by the mean F1 of families, among the levels that keep 95 of 100
sentences without a feeling as their words leave them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import Final, TypeAlias, get_args

import numpy as np

from perception.inference.sentence_reader import OnnxSentenceReader
from perception.language import fusing
from perception.language.types import Act
from perception.types import FeelingFamily
from training.agreement import f1, line, precision, recall
from training.examples import ACTS
from training.measure import FOLDS
from training.put_together import FORMS, Mask, Own, Values, either, own_heard

SURE: Final = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
NO: Final = (0.005, 0.01, 0.02, 0.05, 0.08, 0.12, 0.2)
PRECISION_COUNTS: Final = 2.0
# Wording that names an act is taken away only where that is clearly better.
NEARLY_ACTS: Final = 0.03
NEUTRAL_KEPT: Final = 0.95
# How well judging, found from one likelihood on and not below another, tells poor interviews from good ones.
TellsApart: TypeAlias = Callable[[float, float], float]
# Acts told by wording and reader together; a sign of listening is told by its words, acknowledging for itself.
_POOLED: Final[dict[str, Act]] = {
    short: act for short, act in ACTS.items() if act not in ("backchannel", "acknowledge")
}


def report(reader: OnnxSentenceReader, tells_apart: TellsApart) -> Iterator[str]:
    """Lines to print: each constant as chosen, then its figures."""
    csm = [own_heard(reader, "csm", form) for form in FORMS]
    yield from _harsh(csm, tells_apart)
    yield from _acts(csm)
    yield from _feelings("NAMED_WITHOUT_WORD", csm, fusing.NAMED_WITHOUT_WORD)
    customer = [own_heard(reader, "customer", form) for form in FORMS]
    yield from _feelings("VOICED_WITHOUT_WORD", customer, fusing.VOICED_WITHOUT_WORD)


# ---------------------------------------------------------------- judging and dismissing


def harsh(own: Own, kind: str, sure: float, no: float) -> Mask:
    """Sentences found to judge or to dismiss. no: likelihood of either below which a finding of the rules falls."""
    rule = own.by_rule(lambda part: bool(getattr(part, kind)))
    doubted = own.likely(either) < no
    heard = own.judges if kind == "judging" else own.closes
    return (rule & ((own.words <= fusing.NO_ROOM_WORDS) | ~doubted)) | (heard >= sure)


def _harsh(forms: Sequence[Own], tells_apart: TellsApart) -> Iterator[str]:
    kinds = (("judging", "j:", fusing.JUDGING), ("dismissing", "d:", fusing.DISMISSING))
    promised = {"judging": 0.85, "dismissing": 0.90}
    worth = {
        (no, kind): {sure: _worth(forms, kind, start, sure, no) for sure in SURE}
        for no, (kind, start, _) in product(NO, kinds)
    }
    apart = {no: max((worth[no, "judging"][sure] + tells_apart(sure, no)) / 2 for sure in SURE) for no in NO}
    no = max(NO, key=lambda one: apart[one] + max(worth[one, "dismissing"].values()))
    chosen = {}
    for kind, start, _ in kinds:
        truth = forms[0].labelled(start)
        right = [sure for sure in SURE if precision(truth, harsh(forms[0], kind, sure, no)) >= promised[kind]]
        chosen[kind] = min(right) if right else max(SURE, key=lambda sure: worth[no, kind][sure])
    yield f"NEITHER = {no}, JUDGING = {chosen['judging']}, DISMISSING = {chosen['dismissing']}"
    for kind, start, force in kinds:
        for sure, least in ((force, fusing.NEITHER), *((one, no) for one in SURE)):
            mark = ", in force" if (sure, least) == (force, fusing.NEITHER) else ""
            figures: dict[str, float] = {}
            for form, own in zip(FORMS, forms, strict=True):
                truth, found = own.labelled(start), harsh(own, kind, sure, least)
                figures |= {f"P_{form}": precision(truth, found), f"R_{form}": recall(truth, found)}
            if kind == "judging":
                figures["AUC_interviews"] = tells_apart(sure, least)
            yield line(f"{kind} from {sure}{mark}", **figures)


def _worth(forms: Sequence[Own], kind: str, start: str, sure: float, no: float) -> float:
    reached = [f1(own.labelled(start), harsh(own, kind, sure, no), precision_counts=PRECISION_COUNTS) for own in forms]
    return float(np.mean(reached))


# ---------------------------------------------------------------- acts


def _acts(forms: Sequence[Own]) -> Iterator[str]:
    acknowledging: dict[str, Act] = {"ack": "acknowledge"}
    for name, acts, force in (("ACTS", _POOLED, fusing.ACTS), ("ACKNOWLEDGING", acknowledging, fusing.ACKNOWLEDGING)):
        truth, rule, likely = _pooled(forms, acts)
        found = {
            limits: (likely >= limits[0]) | (rule & (likely >= limits[1])) for limits in (force, *product(SURE, NO))
        }
        worth = {limits: f1(truth, one) for limits, one in found.items()}
        sure, no = max(worth, key=lambda limits: worth[limits])
        chosen = (sure, min(one for one in NO if worth.get((sure, one), 0.0) >= worth[sure, no] - NEARLY_ACTS))
        yield f"{name} = {chosen}"
        for what, limits in (("here", chosen), ("in force", force)):
            one = found[limits]
            yield line(f"{name}, {what}", P=precision(truth, one), R=recall(truth, one), F1=f1(truth, one))


def _pooled(forms: Sequence[Own], acts: Mapping[str, Act]) -> tuple[Mask, Mask, Values]:
    """Each act of each sentence in each form: labelled, found by rules, likelihood."""
    each = [(own, short, act) for own in forms for short, act in acts.items()]
    truth = [own.labelled(short) for own, short, _ in each]
    rule = [own.by_rule(lambda part, act=act: act in part.acts) for own, _, act in each]  # type: ignore[misc]
    likely = [own.likely(lambda one, act=act: one.acts[act]) for own, _, act in each]  # type: ignore[misc]
    return np.concatenate(truth), np.concatenate(rule), np.concatenate(likely)


# ---------------------------------------------------------------- feelings


def feelings(own: Own, least: float) -> list[frozenset[str]]:
    """Families of each sentence: by its words, else as the reader hears them from this likelihood on."""
    return [
        found or frozenset(fusing.wordless_feelings(one, least))
        for found, one in zip(own.families, own.heard, strict=True)
    ]


def _macro(own: Own, found: Sequence[frozenset[str]], on: Mask) -> tuple[float, float]:
    """Mean F1 of the families labelled, and the share of sentences without a feeling that keep none."""
    scores = []
    for family in get_args(FeelingFamily):
        truth, here = own.labelled(f"f:{family}")[on], np.array([family in one for one in found])[on]
        if truth.any():
            scores.append(f1(truth, here))
    neutral = ~own.labelled("f:") & on
    return float(np.mean(scores)), float(np.mean([not one for one, none in zip(found, neutral, strict=True) if none]))


def _feelings(name: str, forms: Sequence[Own], force: float) -> Iterator[str]:
    by_level = {level: [feelings(own, level) for own in forms] for level in sorted({*SURE, force})}
    chosen = _best_level(forms, by_level, None)
    yield f"{name} = {chosen}"
    for level, found in by_level.items():
        mark = ", chosen" if level == chosen else ", in force" if level == force else ""
        for form, own, one in zip(FORMS, forms, found, strict=True):
            macro, kept = _macro(own, one, np.ones(len(own.fold), dtype=bool))
            yield line(f"feelings from {level}, {form}{mark}", macro_F1=macro, neutral_kept=kept)
    levels = [_best_level(forms, by_level, at) for at in range(FOLDS)]
    for at, own in enumerate(forms):
        honest = [by_level[levels[fold]][at][place] for place, fold in enumerate(own.fold)]
        macro, kept = _macro(own, honest, np.ones(len(own.fold), dtype=bool))
        yield line(f"feelings crossed, {FORMS[at]}", macro_F1=macro, neutral_kept=kept)


def _best_level(forms: Sequence[Own], by_level: dict[float, list[list[frozenset[str]]]], without: int | None) -> float:
    of_words = float(np.mean([_macro(own, own.families, own.fold != without)[1] for own in forms]))

    def worth(level: float) -> tuple[bool, float]:
        both = [_macro(own, one, own.fold != without) for own, one in zip(forms, by_level[level], strict=True)]
        kept = float(np.mean([keeps for _, keeps in both])) / of_words
        return kept >= NEUTRAL_KEPT, float(np.mean([macro for macro, _ in both])) if kept >= NEUTRAL_KEPT else kept

    return max(by_level, key=worth)
