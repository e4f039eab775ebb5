"""Y: your response: acknowledge, own, ask, act, and stay composed (measurement page 7).

Acknowledge, then act; keep an apology short (past about 7 s it hurts: Marinova, Singh & Singh 2018); concrete words
make customers feel heard (Packard & Berger 2021). The self-check counts only as done, never by its content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from perception.features.turn_taking import merge_intervals
from perception.language.types import Act, SentenceAnnotation
from perception.scoring import params
from perception.scoring.context import Context
from perception.scoring.conversation import Sentence
from perception.scoring.evidence import Evidence
from perception.scoring.fusion import Blocks, Component, Example, LetterParts, Measured, Penalty
from perception.scoring.opportunities import Opportunity
from perception.scoring.rates import csm_rates
from perception.scoring.shapes import down, ratio, trap, up
from perception.scoring.voice import phrase_table
from perception.types import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What the CSM said to one complaint, until the next one. telling: no action is asked for yet."""

    complaint: Opportunity
    sentences: tuple[Sentence, ...]
    telling: bool


def score(evidence: Evidence, context: Context) -> LetterParts:
    """Components Y1-Y6 and the penalty for dismissing sentences."""
    del evidence  # everything is in the context
    answers = answers_of(context)
    blocks = Blocks(np.asarray([a.complaint.start_s for a in answers], dtype=np.float64))
    return LetterParts(
        (
            _chain(answers, blocks),
            _composure(context, blocks),
            _self_check(context, blocks),
            _concreteness(context, blocks),
            _apology(answers, blocks),
            _no_dismissal(answers, context, blocks),
        ),
        starts=blocks.starts,
        penalties=(_dismissal_penalty(context, blocks),),
        penalty_scale=context.penalty_scale,
    )


def answers_of(context: Context) -> tuple[Answer, ...]:
    """The answered complaints in order, likely ones as well; without words of the CSM after it one is left out.

    An answer lasts until the next complaint that was found: one that is only likely must not cut it short.
    """
    found = [one for one in context.complaints if one.found]
    opening = next((one for one in context.conversation.complaints if one.found), None)
    out = []
    for complaint in context.complaints:
        end = next((one.start_s for one in found if one.start_s > complaint.start_s), np.inf)
        limit = min(end, complaint.end_s + params.Y_LATEST_S)
        said = tuple(s for s in context.csm_sentences if complaint.start_s < s.start_s < limit)
        if said:
            first = opening is None or complaint.start_s <= opening.start_s
            telling = context.phase_at(complaint.start_s) in params.Y_TELLING_PHASES
            out.append(Answer(complaint, said, first or telling))
    return tuple(out)


def chain_of(answer: Answer) -> float:
    """Value 0..1 of one answer: its parts and their order (F7.1-F7.3)."""
    parts = _parts(answer.sentences)
    if answer.telling:
        chain = min(1.0, sum(weight * parts[part] for part, weight in params.Y_CHAIN_VENT.items()))
    else:
        chain = sum(weight * parts[part] for part, weight in params.Y_CHAIN.items())
    return chain * _order(answer.sentences)


def _parts(sentences: Sequence[Sentence]) -> dict[str, float]:
    notes = [s.note for s in sentences]
    ack = max((_acknowledged(n) for n in notes), default=0.0)
    promised = [n.commitment for n in notes if n.commitment is not None]
    act = (
        params.Y_ACT["commissive"] * any(c.commissive for c in promised)
        + params.Y_ACT["object"] * any(c.object_match for c in promised)
        + params.Y_ACT["time"] * any(c.time_bound for c in promised)
        + params.Y_ACT["owner"] * any(c.named_owner for c in promised)
    )
    return {
        "ack": ack,
        "own": _has(notes, "own"),
        "ask": _has(notes, "ask_align"),
        "act": act,
        "check": _has(notes, "check"),
    }


def _has(notes: Sequence[SentenceAnnotation], act: Act) -> float:
    """How likely an act is there, 0..1."""
    return max((note.does(act) for note in notes), default=0.0)


def _acknowledged(note: SentenceAnnotation) -> float:
    """How far a sentence acknowledges, 0..1; half when a "but" takes it back."""
    return _meets(note) * (params.Y_ERASED_ACK if note.eraser_after_label or "eraser" in note.dismissing else 1.0)


def _meets(note: SentenceAnnotation) -> float:
    """How likely it acknowledges and does not dismiss ("I'm sorry, but there is nothing I can do"), 0..1."""
    if any(kind != "eraser" for kind in note.dismissing) or note.ack_level < 0:
        return 0.0
    return note.taking_up * (1.0 - note.blocking)


