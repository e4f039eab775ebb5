"""M: what the face shows against what the customer voiced (measurement page 2).

Only displays are read (smile, brows up, brows lowered, a dismissive movement), and they are compared with what the
customer *said*, never with a feeling of the CSM. Payoffs follow service studies: a smile at an angry customer hurts
(Marinova, Singh & Singh 2018). Lowered brows are never rewarded: in live talk they are not mirrored (Riehle 2017).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from perception.features.turn_taking import GRID_S, BoolArray
from perception.scoring import params
from perception.scoring.context import Context
from perception.scoring.evidence import FACE, Evidence
from perception.scoring.fusion import Component, Example, LetterParts, Measured, Penalty, longest_first
from perception.scoring.opportunities import Opportunity
from perception.scoring.runs import at_least
from perception.scoring.shapes import ratio, up
from perception.types import CustomerSmile, FloatArray

NEUTRAL, CONCERN, SMILE, SCOWL, DISMISS = range(5)
_ROWS: Final = tuple(params.M_PAYOFF)
_PAYOFF: Final = np.asarray([params.M_PAYOFF[row] for row in _ROWS])


def score(evidence: Evidence, context: Context) -> LetterParts:
    """Components M1, M2, M4 and the penalty for dismissive movements; M3 where the customer was seen to smile."""
    shown = _Shown(context)
    quality = shown.quality
    smiles = evidence.customer_smiles.between(context.start_s, context.end_s)
    return LetterParts(
        (
            _congruence(shown, context, quality),
            _responsiveness(evidence, shown, context, quality),
            *((_reciprocity(smiles, shown, context, quality),) if smiles else ()),
            _expressivity(shown, context, quality),
        ),
        starts=context.blocks.starts,
        penalties=(_dismiss_penalty(shown, context),),
        penalty_scale=context.penalty_scale,
    )


class _Shown:
    """Displays on the grid; `valid` where the face can be read (features/facial_display.py leaves the others out)."""

    def __init__(self, context: Context) -> None:
        faces = context.faces
        rows = faces.rows
        # Of a face turned aside only the smile is known: not enough to say what is shown.
        self.valid: BoolArray = faces.found & ~np.isnan(rows[:, [FACE["smile"], FACE["concern"]]]).any(axis=1)
        self.start_s = context.start_s
        self.smile, self.concern, self.scowl, self.brow, self.eye_roll, self.asymmetry = (
            np.where(self.valid, np.nan_to_num(rows[:, FACE[name]]), 0.0)
            for name in ("smile", "concern", "scowl", "brow_raise", "eye_roll", "asymmetry")
        )
        known = int(np.sum(faces.known))
        calibration = 1.0 if context.reference.display_own else params.M_QUALITY_SESSION
        self.quality = min(float(np.sum(self.valid)) / known, calibration) if known else 0.0
        self.dismiss = self._dismissive(context)
        self.display = self._classes(context)

    def _dismissive(self, context: Context) -> BoolArray:
        """Eye rolls while the customer speaks, and a one-sided mouth while the CSM is silent."""
        shortest, longest = (limit / GRID_S for limit in params.M_EYE_ROLL_S)
        rolling = self.valid & (self.eye_roll > params.M_EYE_ROLL) & context.states.listening
        rolling = at_least(rolling, cells=shortest) & ~at_least(rolling, cells=longest + 1)
        one_sided = (self.asymmetry > params.M_ONE_SIDED[0]) & (
            self.smile + 0.5 * self.asymmetry > params.M_ONE_SIDED[1]
        )
        one_sided &= self.valid & ~context.states.speaking
        return rolling | at_least(one_sided, cells=params.M_MIN_S / GRID_S)

    def _classes(self, context: Context) -> FloatArray:
        """(cells,) display class as an int; shorter than M_MIN_S reads as neutral."""
        least = params.M_MIN_S / GRID_S
        threshold = params.M_SMILE + params.M_SMILE_SPEAKING_EXTRA * context.states.speaking
        classes = np.full(len(self.valid), NEUTRAL)
        classes[at_least(self.scowl >= params.M_SCOWL, cells=least)] = SCOWL
        classes[at_least(self.concern >= params.M_CONCERN, cells=least)] = CONCERN
        classes[at_least(self.smile >= threshold, cells=least)] = SMILE
        classes[self.dismiss] = DISMISS
        return classes.astype(np.float64)


def _feeling_grid(context: Context) -> tuple[FloatArray, FloatArray]:
    """(cells,) payoff row and intensity of what the customer voiced, 0 intensity where nothing is."""
    row = np.zeros(len(context.cell_s))
    intensity = np.zeros(len(context.cell_s))
    moments = [o for o in context.conversation.opportunities if o.families]
    for i, moment in enumerate(moments):
        end = moment.end_s + params.FEELING_HOLD_S
        if i + 1 < len(moments):
            end = min(end, moments[i + 1].start_s)
        first = int(np.searchsorted(context.cell_s, moment.start_s))
        last = int(np.searchsorted(context.cell_s, end))
        row[first:last] = _ROWS.index(params.M_ROW[moment.families[0]])
        intensity[first:last] = moment.intensity
    return row, intensity


def _congruence(shown: _Shown, context: Context, quality: float) -> Component:
    """M1 (F2.9): the payoff of the display for what the customer voiced, weighed with its intensity."""
    row, intensity = _feeling_grid(context)
    payoff = _PAYOFF[row.astype(int), shown.display.astype(int)]
    smiling = shown.display == SMILE
    angry, worried = _ROWS.index("angry"), _ROWS.index("worried")
    short = smiling & ~at_least(smiling, cells=params.M_POLITE_SMILE_S / GRID_S + 1)
    payoff[(row == angry) & short] = 0.0
    payoff[(row == worried) & smiling & (shown.smile < params.M_SOFT_SMILE)] = 0.0
    listening = context.states.listening
    after = context.mask(context.customer_speech + np.asarray([0.0, params.M_AFTER_S]))
    weight = np.where(shown.valid & (listening | after), intensity, 0.0)
    felt = (weight > 0).astype(np.float64) * GRID_S
    bad, good = (weight > 0) & (payoff < 0), (weight > 0) & (payoff >= 0.8)
    return Component(
        id="M1",
        name="Your face fits what the customer says",
        unit="fit",
        target="at least 0.80",
        ideal=(0.8, 1.0),
        weight=params.M_WEIGHTS["M1"],
        need=params.M_NEED["M1"],
        sums=context.blocks.tally(context.cell_s, weight * payoff, weight, felt),
        measure=lambda t: Measured(x := 0.5 * (1.0 + ratio(t[:, 0], t[:, 1])), x, t[:, 2]),
        quality=quality,
        examples=lambda well: context.longest(good if well else bad),
    )


def _responsiveness(evidence: Evidence, shown: _Shown, context: Context, quality: float) -> Component:
    """M2 (F2.10): share of voiced feelings the face or a nod answers within 4 s."""
    moments = []
    for moment in context.opportunities:
        answered = _answers(evidence, shown, moment)
        if answered is not None:
            moments.append((answered, Example(moment.start_s, moment.start_s + params.M2_WINDOW_S[1])))
    name = "Your face answers when a feeling is voiced"
    return _share_answered("M2", name, params.M2_SHARE, moments, context, quality)


def _answers(evidence: Evidence, shown: _Shown, moment: Opportunity) -> bool | None:
    """Whether a display changes for the better, None when the face cannot be read around the moment."""
    first, last = (moment.start_s + offset for offset in params.M2_WINDOW_S)
    at, begin, end = (max(0, round((t - shown.start_s) / GRID_S)) for t in (moment.start_s, first, last))
    before = slice(max(0, at - round(1.0 / GRID_S)), begin)
    after = slice(begin, end)
    if np.sum(shown.valid[after]) < (end - begin) / 2 or not np.any(shown.valid[before]):
        return None
    payoff = params.M_PAYOFF[params.M_ROW[moment.families[0]]] if moment.families else params.M_PAYOFF["angry"]
    change = params.M2_CHANGE

    def rises(signal: FloatArray) -> bool:
        usual = float(np.mean(signal[before][shown.valid[before]]))
        return bool(np.max(signal[after][shown.valid[after]]) - usual >= change)

    def falls(signal: FloatArray) -> bool:
        usual = float(np.mean(signal[before][shown.valid[before]]))
        return bool(usual - np.min(signal[after][shown.valid[after]]) >= change)

    nodded = bool(evidence.nods.between(first, last))
    brows = payoff[CONCERN] > 0 and (rises(shown.concern) or rises(shown.brow))
    smile = (payoff[SMILE] > 0 and rises(shown.smile)) or (payoff[SMILE] < 0 and falls(shown.smile))
    return nodded or brows or smile


def _reciprocity(smiles: list[CustomerSmile], shown: _Shown, context: Context, quality: float) -> Component:
    """M3 (F2.11): share of the customer's smiles that meet a smile within 2 s; one that is there already counts."""
    moments, cells = [], round(params.M3_WINDOW_S / GRID_S)
    for smile in smiles:
        begin = max(0, round((smile.start_s - shown.start_s) / GRID_S))
        window = slice(begin, begin + cells)
        if np.sum(shown.valid[window]) >= cells / 2:
            answered = bool(np.any(shown.display[window] == SMILE))
            moments.append((answered, Example(smile.start_s, smile.end_s)))
    return _share_answered("M3", "You smile back", params.M3_SHARE, moments, context, quality)


