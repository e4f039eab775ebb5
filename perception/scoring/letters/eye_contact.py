"""E: attending to the call, to the camera or the customer's tile, as head and eyes show it (measurement page 1).

Norms: gaze at the partner about 75 % of listening and 40 % of speaking (Argyle & Cook), bouts of 2-3 s (Rogers 2018,
Binetti 2016). It is never called eye contact in the strict sense: a webcam cannot tell that. Looking at declared notes
is not attending. Where the eyes cannot be read (glare on glasses, a face far off) the head's direction stands in, and
the letter then rests on less: its coverage is capped.
"""

from __future__ import annotations

import numpy as np

from perception.features.turn_taking import GRID_S, BoolArray
from perception.scoring import params
from perception.scoring.context import Context
from perception.scoring.evidence import FACE, Evidence
from perception.scoring.fusion import Component, Example, LetterParts, Measured, Penalty, longest_first
from perception.scoring.reasons import EYES_UNREAD
from perception.scoring.runs import at_least
from perception.scoring.shapes import down, ratio, trap, up
from perception.types import FloatArray


def score(evidence: Evidence, context: Context) -> LetterParts:
    """Components E1-E4 and the penalties for long looks away and for staring."""
    del evidence  # everything is in the context's sampled grid
    att = attending(context)
    valid = context.faces.found & ~np.isnan(att)
    on, off = valid & (np.nan_to_num(att) > 0), valid & (np.nan_to_num(att, nan=1.0) <= 0)
    listening, speaking = context.states.listening & valid, context.states.speaking & valid
    quality = _quality(context, valid)
    by_head = _head_only_share(context)
    cap = 1.0 if context.reference.calibrated == "full" else params.E_UNCALIBRATED_CAP
    cap = (1.0 - by_head) * cap + by_head * min(cap, params.E_HEAD_ONLY_CAP)
    components = (
        _share("E1", "Looking at the call while listening", on, listening, context, quality, cap),
        _share("E2", "Looking at the call while speaking", on, speaking, context, quality, cap),
        _bouts(on, context, quality, cap),
        _at_moments(on, valid, context, quality, cap),
    )
    return LetterParts(
        components,
        starts=context.blocks.starts,
        penalties=(_away_penalty(off, context), _stare_penalty(on, context)),
        penalty_scale=context.penalty_scale,
        note=EYES_UNREAD if by_head > params.E_HEAD_ONLY_TOLD else "",
    )


def attending(context: Context) -> FloatArray:
    """(cells,) 1 attending, 0 away, NaN unknown: hysteresis, blinks bridged, very short looks ignored."""
    rows = context.evidence.face.rows(context.start_s - params.GAP_HOLD_S, context.end_s)
    if not len(rows):
        return np.full(len(context.states.csm), np.nan)
    p = _probability(rows, context)
    shut = rows[:, FACE["shut"]] > 0
    masked = shut | np.append(shut[1:], False) | np.append(False, shut[:-1])
    state = _bridge(_hysteresis(_median3(p)), masked, rows[:, 0])
    sampled = np.where(context.faces.found, state[context.faces.index], np.nan)
    return _without_short_looks(sampled)


def _probability(rows: FloatArray, context: Context) -> FloatArray:
    """Attend probability, from the head alone where the eyes tell nothing (page 1.4, uncalibrated)."""
    head, p = _head_alone(rows, context), rows[:, FACE["attend"]]
    return np.where(np.isnan(p), head, p)


def _head_alone(rows: FloatArray, context: Context) -> FloatArray:
    """(n,) 1 where the head points at the call, 0 elsewhere, NaN where it is not known."""
    yaw, pitch = context.reference.yaw_deg, context.reference.pitch_deg
    if yaw is None or pitch is None:
        return np.full(len(rows), np.nan)
    low, high = params.E_HEAD_PITCH_DEG
    turn, nod = rows[:, FACE["yaw"]] - yaw, rows[:, FACE["pitch"]] - pitch
    head = np.where(np.isnan(turn) | np.isnan(nod), np.nan, 0.0)
    with np.errstate(invalid="ignore"):
        head[(np.abs(turn) < params.E_HEAD_YAW_DEG) & (nod > low) & (nod < high)] = 1.0
    return head


