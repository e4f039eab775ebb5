"""P: framing, facing and upright, lean, nods, open and quiet (measurement page 3).

Forward lean goes with perceived empathy (Dowell & Berman 2013) and rapport (Trout & Rosenfeld 1980); upper-body framing
on video gives empathy as face to face (Nguyen & Canny 2009). What is out of the picture is unknown, never assumed.
"""

from __future__ import annotations

import numpy as np

from perception.features.nod_timing import phrase_ends, well_timed
from perception.features.turn_taking import GRID_S, BoolArray, merge_intervals
from perception.scoring import params
from perception.scoring.context import Context
from perception.scoring.evidence import FACE, POSE, Evidence
from perception.scoring.fusion import Component, Example, LetterParts, Measured, Penalty, longest_first
from perception.scoring.runs import at_least, runs_of
from perception.scoring.shapes import down, ratio, trap, up
from perception.types import FloatArray, Nod


def score(evidence: Evidence, context: Context) -> LetterParts:
    """Components P1-P5 and the penalty for leaning back with crossed arms at an angry customer."""
    body = _Body(context)
    return LetterParts(
        (
            _framing(body, context),
            _upright(body, context),
            _lean(body, context),
            _nods(evidence, context, body),
            _open(body, context),
        ),
        starts=context.blocks.starts,
        penalties=(_closed_penalty(body, context),),
        penalty_scale=context.penalty_scale,
    )


class _Body:
    """Posture on the grid. quality: share of the time the shoulders were in the picture."""

    def __init__(self, context: Context) -> None:
        rows = context.bodies.rows
        self.known: BoolArray = context.bodies.known
        visible = rows[:, POSE["visible"]] > 0
        self.valid: BoolArray = context.bodies.found & visible
        self.column = {name: rows[:, POSE[name]] for name in POSE}
        known = int(np.sum(self.known))
        self.quality = float(np.sum(self.valid)) / known if known else 0.0
        head_only = float(np.sum(rows[self.known, POSE["head_only"]])) > known / 2
        # A body that is hardly ever found is out of the picture, however well the face is seen.
        self.head_only = bool(known) and (head_only or self.quality < params.P_MIN_VISIBLE)

    @property
    def hands_quality(self) -> float:
        """Quality of everything that needs more than the head (page 3.3)."""
        return 0.0 if self.head_only else self.quality


def _framing(body: _Body, context: Context) -> Component:
    """P1: share of the session in which head and shoulders are well in the picture."""
    ok = body.known & (np.nan_to_num(body.column["framed"]) > 0)
    return _share_component(
        "P1", "Head and shoulders in the picture", ok, body.known, context, quality=1.0, shape=(0.0, 1.0)
    )


def _upright(body: _Body, context: Context) -> Component:
    """P2: share of the time neither slouched nor tilted nor turned away."""
    usual_tilt = context.reference.shoulder_tilt_deg or 0.0
    with np.errstate(invalid="ignore"):
        slouched = body.valid & (body.column["slouch"] < params.P_SLOUCH)
        tilted = body.valid & (np.abs(body.column["tilt"] - usual_tilt) > params.P_TILT_DEG)
        turned = body.valid & (body.column["facing"] < params.P_FACING)
        if context.reference.yaw_deg is not None:
            yaw = context.faces.rows[:, FACE["yaw"]] - context.reference.yaw_deg
            turned |= context.faces.found & body.valid & (np.abs(yaw) > params.P_TURNED_YAW_DEG)
    held = params.P_HELD_S / GRID_S
    bad = at_least(slouched, cells=held) | at_least(tilted, cells=held)
    bad |= at_least(turned, cells=params.P_TURNED_S / GRID_S)
    return _share_component(
        "P2",
        "Facing the call and upright",
        body.valid & ~bad,
        body.valid,
        context,
        quality=body.quality,
        shape=params.P2_SHARE,
    )


