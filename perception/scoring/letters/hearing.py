"""H: hearing the whole person: space, curiosity, no judging (measurement page 6).

The robust markers are negative and structural: on AnnoMI judging language separates poor from good sessions with AUC
.82, words a turn .73, talk share .65, while rule-based reflection rates rank sessions the wrong way (.30). Hence H5
(reflections a question) is scored only with a learned reader, and shown with weight 0 by the rules alone.
"""

from __future__ import annotations

import re

import numpy as np

from perception.features.turn_taking import GRID_S
from perception.scoring import params
from perception.scoring.context import Context, ScenarioFacts
from perception.scoring.conversation import Sentence
from perception.scoring.evidence import Evidence
from perception.scoring.fusion import Blocks, Component, Example, LetterParts, Measured, Penalty
from perception.scoring.shapes import down, ratio, trap, up
from perception.types import FloatArray


def score(evidence: Evidence, context: Context) -> LetterParts:
    """Components H1-H8 and the penalty for monologues. Blocks begin with customer turns.

    H8 has weight 0, and H5 where the rules stand alone.
    """
    del evidence  # everything is in the context
    blocks = _blocks(context)
    return LetterParts(
        (
            _balance(context, blocks),
            _interrupting(context, blocks),
            _judging(context, blocks),
            _curiosity(context, blocks),
            _reflecting(context, blocks),
            _whole_person(context, blocks),
            _brevity(context, blocks),
            _backchannels(context, blocks),
        ),
        starts=blocks.starts,
        penalties=(_monologue_penalty(context, blocks),),
        penalty_scale=context.penalty_scale,
    )


def _blocks(context: Context) -> Blocks:
    if context.setting.text_only:
        starts = [turn.start_s for turn in context.turns if turn.speaker == "customer"]
    else:
        starts = [turn.start_s for turn in context.floor.of("customer")]
    return Blocks(np.asarray(starts, dtype=np.float64)) if starts else context.blocks


def _content(context: Context) -> tuple[Sentence, ...]:
    """Sentences of the CSM that are more than a backchannel."""
    return tuple(s for s in context.csm_sentences if s.note.acts != ("backchannel",))


def _balance(context: Context, blocks: Blocks) -> Component:
    """H1 (F6.1): talk share, overall and while the customer vents; by words where there is no sound."""
    if context.setting.text_only:
        rows = [(t.start_s, *_words_by_speaker(t.speaker, t.words)) for t in context.turns]
        sums = np.column_stack((np.zeros((len(blocks.starts), 2)), blocks.tally_rows(rows, 2)))
    else:
        vent = context.mask(context.phase_intervals("vent"))
        own, theirs = context.states.csm, context.states.customer
        columns = np.column_stack((own & vent, theirs & vent, own, theirs)).astype(np.float64) * GRID_S
        sums = blocks.tally(context.cell_s, *columns.T)
    # Words stand for time at a usual pace of two and a half a second.
    scale = 1.0 / params.Y5_WORDS_PER_S if context.setting.text_only else 1.0

    def measure(t: FloatArray) -> Measured:
        share = ratio(t[:, 2], t[:, 2] + t[:, 3])
        s = trap(share, params.H1_ALL)
        vent_s = trap(ratio(t[:, 0], t[:, 0] + t[:, 1]), params.H1_VENT)
        enough = t[:, 0] + t[:, 1] >= params.H1_MIN_VENT_S
        return Measured(share, np.where(enough, 0.5 * (s + np.nan_to_num(vent_s)), s), (t[:, 2] + t[:, 3]) * scale)

    known = context.setting.text_only or context.customer_known
    return Component(
        id="H1",
        name="Talk balance",
        unit="share",
        target=f"{params.H1_ALL[1]:.0%} to {params.H1_ALL[2]:.0%} yours",
        ideal=(params.H1_ALL[1], params.H1_ALL[2]),
        weight=params.H_WEIGHTS["H1"],
        need=params.H_NEED["H1"],
        sums=sums,
        measure=measure,
        quality=1.0 if known else 0.0,
    )