def _order(sentences: Sequence[Sentence]) -> float:
    """1 when acknowledging comes before acting (or nothing is done yet), less when acting comes first (F7.2)."""
    unmet = 1.0
    for sentence in sentences:
        unmet *= 1.0 - _meets(sentence.note)
        if "act" in sentence.note.acts or "explain" in sentence.note.acts:
            return 1.0 - unmet * (1.0 - params.Y_ACT_FIRST)
    return 1.0


def _chain(answers: tuple[Answer, ...], blocks: Blocks) -> Component:
    """Y1: the answers, weighed by intensity and likelihood of what was voiced."""
    valued = [(chain_of(answer), answer) for answer in answers]
    rows = [(a.complaint.start_s, x * w, w, a.complaint.p) for x, a in valued for w in (_weight(a.complaint),)]
    return Component(
        id="Y1",
        name="Acknowledge, own it, then act",
        unit="share",
        target="at least 0.75",
        ideal=(0.75, 1.0),
        weight=params.Y_WEIGHTS["Y1"],
        need=params.Y_NEED["Y1"],
        sums=blocks.tally_rows(rows, 3),
        measure=lambda t: Measured(x := ratio(t[:, 0], t[:, 1]), x, t[:, 2]),
        examples=lambda well: [
            Example(a.sentences[0].start_s, a.sentences[-1].end_s, a.sentences[0].note.text)
            for x, a in sorted(valued, key=lambda pair: -pair[0] if well else pair[0])
            if a.complaint.found and (x >= 0.5) == well
        ][:3],
    )


def _weight(complaint: Opportunity) -> float:
    return complaint.p * complaint.intensity


def _composure(context: Context, blocks: Blocks) -> Component:
    """Y2 (F7.4): calm signs while the customer voices strong anger and 15 s after."""
    windows = merge_intervals(context.anger_intervals(after_s=params.Y2_AFTER_S, strong=True))
    rates = csm_rates(context) if len(windows) else []
    rows, moments = [], []
    for window in windows:
        start, end = float(window[0]), min(float(window[1]), context.end_s)
        s = _calm(context, start, end, [r.words_per_minute for r in rates if start <= r.start_s <= end])
        if s is not None and end > start:
            rows.append((start, s * (end - start), end - start))
            moments.append((s, Example(start, end)))
    return Component(
        id="Y2",
        name="Composed while the customer is angry",
        unit="share",
        target="at least 0.80",
        ideal=(0.8, 1.0),
        weight=params.Y_WEIGHTS["Y2"],
        need=params.Y_NEED["Y2"],
        sums=blocks.tally_rows(rows, 2),
        measure=lambda t: Measured(x := ratio(t[:, 0], t[:, 1]), x, t[:, 1]),
        quality=0.0 if context.setting.text_only else 1.0,
        examples=lambda well: [example for s, example in moments if (s >= 0.8) == well][:3],
    )


def _calm(context: Context, start: float, end: float, rates: Sequence[float]) -> float | None:
    """Share of the signs that can be seen and are calm; None when none can be seen."""
    usual = context.reference.words_per_minute
    raised = [span for span in context.raised if span.start_s <= end and span.end_s >= start]
    signs: list[bool] = []
    if context.voice is not None:
        signs.append(bool(raised))
    if usual and rates:
        signs.append(float(np.mean(rates)) > usual * (1.0 + params.Y2_FASTER))
    if context.customer_known:
        signs.append(any(start <= one.start_s <= end for one in context.floor.interruptions))
        replies = [r for r in context.floor.replies if start <= r.csm.start_s <= end]
        if replies:
            signs.append(any(r.latency_s < params.Y2_QUICK_REPLY_S for r in replies))
    judged = [s for s in context.csm_sentences if start <= s.start_s <= end]
    if judged:
        signs.append(any(s.note.judging for s in judged))
    if not signs:
        return None
    calm = 1.0 - float(np.mean(signs))
    if not raised:
        return calm
    share = params.Y2_RECOVERY_WEIGHT
    return (1.0 - share) * calm + share * _recovery(context, raised[-1].end_s)


def _recovery(context: Context, from_s: float) -> float:
    """1 when the level is back to usual within 10 s, 0 from 40 s on."""
    phrases = phrase_table(context.voice)
    calm = phrases[(phrases[:, 0] >= from_s) & (phrases[:, 3] <= params.T2_LEVEL_DB[2])]
    return float(down(calm[0, 0] - from_s, params.Y2_RECOVERY_S)) if len(calm) else 0.0


def _self_check(context: Context, blocks: Blocks) -> Component:
    """Y3 (F7.5): the self-check was done; not done yet is no evidence, its content is never scored."""
    done = float(context.setting.self_check_done)
    return Component(
        id="Y3",
        name="Self-check done",
        unit="done",
        target="done",
        ideal=(1.0, 1.0),
        weight=params.Y_WEIGHTS["Y3"],
        need=params.Y_NEED["Y3"],
        sums=np.zeros((len(blocks.starts), 1)),
        measure=lambda t: Measured(np.full(len(t), done), np.full(len(t), done), np.full(len(t), done)),
    )