def _head_only_share(context: Context) -> float:
    """Share of the readings in which the eyes were open but could not be read, so that the head stood in."""
    rows = context.evidence.face.rows(context.start_s, context.end_s)
    rows = rows[(rows[:, FACE["found"]] > 0) & (rows[:, FACE["shut"]] <= 0)]
    unread = np.isnan(rows[:, FACE["attend"]])
    stood_in = unread & ~np.isnan(_head_alone(rows, context))
    told = int(np.sum(~unread | stood_in))
    return int(np.sum(stood_in)) / told if told else 0.0


def _median3(p: FloatArray) -> FloatArray:
    if len(p) < 3:
        return p
    inner = np.median(np.stack((p[:-2], p[1:-1], p[2:])), axis=0)
    return np.concatenate((p[:1], np.where(np.isnan(inner), p[1:-1], inner), p[-1:]))


def _hysteresis(p: FloatArray) -> FloatArray:
    """On at E_ON, off at E_OFF, in between as before; NaN stays NaN."""
    with np.errstate(invalid="ignore"):
        decided = np.where(p >= params.E_ON, 1.0, np.where(p <= params.E_OFF, 0.0, np.nan))
    at = np.maximum.accumulate(np.where(np.isnan(decided), -1, np.arange(len(decided))))
    held = np.where(at >= 0, decided[np.maximum(at, 0)], (np.nan_to_num(p) >= 0.5).astype(np.float64))
    return np.where(np.isnan(p), np.nan, held)


def _bridge(state: FloatArray, masked: BoolArray, t_s: FloatArray) -> FloatArray:
    """Hold the last open-eyed state through a blink; unknown when closed longer, away when closed very long."""
    at = np.maximum.accumulate(np.where(masked, -1, np.arange(len(state))))
    closed_s = np.where(at >= 0, t_s - t_s[np.maximum(at, 0)], t_s - t_s[0])
    # A closure is judged by its whole length, so look at where it ends, too.
    after = np.minimum.accumulate(np.where(masked, len(state), np.arange(len(state)))[::-1])[::-1]
    until = t_s[np.minimum(after, len(state) - 1)]
    length = until - (t_s - closed_s)
    held = np.where(at >= 0, state[np.maximum(at, 0)], np.nan)
    bridged = np.where(length <= params.GAP_HOLD_S * 2, held, np.where(length > params.E_CLOSED_S, 0.0, np.nan))
    return np.where(masked, bridged, state)


def _without_short_looks(state: FloatArray) -> FloatArray:
    known = ~np.isnan(state)
    on = known & (np.nan_to_num(state) > 0)
    least = params.E_MIN_LOOK_S / GRID_S
    off = at_least(known & ~on, cells=least)  # a glance away under the limit is none
    on = at_least(known & ~off, cells=least)
    return np.where(known, on.astype(np.float64), np.nan)


def _quality(context: Context, valid: BoolArray) -> float:
    """Least of face-found share, calibration and steadiness of the gaze reading (page 1.4)."""
    known = int(np.sum(context.faces.known))
    if not known:
        return 0.0
    calibration = {"full": 1.0, "session": params.E_QUALITY_SESSION}.get(
        context.reference.calibrated, params.E_QUALITY_NONE
    )
    rows = context.evidence.face.rows(context.start_s, context.end_s)
    steps = np.abs(np.diff(rows[:, FACE["gaze_x"]]))
    steps = steps[~np.isnan(steps)]
    noise = 1.4826 * float(np.median(steps)) if len(steps) else 0.0  # robust SD of the frame-to-frame noise
    return min(float(np.sum(valid)) / known, calibration, float(down(noise, params.E_JITTER_DEG)))


def _share(
    ident: str, name: str, on: BoolArray, where: BoolArray, context: Context, quality: float, cap: float
) -> Component:
    corners = params.E1_SHARE if ident == "E1" else params.E2_SHARE
    if context.live:
        # Twenty seconds of looking are attention; only a whole session can show too much of it.
        corners = (*corners[:2], *params.E_LIVE_NO_UPPER)
    both = np.column_stack((on & where, where)).astype(np.float64) * GRID_S
    return Component(
        id=ident,
        name=name,
        unit="share",
        target=f"{corners[1]:.0%} to {min(corners[2], 1.0):.0%}",
        ideal=(corners[1], corners[2]),
        weight=params.E_WEIGHTS[ident],
        need=params.E_NEED[ident],
        sums=context.blocks.tally(context.cell_s, *both.T),
        measure=lambda t: Measured(g := ratio(t[:, 0], t[:, 1]), trap(g, corners), t[:, 1]),
        quality=quality,
        cap=cap,
        examples=lambda well: context.longest(on & where if well else where & ~on),
    )


