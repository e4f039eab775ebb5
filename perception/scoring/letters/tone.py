"""T: pitch movement, calm level, pace, steadiness, answer times, accommodation (measurement page 5).

Everything is compared with the own usual voice. Steady tone and level go with high empathy (Tao 2022), slower speech
with more of it and more satisfaction (Cascio Rizzo & Berger 2023). Pitch entrainment has weight 0: it failed to
replicate (Gaume 2019). T1 is pitch travel, not the SD of semitones of formula 5.1: it tells lively from flat speech
far better on the development data (.94 against .61).
"""

from __future__ import annotations

import numpy as np

from perception.features.turn_taking import BoolArray, Reply, merge_intervals
from perception.scoring import params
from perception.scoring.context import Context
from perception.scoring.evidence import Evidence
from perception.scoring.fusion import Component, Example, LetterParts, Measured, Penalty, longest_first
from perception.scoring.rates import csm_rates, turn_rate
from perception.scoring.shapes import down, ratio, trap, up
from perception.scoring.voice import VoiceView, phrase_table, pitch_steps
from perception.types import FloatArray


def score(evidence: Evidence, context: Context) -> LetterParts:
    """Components T1-T6 and the penalty for a raised voice."""
    voice = context.voice
    phrases = phrase_table(voice)
    return LetterParts(
        (
            _movement(voice, context),
            _level(phrases, context),
            _pace(context),
            _steadiness(phrases, context),
            _timing(context),
            _accommodation(evidence, context),
        ),
        starts=context.blocks.starts,
        penalties=(_raised_penalty(context),),
        penalty_scale=context.penalty_scale,
    )


def _movement(voice: VoiceView | None, context: Context) -> Component:
    """T1: pitch travel, the semitones up and down in a second of voice, ten seconds at a time."""
    starts = context.blocks.starts
    sums, s = np.zeros((len(starts), 3)), np.ones(len(starts))
    if voice is not None:
        times = voice.hop_times_s[voice.voiced]
        tallied = context.blocks.tally(times, np.ones(len(times)), pitch_steps(voice)[voice.voiced])
        seconds = tallied[:, 0] * voice.hop_s
        travel = np.nan_to_num(ratio(tallied[:, 1], seconds))
        angry = trap(travel, params.T1_TRAVEL_ANGRY_ST_S)
        s = np.where(_venting_anger(context), angry, trap(travel, params.T1_TRAVEL_ST_S))
        seconds = np.where(seconds >= params.T1_MIN_VOICED_S, seconds, 0.0)
        sums = np.column_stack((travel * seconds, s * seconds, seconds))
    poor = starts[(s < 0.5) & (sums[:, 2] > 0)]
    corners = params.T1_TRAVEL_ST_S
    return Component(
        id="T1",
        name="Your pitch moves",
        unit="semitones a second",
        target=f"{corners[1]:.0f} to {corners[2]:.0f} semitones a second",
        ideal=(corners[1], corners[2]),
        weight=params.T_WEIGHTS["T1"],
        need=params.T_NEED["T1"],
        sums=sums,
        measure=lambda t: Measured(ratio(t[:, 0], t[:, 2]), ratio(t[:, 1], t[:, 2]), t[:, 2]),
        examples=lambda well: [] if well else [Example(float(t), float(t) + params.BLOCK_S) for t in poor[:3]],
    )


def _venting_anger(context: Context) -> BoolArray:
    """(blocks,) whether an angry customer vents in the middle of the block."""
    anger = context.anger_intervals(after_s=params.FEELING_HOLD_S)
    vent = context.phase_intervals("vent")
    middle = context.blocks.starts + params.BLOCK_S / 2

    def inside(pairs: FloatArray) -> BoolArray:
        return np.asarray(np.any((pairs[:, :1] <= middle) & (pairs[:, 1:] >= middle), axis=0))

    return inside(anger) & inside(vent)