def _words_by_speaker(speaker: str, words: int) -> tuple[float, float]:
    return (float(words), 0.0) if speaker == "csm" else (0.0, float(words))


def _interrupting(context: Context, blocks: Blocks) -> Component:
    """H2 (F6.4): interruptions a minute of customer speech; cooperative ones count half."""
    found = context.floor.interruptions
    counted = blocks.tally_rows([(one.start_s, one.weight) for one in found], 1)
    spoken = blocks.tally(context.cell_s, context.states.customer * GRID_S)
    heard = context.customer_known and context.setting.hears_overlaps and not context.setting.text_only
    return Component(
        id="H2",
        name="Letting the customer finish",
        unit="interruptions a minute",
        target=f"at most {params.H2_PER_MIN[0]:.1f} a minute",
        ideal=(0.0, params.H2_PER_MIN[0]),
        weight=params.H_WEIGHTS["H2"],
        need=params.H_NEED["H2"],
        sums=np.column_stack((counted, spoken)),
        measure=lambda t: Measured(x := 60.0 * ratio(t[:, 0], t[:, 1]), down(x, params.H2_PER_MIN), t[:, 1]),
        quality=1.0 if heard else 0.0,
        examples=lambda well: [] if well else [Example(one.start_s, one.end_s) for one in found[:3]],
    )


def _judging(context: Context, blocks: Blocks) -> Component:
    """H3 (F6.10): judging or directing sentences per 100."""
    sentences = _content(context)
    rows = [(s.start_s, s.note.does("judging"), 1.0) for s in sentences]
    return Component(
        id="H3",
        name="Not judging or directing",
        unit="per 100 sentences",
        target=f"at most {params.H3_PER_100[0]:.0f} per 100",
        ideal=(0.0, params.H3_PER_100[0]),
        weight=params.H_WEIGHTS["H3"],
        need=params.H_NEED["H3"],
        sums=blocks.tally_rows(rows, 2),
        measure=lambda t: Measured(x := 100.0 * ratio(t[:, 0], t[:, 1]), down(x, params.H3_PER_100), t[:, 1]),
        examples=lambda well: [] if well else [_quoted(s) for s in sentences if s.note.judging][:3],
    )


def _curiosity(context: Context, blocks: Blocks) -> Component:
    """H4: open or follow-up questions a customer turn, less runs of closed ones."""
    sentences = _content(context)
    curious = [(1.0 if s.note.follow_up else s.note.does("open"), s) for s in sentences if s.note.question != "none"]
    rows = [(t.start_s, 0.0, 1.0, 0.0) for t in context.turns if t.speaker == "customer"]
    rows += [(s.start_s, weight, 0.0, 0.0) for weight, s in curious]
    rows += [(t, 0.0, 0.0, 1.0) for t in _closed_runs(sentences)]
    scale = context.penalty_scale

    def measure(t: FloatArray) -> Measured:
        x = ratio(t[:, 0], t[:, 1])
        return Measured(x, up(x, params.H4_PER_TURN) * down(t[:, 2] * scale, params.H4_RUNS), t[:, 1])

    return Component(
        id="H4",
        name="Curiosity",
        unit="open questions a customer turn",
        target=f"at least {params.H4_PER_TURN[1]:.1f}",
        ideal=(params.H4_PER_TURN[1], np.inf),
        weight=params.H_WEIGHTS["H4"],
        need=params.H_NEED["H4"],
        sums=blocks.tally_rows(rows, 3),
        measure=measure,
        quality=1.0 if sentences else 0.0,
        examples=lambda well: [_quoted(s) for weight, s in curious if weight == 1.0][:3] if well else [],
    )


def _closed_runs(sentences: tuple[Sentence, ...]) -> list[float]:
    """Times at which a run of closed questions became one. An open question or taking up the answer ends a run."""
    found, length = [], 0
    for sentence in sentences:
        if sentence.note.question == "open" or sentence.note.ack_level >= params.A_ACKNOWLEDGED:
            length = 0
        elif sentence.note.question == "closed":
            length += 1
            if length == params.H4_CLOSED_RUN:
                found.append(sentence.start_s)
    return found