def _share_answered(
    part: str,
    name: str,
    share: params.Ramp,
    moments: Sequence[tuple[bool, Example]],
    context: Context,
    quality: float,
) -> Component:
    """A component that counts which of the moments were answered."""
    return Component(
        id=part,
        name=name,
        unit="share",
        target=f"at least {share[1]:.0%}",
        ideal=(share[1], 1.0),
        weight=params.M_WEIGHTS[part],
        need=params.M_NEED[part],
        sums=context.blocks.tally_rows([(moment.start_s, float(answered), 1.0) for answered, moment in moments], 2),
        measure=lambda t: Measured(x := ratio(t[:, 0], t[:, 1]), up(x, share), t[:, 1]),
        quality=quality,
        examples=lambda well: [example for answered, example in moments if answered == well],
    )


def _expressivity(shown: _Shown, context: Context, quality: float) -> Component:
    """M4 (F2.13): how much the face moves, a minute at a time; never under the floor."""
    total = (shown.smile + shown.concern + shown.brow) / 3.0
    cells = round(params.M4_MINUTE_S / GRID_S)
    rows = []
    for first in range(0, len(total), cells):
        seen = shown.valid[first : first + cells]
        if np.sum(seen) * GRID_S >= params.BLOCK_S:
            low, high = np.percentile(total[first : first + cells][seen], (10, 90))
            seconds = float(np.sum(seen)) * GRID_S
            rows.append((context.start_s + first * GRID_S, (high - low) * seconds, seconds))
    return Component(
        id="M4",
        name="Your face moves",
        unit="range",
        target=f"at least {params.M4_RANGE[1]:.2f}",
        ideal=(params.M4_RANGE[1], 1.0),
        weight=params.M_WEIGHTS["M4"],
        need=params.M_NEED["M4"],
        sums=context.blocks.tally_rows(rows, 2),
        measure=lambda t: Measured(
            x := ratio(t[:, 0], t[:, 1]), np.maximum(up(x, params.M4_RANGE), params.M4_FLOOR), t[:, 1]
        ),
        quality=quality,
    )


def _dismiss_penalty(shown: _Shown, context: Context) -> Penalty:
    runs = context.runs(shown.dismiss)
    return Penalty(
        id="M_dismiss",
        points=context.blocks.tally(runs[:, 0], np.full(len(runs), params.M_DISMISS_PENALTY))[:, 0],
        maximum=params.M_DISMISS_MAX,
        examples=longest_first(runs),
    )