def _level(phrases: FloatArray, context: Context) -> Component:
    """T2: level and pitch near the own usual and the voice not pressed, phrase by phrase."""
    level = trap(phrases[:, 3], params.T2_LEVEL_DB)
    s = np.minimum(level, trap(phrases[:, 4], params.T2_PITCH_ST))
    s = np.minimum(s, down(np.nan_to_num(phrases[:, 6]), params.T2_LOUDNESS))
    seconds = phrases[:, 2]
    loud = phrases[(s < 0.5) & (phrases[:, 3] > 0)]
    return Component(
        id="T2",
        name="Calm level and pitch",
        unit="dB from your usual",
        target=f"{params.T2_LEVEL_DB[1]:+.0f} to {params.T2_LEVEL_DB[2]:+.0f} dB",
        ideal=(params.T2_LEVEL_DB[1], params.T2_LEVEL_DB[2]),
        weight=params.T_WEIGHTS["T2"],
        need=params.T_NEED["T2"],
        sums=context.blocks.tally(phrases[:, 0], phrases[:, 3] * seconds, s * seconds, seconds),
        measure=lambda t: Measured(ratio(t[:, 0], t[:, 2]), ratio(t[:, 1], t[:, 2]), t[:, 2]),
        quality=_level_quality(context) * (1.0 if context.reference.voice_own else params.T_QUALITY_SESSION),
        examples=lambda well: [] if well else longest_first(loud[:, :2]),
    )


def _pace(context: Context) -> Component:
    """T3: words a minute, with a bonus for not speeding up after a strong feeling."""
    rates = csm_rates(context)
    usual = context.reference.words_per_minute
    rows = []
    for rate in rates:
        after = usual is not None and context.strong_before(rate.start_s, within_s=params.T3_AFTER_S)
        change = rate.words_per_minute / usual - 1.0 if usual else 0.0
        calm = after and params.T3_SLOWER[0] <= change <= params.T3_SLOWER[1]
        rows.append((rate.start_s, float(rate.words), rate.seconds, float(calm), float(after)))

    def measure(t: FloatArray) -> Measured:
        wpm = 60.0 * ratio(t[:, 0], t[:, 1])
        bonus = params.T3_BONUS * np.nan_to_num(ratio(t[:, 2], t[:, 3]))
        return Measured(wpm, np.minimum(trap(wpm, params.T3_WPM) + bonus, 1.0), t[:, 0])

    fast = [Example(r.start_s, r.end_s) for r in rates if r.words_per_minute > params.T3_WPM[2] and r.words >= 8]
    even = [Example(r.start_s, r.end_s) for r in rates if r.words_per_minute <= params.T3_WPM[2] and r.words >= 8]
    return Component(
        id="T3",
        name="Pace",
        unit="words a minute",
        target=f"{params.T3_WPM[1]:.0f} to {params.T3_WPM[2]:.0f} words a minute",
        ideal=(params.T3_WPM[1], params.T3_WPM[2]),
        weight=params.T_WEIGHTS["T3"],
        need=params.T_NEED["T3"],
        sums=context.blocks.tally_rows(rows, 4),
        measure=measure,
        quality=0.0 if context.setting.text_only else 1.0,
        examples=lambda well: (even if well else fast)[:3],
    )


def _steadiness(phrases: FloatArray, context: Context) -> Component:
    """T4: spread of phrase levels within a turn, and no phrase that bursts out."""
    rows = []
    for turn in context.floor.of("csm"):
        inside = phrases[(phrases[:, 0] >= turn.start_s - 0.01) & (phrases[:, 1] <= turn.end_s + 0.01)]
        if len(inside) > 1:
            spread = float(np.sum((inside[:, 3] - np.mean(inside[:, 3])) ** 2))
            steep = float(np.sum(inside[:, 5] > params.T4_ONSET_DB))
            rows.append((turn.start_s, spread, len(inside) - 1.0, steep, float(len(inside))))

    def measure(t: FloatArray) -> Measured:
        sd = np.sqrt(ratio(t[:, 0], t[:, 1]))
        return Measured(sd, down(sd, params.T4_SD_DB) * (1.0 - ratio(t[:, 2], t[:, 3])), t[:, 3])

    return Component(
        id="T4",
        name="Steady level",
        unit="dB between phrases",
        target=f"at most {params.T4_SD_DB[0]:.0f} dB",
        ideal=(0.0, params.T4_SD_DB[0]),
        weight=params.T_WEIGHTS["T4"],
        need=params.T_NEED["T4"],
        sums=context.blocks.tally_rows(rows, 4),
        measure=measure,
        quality=_level_quality(context),
    )