def _reflecting(context: Context, blocks: Blocks) -> Component:
    """H5: reflections a question, by their likelihood; by the rules alone shown and not scored.

    A turn gives back as its strongest sentence does and asks once at most: so people count.
    """
    own = [t for t in context.turns if t.speaker == "csm"]
    sentences = _content(context)
    reflected = [s for s in sentences if s.note.reflection_p >= params.H5_REFLECTION_P]
    rows = [
        (
            t.start_s,
            max((s.note.giving_back for s in t.sentences), default=0.0),
            float(any(s.note.question != "none" for s in t.sentences)),
            1.0,
        )
        for t in own
    ]

    def measure(t: FloatArray) -> Measured:
        x = np.where(t[:, 2] > 0, t[:, 0] / np.maximum(t[:, 1], params.H5_LEAST_QUESTIONS), np.nan)
        return Measured(x, up(x, params.H5_PER_QUESTION), t[:, 2])

    return Component(
        id="H5",
        name="Giving back what you heard",
        unit="reflections a question",
        target=f"at least {params.H5_PER_QUESTION[1]:.0f}",
        ideal=(params.H5_PER_QUESTION[1], np.inf),
        weight=params.H_WEIGHTS["H5"] if context.setting.reads else 0.0,
        need=params.H_NEED["H5"],
        sums=blocks.tally_rows(rows, 3),
        measure=measure,
        quality=1.0 if sentences else 0.0,
        examples=lambda well: [_quoted(s) for s in reflected[:3]] if well else [],
    )


def _whole_person(context: Context, blocks: Blocks) -> Component:
    """H6 (F6.8): facts and impacts of the scenario that the CSM took up; no coverage without a scenario."""
    stated = context.setting.scenario or ScenarioFacts()
    facts, impacts = stated.facts, stated.impacts
    share = 0.0 if stated.any_word else params.H6_KEYWORD_SHARE
    sentences = _content(context)
    fact_s = up(_share_taken_up(facts, sentences, share), params.H6_FACTS)
    impact_s = up(_share_taken_up(impacts, sentences, share), params.H6_IMPACTS)
    both = params.H6_FACT_WEIGHT * fact_s + (1.0 - params.H6_FACT_WEIGHT) * impact_s
    s = float(both) if not np.isnan(both) else float(impact_s if np.isnan(fact_s) else fact_s)
    known = bool(facts or impacts) and bool(sentences)
    rows = [(context.start_s, 1.0 if known else 0.0)]
    return Component(
        id="H6",
        name="Hearing the person behind the facts",
        unit="share",
        target=f"at least {params.H6_IMPACTS[1]:.0%} of what it meant to them",
        ideal=(params.H6_IMPACTS[1], 1.0),
        weight=params.H_WEIGHTS["H6"],
        need=params.H_NEED["H6"],
        sums=blocks.tally_rows(rows, 1),
        # Coverage of concepts is one fact of the session: it is not resampled with the turns.
        measure=lambda t: Measured(np.full(len(t), s), np.full(len(t), s), np.full(len(t), float(known))),
    )


def _share_taken_up(concepts: tuple[tuple[str, ...], ...], sentences: tuple[Sentence, ...], share: float) -> float:
    spoken = [_spoken(s.note.text) for s in sentences]
    hits = [any(_takes_up(text, concept, share) for text in spoken) for concept in concepts]
    return float(np.mean(hits)) if hits else float(np.nan)


def _takes_up(text: str, concept: tuple[str, ...], share: float) -> bool:
    hits = sum(_spoken(keyword) in text for keyword in concept)
    return hits > 0 and hits / len(concept) >= share


def _spoken(text: str) -> str:
    """The words of a text between spaces, so that whole words and phrases are found in it."""
    words = re.findall(r"[a-z0-9'’-]+", text.lower())
    return f" {' '.join(words)} "


