"""A: naming or acknowledging what the customer feels (measurement page 4). Never about a feeling of the CSM.

Active listening in the firm's answer lowers anger even before anything is solved (Herhausen 2023). The feeling is the
one stated by the scenario, the partner or the customer's words.
"""

from __future__ import annotations

import numpy as np

from perception.scoring import params
from perception.scoring.context import Context
from perception.scoring.evidence import Evidence
from perception.scoring.fusion import Blocks, Component, Example, LetterParts, Measured, Penalty
from perception.scoring.responses import Label, Response, respond_all
from perception.scoring.shapes import down, ratio, up
from perception.types import spoken_words


def score(evidence: Evidence, context: Context) -> LetterParts:
    """Components A1-A4 over the voiced feelings, and the penalty for a "but" right after naming one."""
    del evidence  # the words are in the context
    responses = responses_of(context)
    blocks = Blocks(np.asarray([r.opportunity.start_s for r in responses], dtype=np.float64))
    labels = [(r, r.label) for r in responses if r.label is not None and r.level >= params.A_NAMED - 1]
    return LetterParts(
        (
            _naming(responses, blocks),
            _timeliness(labels, blocks),
            _tentativeness(labels, blocks),
            _variety(labels, blocks, context),
        ),
        starts=blocks.starts,
        penalties=(_eraser_penalty(responses, blocks),),
        penalty_scale=context.penalty_scale,
    )


def responses_of(context: Context) -> tuple[Response, ...]:
    """How each voiced feeling was answered; none when the words are not annotated."""
    if not context.setting.annotates:
        return ()
    return respond_all(
        context.opportunities,
        context.conversation.turns,
        end_s=context.end_s,
        spaced=not context.setting.text_only,
    )


def value_of(response: Response) -> float:
    """Value of one answer, A_MIN..1 (F4.1, F4.2)."""
    accuracy = 1.0
    if response.level >= params.A_NAMED and response.label is not None:
        off = abs(response.label.label.intensity - response.opportunity.intensity)
        accuracy = min(1.0, max(0.0, 1.0 - response.label.distance - params.A_INTENSITY_STEP * off))
        accuracy = 0.5 + 0.5 * accuracy
    return min(1.0, max(params.A_MIN, response.strength / 4.0 * accuracy))


def _example(response: Response) -> Example:
    sentence = response.decisive
    if sentence is None:
        return Example(response.opportunity.start_s, response.opportunity.end_s)
    return Example(sentence.start_s, sentence.end_s, sentence.note.text)


def _naming(responses: tuple[Response, ...], blocks: Blocks) -> Component:
    """A1 (F4.3): level and accuracy of the answers, weighed by intensity; hidden feelings weigh more."""
    rows = []
    for response in responses:
        weight = response.opportunity.intensity * (params.CUE_FACTOR if response.opportunity.hidden else 1.0)
        rows.append((response.opportunity.start_s, weight * value_of(response), weight, 1.0))
    return Component(
        id="A1",
        name="Naming what the customer feels",
        unit="share",
        target="named, tied to its cause, with space left",
        ideal=(0.75, 1.0),
        weight=params.A_WEIGHTS["A1"],
        need=params.A_NEED["A1"],
        sums=blocks.tally_rows(rows, 3),
        measure=lambda t: Measured(x := ratio(t[:, 0], t[:, 1]), np.clip(x, 0.0, 1.0), t[:, 2]),
        examples=lambda well: [
            _example(r)
            for r in sorted(responses, key=lambda r: -r.level if well else r.level)
            if (r.level >= params.A_ACKNOWLEDGED) == well
        ][:3],
    )


def _timeliness(labels: list[tuple[Response, Label]], blocks: Blocks) -> Component:
    """A2 (F4.4): how many turns pass until the feeling is named."""
    rows = [
        (r.opportunity.start_s, float(down(label.turns, params.A2_TURNS)), float(label.turns), 1.0)
        for r, label in labels
    ]
    return Component(
        id="A2",
        name="Naming it at once",
        unit="turns",
        target="in your first answer",
        ideal=(1.0, 1.0),
        weight=params.A_WEIGHTS["A2"],
        need=params.A_NEED["A2"],
        sums=blocks.tally_rows(rows, 3),
        measure=lambda t: Measured(ratio(t[:, 1], t[:, 2]), ratio(t[:, 0], t[:, 2]), t[:, 2]),
        examples=lambda well: [_example(r) for r, label in labels if (label.turns == 1) == well][:3],
    )


def _tentativeness(labels: list[tuple[Response, Label]], blocks: Blocks) -> Component:
    """A3 (F4.5): share of namings offered as a guess or a question."""
    rows = [(r.opportunity.start_s, float(label.label.tentative), 1.0) for r, label in labels]
    return Component(
        id="A3",
        name="Offering it as a guess",
        unit="share",
        target=f"at least {params.A3_SHARE[1]:.0%}",
        ideal=(params.A3_SHARE[1], 1.0),
        weight=params.A_WEIGHTS["A3"],
        need=params.A_NEED["A3"],
        sums=blocks.tally_rows(rows, 2),
        measure=lambda t: Measured(x := ratio(t[:, 0], t[:, 1]), up(x, params.A3_SHARE), t[:, 1]),
        examples=lambda well: [_example(r) for r, label in labels if label.label.tentative == well][:3],
    )


def _variety(labels: list[tuple[Response, Label]], blocks: Blocks, context: Context) -> Component:
    """A4 (F4.6): the same opening with the same word over and over sounds like a script."""
    seen: set[tuple[str, str]] = set()
    rows, repeated = [], []
    for response, label in labels:
        opening = " ".join(spoken_words(label.sentence.note.text.lower())[:3])
        key = (opening, label.label.word.lower())
        rows.append((response.opportunity.start_s, float(key in seen), 1.0))
        if key in seen:
            repeated.append(_example(response))
        seen.add(key)
    minutes = max(context.duration_s / 60.0, 1.0)
    return Component(
        id="A4",
        name="Varying your words",
        unit="repeats a minute",
        target=f"at most {params.A4_PER_MIN[0]:.1f} a minute",
        ideal=(0.0, params.A4_PER_MIN[0]),
        weight=params.A_WEIGHTS["A4"],
        need=params.A_NEED["A4"],
        sums=blocks.tally_rows(rows, 2),
        measure=lambda t: Measured(
            x := t[:, 0] / minutes, np.where(t[:, 1] > 0, down(x, params.A4_PER_MIN), np.nan), t[:, 1]
        ),
        examples=lambda well: [] if well else repeated[:3],
    )


def _eraser_penalty(responses: tuple[Response, ...], blocks: Blocks) -> Penalty:
    erased = [
        (response, response.label.sentence)
        for response in responses
        if response.label is not None and response.label.sentence.note.eraser_after_label
    ]
    rows = [(response.opportunity.start_s, params.A_ERASER_PENALTY) for response, _ in erased]
    return Penalty(
        id="A_eraser",
        points=blocks.tally_rows(rows, 1)[:, 0],
        maximum=params.A_ERASER_MAX,
        examples=[Example(sentence.start_s, sentence.end_s, sentence.note.text) for _, sentence in erased],
    )
