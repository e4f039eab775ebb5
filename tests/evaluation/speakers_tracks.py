"""Who speaks when with a track for each: talk share, overlaps, interruptions, and the customer's echo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from perception.features.turn_taking import floor_of, intervals_of
from perception.pipeline.echo_guard import without_echo
from perception.types import Float32Array, FloatArray, Observation, SpeechSegment, VoiceObservation
from tests.evaluation.speakers_call import SHIFTS_S, Call, mask, share_of, shifted, within
from tests.evaluation.tables import Figure, Table
from tests.evaluation.tone_speech import alone_speech
from tests.evaluation.voices import RATE_HZ, Heard, hear

SHARE_ERROR: Final = 0.03
ONSET_S: Final = 0.3
INTERRUPTION_F1: Final = 0.80
GATE_DB: Final = 25.0  # of an energy gate, below the loud tenth
ROOM_DBFS: Final = -62.0
ECHOES: Final = (
    ("plain", -12.0, 0.02, 0.0),
    ("plain", -25.0, 0.18, 5.0),
    ("band", -15.0, 0.10, 5.0),
    ("band", -28.0, 0.25, 0.0),
    ("room", -10.0, 0.06, 5.0),
    ("room", -22.0, 0.18, 0.0),
    ("room", -22.0, 0.12, -4.0),
    ("room", -30.0, 0.05, 5.0),
)


def share_table(call: Call, agent: Heard, caller: Heard) -> Table:
    """Talk share, speech, overlaps and interruptions of the call with both tracks."""
    found = {"shipped": (agent.speech, caller.speech)}
    found["Silero alone"] = (alone_speech(call.agent_sound), alone_speech(call.caller_sound))
    found["energy gate"] = (_gate(agent), _gate(caller))
    errors = {name: abs(share_of(*sides) - call.share) for name, sides in found.items()}
    frames = {name: _frames(call, *sides) for name, sides in found.items()}
    missed = {name: _interruptions(call, *sides) for name, sides in found.items()}
    overlaps = {name: _overlaps(call, *sides) for name, sides in found.items()}
    others = [name for name in found if name != "shipped"]

    def against(values: dict[str, float]) -> str:
        return ", ".join(f"{name} {values[name]:.3f}" for name in others)

    sample = f"1 call, {call.duration_s:.0f} s"
    shifts = f"the sides {len(SHIFTS_S)} times moved against each other, both ways"
    return Table(
        part="speakers",
        title="Who speaks, a track for each",
        data="a role-played support call; hand-checked turns of ours (truth/support_call.csv)",
        figures=(
            Figure(
                "error of the agent's talk share",
                errors["shipped"],
                target=SHARE_ERROR,
                better="lower",
                baseline=against(errors),
                sample=sample,
            ),
            Figure("10 ms of either side told right", frames["shipped"], baseline=against(frames), sample=sample),
            Figure(
                "interruptions, F1 within .3 s",
                missed["shipped"],
                target=INTERRUPTION_F1,
                baseline=against(missed),
                sample=shifts,
            ),
            Figure("time of both at once, F1", overlaps["shipped"], baseline=against(overlaps), sample=shifts),
        ),
        notes=(
            f"True talk share {call.share:.3f}. In the call itself nobody comes in on the other: one side is moved "
            "against the other for overlaps, and the rules for the hand-checked turns tell which onsets interrupt.",
        ),
    )


@dataclass(frozen=True, slots=True)
class EchoResult:
    """What became of one echo: shares of time, and the error of the talk share with and without the removal."""

    found: bool
    kept_echo: float
    kept_own: float
    before: float
    after: float


def echo_table(call: Call, caller: Heard) -> Table:
    """The caller's voice laid into the agent's microphone, later, softer, filtered, over talk or not."""
    results = [_with_echo(call, *echo) for echo in ECHOES]
    clean = [_finds_echo(hear(call.agent_sound), caller), _finds_echo(caller, hear(call.agent_sound))]
    clean += [_finds_echo(hear(_moved(call.agent_sound, by_s)), caller) for by_s in (3.0, 8.0)]

    def mean(name: str) -> float:
        return float(np.mean([getattr(result, name) for result in results]))

    sample = f"{len(results)} echoes: delay 20 to 250 ms, -10 to -30 dB, plain, telephone band, a room"
    return Table(
        part="speakers",
        title="The customer's echo in the microphone",
        data="the same call; echo made by us from the caller's side",
        figures=(
            Figure("echoes found", mean("found"), target=0.95, sample=sample),
            Figure(
                "calls without echo in which one is found",
                float(np.mean(clean)),
                target=0.0,
                better="lower",
                sample=f"{len(clean)} pairings of the sides",
            ),
            Figure(
                "echo counted as the CSM's speech, share of its time", mean("kept_echo"), target=0.05, better="lower"
            ),
            Figure("the CSM's own speech kept", mean("kept_own"), target=0.95),
            Figure(
                "error of the talk share with echo",
                mean("after"),
                target=SHARE_ERROR,
                better="lower",
                baseline=f"echo counted as speech {mean('before'):.3f}",
                sample="mean of the echoes",
            ),
        ),
        notes=("Half of the echoes lie over talk of both. Echo that a system has half cancelled was not tried.",),
    )


def _with_echo(call: Call, kind: str, gain_db: float, delay_s: float, moved_s: float) -> EchoResult:
    theirs = call.caller.shifted(moved_s, end_s=call.duration_s).speech
    caller_sound = _moved(call.caller_sound, moved_s)
    microphone = call.agent_sound + echo_of(caller_sound, kind, gain_db=gain_db, delay_s=delay_s)
    own, other = hear(microphone.astype(np.float32)), hear(caller_sound)
    observations, path = without_echo([*own.observations, *_as_customer(other)])
    counted = intervals_of([o for o in observations if isinstance(o, SpeechSegment)], "csm")
    mine, yours = mask(call.agent.speech, call.duration_s), mask(theirs, call.duration_s)
    kept = mask(counted, call.duration_s)
    true_share = share_of(call.agent.speech, theirs)
    return EchoResult(
        found=path is not None,
        kept_echo=float(kept[yours & ~mine].mean()),
        kept_own=float(kept[mine].mean()),
        before=abs(share_of(own.speech, other.speech) - true_share),
        after=abs(share_of(counted, other.speech) - true_share),
    )


def echo_of(sound: Float32Array, kind: str, *, gain_db: float, delay_s: float) -> FloatArray:
    """What a microphone hears of this sound from a loudspeaker, with the noise of a room."""
    rng = np.random.default_rng(7)
    spectrum = np.fft.rfft(sound, 2 * len(sound))
    hz = np.fft.rfftfreq(2 * len(sound), 1.0 / RATE_HZ)
    if kind == "band":
        spectrum *= (hz > 400.0) & (hz < 3000.0)
    if kind == "room":
        times_s = np.arange(round(0.3 * RATE_HZ)) / RATE_HZ
        response = rng.standard_normal(len(times_s)) * np.exp(-6.9 * times_s / 0.4)  # dies away in .4 s
        response[0] += 8.0
        spectrum *= np.fft.rfft(response / np.sqrt(np.sum(response**2)), 2 * len(sound))
    heard = np.fft.irfft(spectrum)[: len(sound)] * 10 ** (gain_db / 20)
    late = np.concatenate((np.zeros(round(delay_s * RATE_HZ)), heard))[: len(sound)]
    return np.asarray(late + 10 ** (ROOM_DBFS / 20) * rng.standard_normal(len(sound)))


def _finds_echo(own: Heard, other: Heard) -> bool:
    return without_echo([*own.observations, *_as_customer(other)])[1] is not None


def _as_customer(heard: Heard) -> Iterator[Observation]:
    for one in heard.observations:
        yield replace(one, channel="customer") if isinstance(one, SpeechSegment | VoiceObservation) else one


def _moved(sound: Float32Array, by_s: float) -> Float32Array:
    hops = round(abs(by_s) * RATE_HZ)
    quiet = np.zeros(hops, dtype=np.float32)
    whole = np.concatenate((quiet, sound)) if by_s > 0 else np.concatenate((sound[hops:], quiet))
    return whole[: len(sound)].astype(np.float32)


def _gate(heard: Heard) -> FloatArray:
    """Speech by level alone, with the same hangover of .2 s."""
    loud = heard.level_dbfs > np.percentile(heard.level_dbfs, 95) - GATE_DB
    edges = np.flatnonzero(np.diff(np.concatenate(([False], loud, [False])))).reshape(-1, 2)
    spans = heard.times_s[0] + 0.01 * edges.astype(np.float64)
    joined: list[list[float]] = []
    for start_s, end_s in spans.tolist():
        if joined and start_s - joined[-1][1] < 0.2:
            joined[-1][1] = end_s
        else:
            joined.append([start_s, end_s])
    return np.asarray([span for span in joined if span[1] - span[0] >= 0.12]).reshape(-1, 2)


def _frames(call: Call, agent: FloatArray, caller: FloatArray) -> float:
    right, counted = 0, 0
    for side, found in ((call.agent, agent), (call.caller, caller)):
        sure = ~mask(side.unsure, call.duration_s)
        same = mask(side.speech, call.duration_s) == mask(found, call.duration_s)
        right, counted = right + int(same[sure].sum()), counted + int(sure.sum())
    return right / counted


def _pairs(call: Call, agent: FloatArray, caller: FloatArray) -> Iterator[tuple[FloatArray, ...]]:
    """(true own, true other, found own, found other), one side moved against the other, each side as the own."""
    for by_s in SHIFTS_S:
        for own, other, found_own, found_other in (
            (call.agent, call.caller, agent, caller),
            (call.caller, call.agent, caller, agent),
        ):
            late = (shifted(speech, by_s, end_s=call.duration_s) for speech in (other.speech, found_other))
            true_other, seen_other = late
            yield own.speech, true_other, found_own, seen_other


def _interruptions(call: Call, agent: FloatArray, caller: FloatArray) -> float:
    hits = total = 0
    for own, other, found_own, found_other in _pairs(call, agent, caller):
        true_s = [one.start_s for one in floor_of(own, other).interruptions]
        found_s = [one.start_s for one in floor_of(found_own, found_other).interruptions]
        hits += within(true_s, found_s, tolerance_s=ONSET_S)
        total += len(true_s) + len(found_s)
    return 2.0 * hits / max(total, 1)


def _overlaps(call: Call, agent: FloatArray, caller: FloatArray) -> float:
    both = seen = hits = 0
    for own, other, found_own, found_other in _pairs(call, agent, caller):
        true = mask(own, call.duration_s) & mask(other, call.duration_s)
        found = mask(found_own, call.duration_s) & mask(found_other, call.duration_s)
        both, seen, hits = both + int(true.sum()), seen + int(found.sum()), hits + int((true & found).sum())
    return 2.0 * hits / max(both + seen, 1)