def _share_component(
    ident: str,
    name: str,
    good: BoolArray,
    seen: BoolArray,
    context: Context,
    *,
    quality: float,
    shape: tuple[float, float],
) -> Component:
    both = np.column_stack((good, seen)).astype(np.float64) * GRID_S
    return Component(
        id=ident,
        name=name,
        unit="share",
        target=f"at least {shape[1]:.0%}",
        ideal=(shape[1], 1.0),
        weight=params.P_WEIGHTS[ident],
        need=params.P_NEED[ident],
        sums=context.blocks.tally(context.cell_s, *both.T),
        measure=lambda t: Measured(x := ratio(t[:, 0], t[:, 1]), up(x, shape), t[:, 1]),
        quality=quality,
        examples=lambda well: context.longest(good if well else seen & ~good),
    )


def _lean(body: _Body, context: Context) -> Component:
    """P3: lean in or upright against lean back while the customer vents or voices a feeling."""
    lean = body.column["lean"]
    known = body.valid & ~np.isnan(lean)
    moments = np.asarray([(o.start_s, o.end_s + params.P3_AFTER_S) for o in context.opportunities]).reshape(-1, 2)
    vent = context.phase_intervals("vent")
    where = known & context.mask(merge_intervals(np.concatenate((vent, moments))))
    with np.errstate(invalid="ignore"):
        back, forward = where & (lean <= -params.P_LEAN), known & (lean >= params.P_LEAN)
    at_moment = forward & context.mask(merge_intervals(moments))
    columns = np.column_stack((where & ~back, back, where, at_moment)).astype(np.float64) * GRID_S

    def measure(t: FloatArray) -> Measured:
        x = ratio(t[:, 0] - t[:, 1], t[:, 2])
        bonus = np.where(t[:, 3] > 0, params.P3_BONUS, 0.0)
        return Measured(x, np.minimum(up(x, params.P3_SHARE) + bonus, 1.0), t[:, 2])

    return Component(
        id="P3",
        name="Leaning in when it matters",
        unit="share",
        target=f"at least {params.P3_SHARE[1]:.0%}",
        ideal=(params.P3_SHARE[1], 1.0),
        weight=params.P_WEIGHTS["P3"],
        need=params.P_NEED["P3"],
        sums=context.blocks.tally(context.cell_s, *columns.T),
        measure=measure,
        quality=body.hands_quality,
        examples=lambda well: context.longest(at_moment if well else back),
    )


def _without_bursts(nods: list[Nod]) -> list[Nod]:
    """The nods that belong to no rapid burst. Long nodding comes in pieces of at most 3 s and is judged as a whole."""
    runs: list[list[Nod]] = []
    for nod in nods:
        if runs and nod.start_s - runs[-1][-1].end_s <= params.P4_FAST_JOIN_S:
            runs[-1].append(nod)
        else:
            runs.append([nod])
    return [nod for run in runs if not _rapid(run) for nod in run]


def _rapid(run: list[Nod]) -> bool:
    seconds = run[-1].end_s - run[0].start_s
    return seconds > params.P4_FAST_S and sum(nod.cycles for nod in run) / seconds > params.P4_FAST_HZ


def _nods(evidence: Evidence, context: Context, body: _Body) -> Component:
    """P4: nods a minute of listening, close to phrase ends; rapid bursts do not count."""
    listening = context.states.listening & context.faces.found
    said = evidence.utterances.between(context.start_s, context.end_s)
    ends = phrase_ends(context.customer_speech, said)
    near = merge_intervals(context.customer_speech + np.asarray([0.0, params.P4_TIMING_S[1]]))
    rows: list[tuple[float, ...]] = []
    kept: list[Nod] = []
    for nod in _without_bursts(evidence.nods.between(context.start_s, context.end_s)):
        if np.any((near[:, 0] <= nod.start_s) & (near[:, 1] >= nod.start_s)):
            timed = well_timed(nod, ends, window_s=params.P4_TIMING_S)
            rows.append((nod.start_s, 1.0, float(bool(timed)), float(timed is not None)))
            kept.append(nod)
    sums = np.column_stack(
        (context.blocks.tally_rows(rows, 3), context.blocks.tally(context.cell_s, listening * GRID_S))
    )

    def measure(t: FloatArray) -> Measured:
        rate = 60.0 * ratio(t[:, 0], t[:, 3])
        timed = up(np.nan_to_num(ratio(t[:, 1], t[:, 2]), nan=1.0), params.P4_TIMED_SHARE)
        return Measured(rate, trap(rate, params.P4_NODS_PER_MIN) * timed, t[:, 3])

    corners = params.P4_NODS_PER_MIN
    fps = context.faces.fps
    return Component(
        id="P4",
        name="Nods while listening",
        unit="a minute",
        target=f"{corners[1]:.0f} to {corners[2]:.0f} a minute",
        ideal=(corners[1], corners[2]),
        weight=params.P_WEIGHTS["P4"],
        need=params.P_NEED["P4"],
        sums=sums,
        measure=measure,
        # Nods are head movement and are seen without shoulders, but head-only framing leaves the letter (page 3.3).
        quality=0.0 if body.head_only else float(up(fps, params.P4_FPS)),
        examples=lambda well: [Example(nod.start_s, nod.end_s) for nod in kept[:3]] if well else [],
    )