def _brevity(context: Context, blocks: Blocks) -> Component:
    """H7: short turns, and a pause before answering a strong feeling (F6.5)."""
    bins = params.H7_MAX_WORDS + 1  # the median must be resampled too, so turns are kept as a histogram
    own = [(t.start_s, min(t.words, params.H7_MAX_WORDS)) for t in context.turns if t.speaker == "csm"]
    histogram = np.zeros((len(blocks.starts), bins))
    if own:
        table = np.asarray(own, dtype=np.float64)
        np.add.at(histogram, (blocks.index(table[:, 0]), table[:, 1].astype(np.int64)), 1.0)
    spaces = []
    if not context.setting.text_only:
        for reply in context.floor.replies:
            if context.strong_before(reply.customer.end_s, within_s=1.0):
                spaces.append((reply.csm.start_s, float(reply.latency_s >= params.H7_SPACE_S), 1.0))

    def measure(t: FloatArray) -> Measured:
        counts = t[:, :bins]
        total = np.sum(counts, axis=1)
        median = np.argmax(np.cumsum(counts, axis=1) >= 0.5 * total[:, None], axis=1).astype(np.float64)
        short = np.where(total > 0, down(median, params.H7_WORDS), np.nan)
        space = ratio(t[:, bins], t[:, bins + 1])
        s = np.where(np.isnan(space), short, 0.5 * short + 0.5 * np.nan_to_num(space))
        return Measured(np.where(total > 0, median, np.nan), s, total)

    long = sorted((t for t in context.turns if t.speaker == "csm"), key=lambda t: -t.words)
    return Component(
        id="H7",
        name="Short turns, space to breathe",
        unit="words a turn",
        target=f"at most {params.H7_WORDS[0]:.0f} words in the middle",
        ideal=(0.0, params.H7_WORDS[0]),
        weight=params.H_WEIGHTS["H7"],
        need=params.H_NEED["H7"],
        sums=np.column_stack((histogram, blocks.tally_rows(spaces, 2))),
        measure=measure,
        examples=lambda well: [] if well else [Example(t.start_s, t.end_s) for t in long[:3]],
    )


def _backchannels(context: Context, blocks: Blocks) -> Component:
    """H8 (F6.3): signs of listening a minute of customer speech; shown, never scored alone (weight 0)."""
    given = context.floor.backchannels
    counted = blocks.tally_rows([(one.start_s, 1.0) for one in given], 1)
    spoken = blocks.tally(context.cell_s, context.states.customer * GRID_S)
    corners = params.H_BACKCHANNELS_PER_MIN
    return Component(
        id="H8",
        name="Signs of listening",
        unit="a minute",
        target=f"{corners[1]:.0f} to {corners[2]:.0f} a minute",
        ideal=(corners[1], corners[2]),
        weight=params.H_WEIGHTS["H8"],
        need=params.H_NEED["H8"],
        sums=np.column_stack((counted, spoken)),
        measure=lambda t: Measured(x := 60.0 * ratio(t[:, 0], t[:, 1]), trap(x, corners), t[:, 1]),
        quality=1.0 if context.customer_known and not context.setting.text_only else 0.0,
        examples=lambda well: [Example(one.start_s, one.end_s) for one in given[:3]] if well else [],
    )


def _monologue_penalty(context: Context, blocks: Blocks) -> Penalty:
    """Turns over a minute, by their extra length."""
    turns = () if context.setting.text_only else context.floor.of("csm")
    long = [t for t in turns if t.end_s - t.start_s > params.H_MONOLOGUE_S]
    rows = [
        (
            t.start_s,
            params.H_MONOLOGUE_PENALTY * (t.end_s - t.start_s - params.H_MONOLOGUE_S) / params.H_MONOLOGUE_STEP_S,
        )
        for t in long
    ]
    return Penalty(
        id="H_monologue",
        points=blocks.tally_rows(rows, 1)[:, 0],
        maximum=params.H_MONOLOGUE_MAX,
        examples=[Example(t.start_s, t.end_s) for t in long],
    )


def _quoted(sentence: Sentence) -> Example:
    return Example(sentence.start_s, sentence.end_s, sentence.note.text)