def _bouts(on: BoolArray, context: Context, quality: float, cap: float) -> Component:
    """E3: share of attending time in bouts of 1 to 12 s."""
    runs = context.runs(on)
    length = runs[:, 1] - runs[:, 0]
    lively = (length >= params.E3_BOUT_S[0]) & (length <= params.E3_BOUT_S[1])
    return Component(
        id="E3",
        name="Looks of a natural length",
        unit="share",
        target=f"at least {params.E3_SHARE[1]:.0%}",
        ideal=(params.E3_SHARE[1], 1.0),
        weight=params.E_WEIGHTS["E3"],
        need=params.E_NEED["E3"],
        sums=context.blocks.tally(runs[:, 0], length * lively, length, np.ones(len(runs))),
        measure=lambda t: Measured(x := ratio(t[:, 0], t[:, 1]), up(x, params.E3_SHARE), t[:, 2]),
        quality=quality,
        cap=cap,
        examples=lambda well: [Example(float(a), float(b)) for a, b in runs[lively if well else ~lively][:3]],
    )


def _at_moments(on: BoolArray, valid: BoolArray, context: Context, quality: float, cap: float) -> Component:
    """E4: attending during the two seconds after a feeling is voiced."""
    cells = round(params.E4_WINDOW_S / GRID_S)
    rows, moments = [], []
    for moment in context.opportunities:
        first = round((moment.start_s - context.start_s) / GRID_S)
        seen = valid[first : first + cells]
        if np.sum(seen) >= cells / 2:
            share = float(np.mean(on[first : first + cells][seen]))
            rows.append((moment.start_s, share, 1.0))
            moments.append((share, Example(moment.start_s, moment.start_s + params.E4_WINDOW_S)))
    return Component(
        id="E4",
        name="Looking at the call when a feeling is voiced",
        unit="share",
        target=f"at least {params.E4_SHARE[1]:.0%}",
        ideal=(params.E4_SHARE[1], 1.0),
        weight=params.E_WEIGHTS["E4"],
        need=params.E_NEED["E4"],
        sums=context.blocks.tally_rows(rows, 2),
        measure=lambda t: Measured(x := ratio(t[:, 0], t[:, 1]), up(x, params.E4_SHARE), t[:, 1]),
        quality=quality,
        cap=cap,
        examples=lambda well: [e for share, e in moments if (share >= 0.5) == well],
    )


def _away_penalty(off: BoolArray, context: Context) -> Penalty:
    """Looks away longer than 4 s (5 s while notes are declared) as the customer speaks."""
    limit = params.E_AWAY_NOTES_S if context.setting.notes_mode else params.E_AWAY_S
    away = off & context.states.listening
    runs = context.runs(away)
    runs = runs[runs[:, 1] - runs[:, 0] > limit]
    return Penalty(
        id="E_away",
        points=context.blocks.tally(runs[:, 0], np.full(len(runs), params.E_AWAY_PENALTY))[:, 0],
        maximum=params.E_AWAY_MAX,
        examples=longest_first(runs),
    )


def _stare_penalty(on: BoolArray, context: Context) -> Penalty:
    """Over 20 s without a look away and hardly a blink while speaking."""
    runs = context.runs(on & context.states.speaking)
    runs = runs[runs[:, 1] - runs[:, 0] > params.E_STARE_S]
    face = context.evidence.face.rows(context.start_s, context.end_s)
    onsets = face[1:, 0][np.diff(face[:, FACE["shut"]]) > 0]
    kept = np.asarray([r for r in runs if _blinks_per_min(onsets, r) < params.E_STARE_BLINKS_PER_MIN]).reshape(-1, 2)
    return Penalty(
        id="E_stare",
        points=context.blocks.tally(kept[:, 0], np.full(len(kept), params.E_STARE_PENALTY))[:, 0],
        maximum=params.E_STARE_MAX,
        examples=longest_first(kept),
    )


def _blinks_per_min(onsets: FloatArray, run: FloatArray) -> float:
    return 60.0 * float(np.sum((onsets >= run[0]) & (onsets <= run[1]))) / float(run[1] - run[0])