def _open(body: _Body, context: Context) -> Component:
    """P5: arms open, hands and body quiet; each part only where it can be seen."""
    crossed, touch, motion = (body.column[name] for name in ("crossed", "touch", "motion"))
    hands = body.valid & ~np.isnan(crossed)
    is_crossed = at_least(hands & (np.nan_to_num(crossed) > 0), cells=params.P5_CROSSED_S / GRID_S)
    touches = runs_of(
        at_least(body.valid & (np.nan_to_num(touch) > 0), cells=params.P5_TOUCH_S / GRID_S),
        start_s=context.start_s,
        grid_s=GRID_S,
    )
    quiet = body.valid & ~np.isnan(motion) & context.states.listening
    usual = context.reference.motion
    restless = params.P5_MOTION if usual is None else max(usual, params.P5_MOTION_LEAST)
    with np.errstate(invalid="ignore"):
        fidget = quiet & (motion > restless)
    columns = np.column_stack((is_crossed, hands, fidget, quiet, body.valid)).astype(np.float64) * GRID_S
    touch_counts = context.blocks.tally(touches[:, 0], np.ones(len(touches)))
    touch_seen = body.valid & ~np.isnan(touch)
    sums = np.column_stack(
        (
            context.blocks.tally(context.cell_s, *columns.T),
            touch_counts,
            context.blocks.tally(context.cell_s, touch_seen * GRID_S),
        )
    )

    def measure(t: FloatArray) -> Measured:
        parts = np.stack(
            (
                down(ratio(t[:, 0], t[:, 1]), params.P5_CROSSED),
                down(ratio(t[:, 2], t[:, 3]), params.P5_FIDGET),
                down(60.0 * ratio(t[:, 5], t[:, 6]), params.P5_TOUCH_PER_MIN),
            )
        )
        known = ~np.isnan(parts)
        s = np.where(np.any(known, axis=0), np.min(np.where(known, parts, 1.0), axis=0), np.nan)
        # Without hands only the movement of the shoulders is known: it carries less.
        seen = np.where(t[:, 1] + t[:, 6] > 0, 1.0, params.P5_WITHOUT_HANDS)
        return Measured(s, s, t[:, 4] * seen)

    return Component(
        id="P5",
        name="Open and quiet",
        unit="share",
        target="arms open, hands quiet",
        ideal=(1.0, 1.0),
        weight=params.P_WEIGHTS["P5"],
        need=params.P_NEED["P5"],
        sums=sums,
        measure=measure,
        quality=body.hands_quality,
        examples=lambda well: context.longest(hands & ~is_crossed if well else is_crossed | fidget),
    )


def _closed_penalty(body: _Body, context: Context) -> Penalty:
    """Leaned back with crossed arms while the customer voices anger, 4 s or longer."""
    anger = context.mask(merge_intervals(context.anger_intervals(after_s=params.FEELING_HOLD_S)))
    with np.errstate(invalid="ignore"):
        closed = body.valid & (body.column["lean"] <= -params.P_LEAN) & (body.column["crossed"] > 0) & anger
    runs = context.runs(closed)
    runs = runs[runs[:, 1] - runs[:, 0] >= params.P_BACK_CROSSED_S]
    return Penalty(
        id="P_closed",
        points=context.blocks.tally(runs[:, 0], np.full(len(runs), params.P_BACK_CROSSED_PENALTY))[:, 0],
        maximum=params.P_BACK_CROSSED_MAX,
        examples=longest_first(runs),
    )