def _level_quality(context: Context) -> float:
    """How far levels can be trusted."""
    return params.T_QUALITY_GAIN if context.reference.gain_adapts else 1.0


def _timing(context: Context) -> Component:
    """T5: share of answers that come neither on top of the customer nor late."""
    rows, moments = [], []
    for reply in context.floor.replies:
        strong = context.strong_before(reply.customer.end_s, within_s=1.0)
        low, high = params.T5_REPLY_STRONG_S if strong else params.T5_REPLY_S
        good = low <= reply.latency_s <= high
        rows.append((reply.csm.start_s, float(good), 1.0))
        moments.append((good, Example(reply.customer.end_s, max(reply.csm.start_s, reply.customer.end_s + 0.5))))
    return Component(
        id="T5",
        name="Answering at a good moment",
        unit="share",
        target="most answers after 0.2 to 2.5 s",
        ideal=(0.8, 1.0),
        weight=params.T_WEIGHTS["T5"],
        need=params.T_NEED["T5"],
        sums=context.blocks.tally_rows(rows, 2),
        measure=lambda t: Measured(x := ratio(t[:, 0], t[:, 1]), x, t[:, 1]),
        quality=_timing_quality(context),
        examples=lambda well: [example for good, example in moments if good == well][:3],
    )


def _accommodation(evidence: Evidence, context: Context) -> Component:
    """T6: a rate near the customer's; below a fast or loud customer, never matching up."""
    rows = []
    for reply in context.floor.replies:
        s = _accommodates(reply, evidence, context)
        if s is not None:
            rows.append((reply.csm.start_s, s, 1.0))
    return Component(
        id="T6",
        name="Adapting to the customer's pace",
        unit="share",
        target="near the customer's pace, calmer when it is high",
        ideal=(0.8, 1.0),
        weight=params.T_WEIGHTS["T6"],
        need=params.T_NEED["T6"],
        sums=context.blocks.tally_rows(rows, 2),
        measure=lambda t: Measured(x := ratio(t[:, 0], t[:, 1]), x, t[:, 1]),
        quality=_timing_quality(context),
    )


def _accommodates(reply: Reply, evidence: Evidence, context: Context) -> float | None:
    theirs = turn_rate(context, reply.customer, least_words=params.T6_MIN_WORDS)
    own = turn_rate(context, reply.csm, least_words=params.T6_MIN_WORDS)
    if theirs is None or own is None:
        return None
    if _louder_customer(reply, evidence, context):
        return 0.0
    if theirs > params.T6_FAST_WPM:
        return float(own < theirs)
    return float(up(1.0 - abs(own - theirs) / theirs, params.T6_SIMILARITY))


def _louder_customer(reply: Reply, evidence: Evidence, context: Context) -> bool:
    """Whether a loud customer was answered as loudly or louder, each against the own usual."""
    voice, usual = context.voice, context.reference.customer_level_dbfs
    if voice is None or usual is None:
        return False
    _, values = evidence.voice["customer"].window(reply.customer.start_s, reply.customer.end_s)
    levels = values[(values[:, 1] >= params.T_VOICED), 2]
    own = voice.level_db[voice.slice_of(reply.csm.start_s, reply.csm.end_s)]
    own = own[~np.isnan(own)]
    if not len(levels) or not len(own):
        return False
    theirs = float(np.median(levels)) - usual
    return theirs > params.T_LOUD_DB and float(np.median(own)) >= theirs


def _timing_quality(context: Context) -> float:
    return 1.0 if context.customer_known and not context.setting.text_only else 0.0


def _raised_penalty(context: Context) -> Penalty:
    """Raised voice; worse right after the customer voices anger."""
    anger = merge_intervals(context.anger_intervals(after_s=params.T_RAISED_ANGRY_S))
    rows = []
    for span in context.raised:
        after_anger = bool(np.any((anger[:, 0] <= span.start_s) & (anger[:, 1] >= span.start_s)))
        factor = params.T_RAISED_ANGRY_FACTOR if after_anger else 1.0
        rows.append((span.start_s, params.T_RAISED_PENALTY * factor))
    return Penalty(
        id="T_raised",
        points=context.blocks.tally_rows(rows, 1)[:, 0],
        maximum=params.T_RAISED_MAX,
        examples=[Example(span.start_s, span.end_s) for span in context.raised],
    )