def _concreteness(context: Context, blocks: Blocks) -> Component:
    """Y4 (F7.6): how much of what the CSM says takes up the customer's own words."""
    # About half of the words of talk are content words.
    sentences = [s for s in context.csm_sentences if s.note.acts != ("backchannel",)]
    rows = [(s.start_s, s.note.content_overlap * s.words / 2, s.words / 2) for s in sentences]
    close = sorted(sentences, key=lambda s: -s.note.content_overlap)
    return Component(
        id="Y4",
        name="Using the customer's own words",
        unit="share",
        target=f"at least {params.Y4_SHARE[1]:.0%}",
        ideal=(params.Y4_SHARE[1], 1.0),
        weight=params.Y_WEIGHTS["Y4"],
        need=params.Y_NEED["Y4"],
        sums=blocks.tally_rows(rows, 2),
        measure=lambda t: Measured(x := ratio(t[:, 0], t[:, 1]), up(x, params.Y4_SHARE), t[:, 1]),
        examples=lambda well: [_quoted(s) for s in close[:2]] if well else [],
    )


def _apology(answers: tuple[Answer, ...], blocks: Blocks) -> Component:
    """Y5 (F7.7): seconds of apology a complaint that got one; a call without apology has no evidence here."""
    rows, sorry = [], []
    for answer in answers:
        said = [s for s in answer.sentences if s.note.apology]
        if said:
            p = answer.complaint.p
            rows.append((answer.complaint.start_s, p * sum(map(_apology_s, said)), p))
            sorry.extend(said)
    return Component(
        id="Y5",
        name="A short apology",
        unit="s",
        target=f"{params.Y5_SECONDS[1]:.0f} to {params.Y5_SECONDS[2]:.0f} s",
        ideal=(params.Y5_SECONDS[1], params.Y5_SECONDS[2]),
        weight=params.Y_WEIGHTS["Y5"],
        need=params.Y_NEED["Y5"],
        sums=blocks.tally_rows(rows, 2),
        measure=lambda t: Measured(x := ratio(t[:, 0], t[:, 1]), trap(x, params.Y5_SECONDS), t[:, 1]),
        quality=1.0,
        examples=lambda _well: [_quoted(s) for s in sorry[:2]],
    )


def _apology_s(sentence: Sentence) -> float:
    """Seconds of a sentence that apologise."""
    share = sentence.note.apology_share
    return (sentence.end_s - sentence.start_s) * (1.0 if share is None else share)


def _dismisses(sentence: Sentence) -> float:
    """How likely a sentence dismisses, or joins the customer's feeling instead of meeting it, 0..1."""
    return 1.0 if sentence.note.over_identification else sentence.note.does("dismissing")


def _no_dismissal(answers: tuple[Answer, ...], context: Context, blocks: Blocks) -> Component:
    """Y6: number of dismissing sentences; counted per five minutes in longer sessions."""
    slips = [(_dismisses(s), s) for s in context.csm_sentences]
    rows = [(a.complaint.start_s, 0.0, a.complaint.p) for a in answers] + [
        (s.start_s, p, 0.0) for p, s in slips if p > 0
    ]
    found = [s for p, s in slips if p == 1.0]
    scale = context.penalty_scale

    def measure(t: FloatArray) -> Measured:
        count = t[:, 0] * scale
        return Measured(count, np.where(t[:, 1] > 0, down(count, params.Y6_COUNT), np.nan), t[:, 1])

    return Component(
        id="Y6",
        name="No dismissing words",
        unit="sentences",
        target="none",
        ideal=(0.0, 0.0),
        weight=params.Y_WEIGHTS["Y6"],
        need=params.Y_NEED["Y6"],
        sums=blocks.tally_rows(rows, 2),
        measure=measure,
        examples=lambda well: [] if well else [_quoted(s) for s in found[:3]],
    )


def _dismissal_penalty(context: Context, blocks: Blocks) -> Penalty:
    allowed = context.setting.scenario is not None and context.setting.scenario.may_promise

    def points(s: Sentence) -> float:
        kinds = [kind for kind in s.note.dismissing if not (allowed and kind == "over_promise")]
        return sum(params.Y_PENALTIES.get(kind, 0.0) for kind in kinds)

    slips = [s for s in context.csm_sentences if points(s) > 0]
    return Penalty(
        id="Y_dismiss",
        points=blocks.tally_rows([(s.start_s, points(s)) for s in slips], 1)[:, 0],
        maximum=params.Y_PENALTY_MAX,
        examples=[_quoted(s) for s in slips],
    )


def _quoted(sentence: Sentence) -> Example:
    return Example(sentence.start_s, sentence.end_s, sentence.note.text)
