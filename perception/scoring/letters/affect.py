"""A: naming or acknowledging what the customer feels (measurement page 4). Never about a feeling of the CSM.

Active listening in the firm's answer lowers anger even before anything is solved (Herhausen 2023). The feeling is the
one stated by the scenario, the partner or the customer's words.

Words are uncertain: recognition loses one in seven. So every voiced feeling and every naming counts by its likelihood
(F4.3 with sums of expected values), and one lost word moves the letter a little. A letter is measured when the
likelihoods add up to enough moments; where they do not, its coverage is low and it has no value. Moments and examples
that are shown are only those found.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from perception.language.types import FOUND
from perception.scoring import params
from perception.scoring.context import Context
from perception.scoring.evidence import Evidence
from perception.scoring.fusion import Blocks, Component, Example, LetterParts, Measured, Penalty
from perception.scoring.opportunities import Opportunity
from perception.scoring.responses import Label, Response, respond_all
from perception.scoring.shapes import down, ratio, up
from perception.types import spoken_words


def score(evidence: Evidence, context: Context) -> LetterParts:
    """Components A1-A4 over the voiced feelings, and the penalty for a "but" right after naming one."""
    del evidence  # the words are in the context
    responses = responses_of(context)
    blocks = Blocks(np.asarray([r.opportunity.start_s for r in responses], dtype=np.float64))
    labels = [one for response in responses for one in _labels(response)]
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
    """How each voiced feeling, found or likely, was answered; none when the words are not annotated."""
    if not context.setting.annotates:
        return ()
    return respond_all(
        context.heard,
        context.conversation.turns,
        end_s=context.end_s,
        spaced=not context.setting.text_only,
    )


def found_responses(context: Context) -> tuple[Response, ...]:
    """How each voiced feeling that was found was answered."""
    return tuple(r for r in responses_of(context) if r.opportunity.found)


def value_of(response: Response) -> float:
    """Expected value of one answer, A_MIN..1 (F4.1, F4.2): the best naming counts as far as it is likely, then the
    next one, and what is left counts as the answer without any naming.
    """
    worth, named = 0.0, 0.0
    for label, level, p in response.expected:
        worth += p * _naming_value(response.opportunity, label, level)
        named += p
    return worth + (1.0 - named) * _value(response.plain)


def _naming_value(moment: Opportunity, label: Label, level: float) -> float:
    off = abs(label.label.intensity - moment.intensity)
    accuracy = min(1.0, max(0.0, 1.0 - label.distance - params.A_INTENSITY_STEP * off))
    return _value(level * (0.5 + 0.5 * accuracy) if level > 0 else level)


def _value(level: float) -> float:
    return min(1.0, max(params.A_MIN, level / 4.0))


@dataclass(frozen=True, slots=True, eq=False)
class _Named:
    """A fitting naming in answer to a voiced feeling. p: how likely both are there, 0..1; found: both were found."""

    response: Response
    label: Label
    p: float

    @property
    def start_s(self) -> float:
        return self.response.opportunity.start_s

    @property
    def found(self) -> bool:
        return self.response.opportunity.found and self.label.label.p >= FOUND

    @property
    def example(self) -> Example:
        return _example(self.response)


def _labels(response: Response) -> list[_Named]:
    voiced = response.opportunity.p
    return [_Named(response, label, voiced * p) for label, level, p in response.expected if level > 0]


def _example(response: Response) -> Example:
    sentence = response.decisive
    if sentence is None:
        return Example(response.opportunity.start_s, response.opportunity.end_s)
    return Example(sentence.start_s, sentence.end_s, sentence.note.text)


def _naming(responses: tuple[Response, ...], blocks: Blocks) -> Component:
    """A1 (F4.3): level and accuracy of the answers, weighed by intensity and likelihood; hidden feelings weigh more."""
    rows = []
    for response in responses:
        moment = response.opportunity
        weight = moment.p * moment.intensity * (params.CUE_FACTOR if moment.hidden else 1.0)
        rows.append((moment.start_s, weight * value_of(response), weight, moment.p))
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
            if r.opportunity.found and (r.level >= params.A_ACKNOWLEDGED) == well
        ][:3],
    )


def _timeliness(labels: list[_Named], blocks: Blocks) -> Component:
    """A2 (F4.4): how many turns pass until the feeling is named."""
    rows = [
        (one.start_s, one.p * float(down(one.label.turns, params.A2_TURNS)), one.p * one.label.turns, one.p)
        for one in labels
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
        examples=lambda well: [one.example for one in labels if one.found and (one.label.turns == 1) == well][:3],
    )


def _tentativeness(labels: list[_Named], blocks: Blocks) -> Component:
    """A3 (F4.5): share of namings offered as a guess or a question."""
    rows = [(one.start_s, one.p * one.label.label.tentative, one.p) for one in labels]
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
        examples=lambda well: [one.example for one in labels if one.found and one.label.label.tentative == well][:3],
    )


def _variety(labels: list[_Named], blocks: Blocks, context: Context) -> Component:
    """A4 (F4.6): the same opening with the same word over and over sounds like a script."""
    seen: set[tuple[str, str]] = set()
    rows, repeated = [], []
    for one in _said_once(labels):
        opening = " ".join(spoken_words(one.label.sentence.note.text.lower())[:3])
        key = (opening, one.label.label.word.lower())
        rows.append((one.start_s, one.p * (key in seen), one.p))
        if key in seen and one.found:
            repeated.append(one.example)
        seen.add(key)
    minutes = max(context.counted_s / 60.0, 1.0)
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


def _said_once(labels: list[_Named]) -> list[_Named]:
    """Each naming once, for the feeling it answers most likely: one sentence may answer two voiced close together."""
    best: dict[tuple[float, str], _Named] = {}
    for one in labels:
        sentence = one.label.sentence
        key = (sentence.start_s, sentence.note.text)
        if key not in best or one.p > best[key].p:
            best[key] = one
    return [best[key] for key in sorted(best)]


def _eraser_penalty(responses: tuple[Response, ...], blocks: Blocks) -> Penalty:
    erased = [
        (response, response.label.sentence)
        for response in responses
        if response.opportunity.found and response.label is not None and response.label.sentence.note.eraser_after_label
    ]
    rows = [(response.opportunity.start_s, params.A_ERASER_PENALTY) for response, _ in erased]
    return Penalty(
        id="A_eraser",
        points=blocks.tally_rows(rows, 1)[:, 0],
        maximum=params.A_ERASER_MAX,
        examples=[Example(sentence.start_s, sentence.end_s, sentence.note.text) for _, sentence in erased],
    )
