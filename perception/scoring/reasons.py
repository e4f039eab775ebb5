"""Why a letter is as it is, in plain sentences to the user.

The sentences speak of what was seen and heard (looked away, smiled, louder, faster, leaned back, nodded). None has a
feeling word with the user as subject.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from perception.scoring import params
from perception.scoring.fusion import Component, Evaluation, Example, LetterParts
from perception.types import Letter, Reason, Span


@dataclass(frozen=True, slots=True)
class Wording:
    """Sentences of one component: when it went well, when the value was too low, when it was too high.

    some: when it went well although it happened (a value above 0 of something that had better not be).
    """

    good: str
    low: str
    high: str
    some: str = ""


def _same(good: str, bad: str, *, some: str = "") -> Wording:
    return Wording(good, bad, bad, some)


# {value} the value with its unit, {seconds} length of the example, {at} its time, {quote} what was said.
WORDINGS: Final[Mapping[str, Wording]] = {
    "E1": Wording(
        "You looked at the call for {value} of the time the customer spoke.",
        "You looked away for {seconds} while the customer spoke, at {at}.",
        "You hardly ever looked away while the customer spoke; a short look aside is natural.",
    ),
    "E2": Wording(
        "You looked at the call for {value} of the time you spoke.",
        "You looked at the call for only {value} of the time you spoke.",
        "You hardly ever looked away while you spoke; a short look aside is natural.",
    ),
    "E3": _same(
        "Your looks had a natural length.",
        "Your looks at the call were often very short or very long.",
    ),
    "E4": _same(
        "You looked at the call when the customer voiced a feeling, at {at}.",
        "You looked away just as the customer voiced a feeling, at {at}.",
    ),
    "E_away": _same("", "You looked away for {seconds} while the customer spoke, at {at}."),
    "E_stare": _same("", "You looked at the call for {seconds} without a break, at {at}."),
    "M1": _same(
        "What your face showed fitted what the customer said.",
        "What your face showed for {seconds} did not fit what the customer said, at {at}.",
    ),
    "M2": _same(
        "Your face or a nod answered when the customer voiced a feeling, at {at}.",
        "Nothing in your face changed when the customer voiced a feeling, at {at}.",
    ),
    "M3": _same(
        "You smiled back when the customer smiled, at {at}.",
        "The customer smiled and no smile came back, at {at}.",
    ),
    "M4": _same("Your face moved in a lively way.", "Your face moved little."),
    "M_dismiss": _same("", "An eye roll or a one-sided mouth was seen at {at}."),
    "P1": _same(
        "Your head and shoulders were well in the picture.",
        "Your head and shoulders were well in the picture for only {value} of the time.",
    ),
    "P2": _same(
        "You sat upright and faced the call for {value} of the time.",
        "You were turned away, tilted or slouched for {seconds}, at {at}.",
    ),
    "P3": _same(
        "You stayed close or leaned in while the customer spoke about what matters.",
        "You leaned back for {seconds} while the customer spoke about what matters, at {at}.",
    ),
    "P4": Wording(
        "You nodded {value} while listening.",
        "You nodded {value} while listening, or seldom where the customer paused.",
        "You nodded {value} while listening, which can look impatient.",
    ),
    "P5": _same(
        "Your arms stayed open and your hands quiet.",
        "Your arms were crossed or you moved a lot for {seconds}, at {at}.",
    ),
    "P_closed": _same("", "You leaned back with crossed arms for {seconds} while the customer was angry, at {at}."),
    "A1": _same(
        "You answered what the customer feels: “{quote}”",
        "A feeling the customer voiced was not named, at {at}.",
    ),
    "A2": _same("You named it in your first answer.", "It took you more than one answer to name it, at {at}."),
    "A3": _same("You offered it as a guess: “{quote}”", "You stated it as a fact: “{quote}”"),
    "A4": _same("You varied your words.", "You used the same words again: “{quote}”"),
    "A_eraser": _same("", "A “but” took back what you had named: “{quote}”"),
    "T1": Wording(
        "Your pitch moved in a lively way.",
        "Your pitch stayed almost the same, for example at {at}.",
        "Your pitch went up and down very much, for example at {at}.",
    ),
    "T2": Wording(
        "Your voice stayed near your usual level and pitch.",
        "Your voice was softer or lower than your usual.",
        "Your voice was louder or higher than your usual for {seconds}, at {at}.",
    ),
    "T3": Wording(
        "Your pace was easy to follow ({value}).",
        "Your pace was slow ({value}).",
        "Your pace was fast ({value}).",
    ),
    "T4": _same("Your level stayed steady.", "Your level jumped between phrases ({value})."),
    "T5": _same(
        "You mostly answered at a good moment.",
        "You often answered on top of the customer or very late, for example at {at}.",
    ),
    "T6": _same("Your pace suited the customer's.", "Your pace was far from the customer's, or matched it upwards."),
    "T_raised": _same("", "Your voice was much louder than your usual for {seconds}, at {at}."),
    "H1": Wording(
        "You left the customer enough room: {value} of the talk was yours.",
        "Only {value} of the talk was yours.",
        "{value} of the talk was yours.",
    ),
    "H2": _same(
        "You let the customer finish.",
        "You came in while the customer was speaking, at {at}.",
        some="You mostly let the customer finish.",
    ),
    "H3": _same(
        "You did not judge or direct.",
        "This can sound like a judgement or an order: “{quote}”",
        some="You seldom judged or directed.",
    ),
    "H4": _same("You asked openly: “{quote}”", "You asked few open questions ({value})."),
    "H5": _same("You gave back what you heard: “{quote}”", "You seldom gave back what you heard."),
    "H6": _same(
        "You took up what it meant for the customer.",
        "You took up little of what it meant for the customer.",
    ),
    "H7": _same(
        "Your turns were short ({value} in the middle).",
        "Your turns were long, or came at once after a strong feeling ({value} in the middle).",
    ),
    "H8": _same("You gave signs of listening.", "You gave few signs of listening."),
    "H_monologue": _same("", "You spoke for {seconds} without a break, at {at}."),
    "Y1": _same(
        "You acknowledged and took it on: “{quote}”",
        "Acknowledging or owning was missing in your answer: “{quote}”",
    ),
    "Y2": _same(
        "You stayed calm in voice, pace and words while the customer was angry, at {at}.",
        "While the customer was angry your pace, level or timing changed, at {at}.",
    ),
    "Y3": _same("You did the self-check.", "You did not do the self-check."),
    "Y4": _same("You used the customer's own words: “{quote}”", "You used few of the customer's own words."),
    "Y5": Wording(
        "Your apology was short and to the point.",
        "Your apology was very short.",
        "Your apology took {value}; short ones do more.",
    ),
    "Y6": _same(
        "You did not wave anything away.",
        "This can sound dismissive: “{quote}”",
        some="You seldom waved anything away.",
    ),
    "Y_dismiss": _same("", "This can sound dismissive: “{quote}”"),
}


def clock(t_s: float) -> str:
    """Session time as mm:ss."""
    return f"{int(t_s) // 60:02d}:{int(t_s) % 60:02d}"


def show_value(value: float, unit: str) -> str:
    """A value with its unit as people read it."""
    match unit:
        case "share":
            return f"{100 * value:.0f} %"
        case "a minute" | "words a minute" | "words a turn":
            return f"{value:.0f} {unit}"
        case "s":
            return f"{value:.0f} s"
        case _:
            return f"{value:.1f} {unit}"


def spans_of(examples: tuple[Example, ...]) -> tuple[Span, ...]:
    """The examples as spans."""
    return tuple(Span(example.start_s, example.end_s) for example in examples)


def why(parts: LetterParts, found: Evaluation) -> tuple[Reason, ...]:
    """The two strongest reasons up and the two strongest down, strongest first (measurement page 0.4).

    Only for a letter that has a score.
    """
    carried = [float(found.carried[0, i]) * c.weight for i, c in enumerate(parts.components)]
    total = sum(carried)
    reasons = [
        _component_reason(c, float(found.value[0, i]), 100.0 * carried[i] * (float(found.s[0, i]) - 0.5) / total)
        for i, c in enumerate(parts.components)
        if carried[i] > 0
    ]
    # A penalty takes its share off what the components gave.
    base = float(found.score[0]) / float(found.factor[0])
    for penalty in parts.penalties:
        lost = min(float(penalty.points.sum()) * parts.penalty_scale, penalty.maximum)
        if lost > 0:
            examples = tuple(penalty.examples[:3])
            text = _fill(WORDINGS[penalty.id].low, math.nan, "", examples)
            reasons.append(Reason(penalty.id, text, -base * lost, spans_of(examples), _quote(examples)))
    ranked = sorted(reasons, key=lambda reason: (-reason.delta, reason.component))
    ups = [r for r in ranked if r.delta > 0][: params.REASONS_EACH_WAY]
    downs = [r for r in reversed(ranked) if r.delta < 0][: params.REASONS_EACH_WAY]
    return (*ups, *downs)


def _component_reason(component: Component, value: float, delta: float) -> Reason:
    well = delta >= 0
    examples = tuple(component.examples(well))
    wording = WORDINGS[component.id]
    if well:
        template = wording.some if wording.some and value > 0 else wording.good
    else:
        template = wording.low if value < component.ideal[0] else wording.high
    text = _fill(template, value, component.unit, examples)
    return Reason(component.id, text, delta, spans_of(examples), _quote(examples))


def _quote(examples: tuple[Example, ...]) -> str | None:
    return examples[0].quote if examples else None


def _fill(template: str, value: float, unit: str, examples: tuple[Example, ...]) -> str:
    """The sentence with its numbers; parts that need an example are dropped when there is none."""
    first = examples[0] if examples else None
    if first is None:
        for part in (", for example at {at}", ", at {at}", " at {at}", " for {seconds}", ": “{quote}”"):
            template = template.replace(part, "")
        if not template.endswith("."):
            template += "."
    elif first.quote is None:
        template = template.replace(": “{quote}”", f", at {clock(first.start_s)}.")
    return template.format(
        value="" if math.isnan(value) else show_value(value, unit),
        seconds=f"{max(1.0, first.end_s - first.start_s):.0f} s" if first else "",
        at=clock(first.start_s) if first else "",
        quote=first.quote.strip() if first and first.quote else "",
    )


# Why a letter cannot be scored, by what is missing. Plain words for the user.
NO_CAMERA: Final = "Not enough evidence: there was no picture."
NO_FACE: Final = "Not enough evidence: your face was seldom in the picture."
NO_SHOULDERS: Final = "Not enough evidence: your shoulders were out of the picture half the time."
NO_CUSTOMER: Final = "Not enough evidence: the customer's sound was not captured."
NO_FEELING: Final = "No emotional moment occurred yet."
NO_COMPLAINT: Final = "Not enough evidence: the customer brought up no complaint."
NO_SPEAKERS: Final = "Not enough evidence: who speaks could not be told apart in the recording."
NO_VOICE: Final = "Not enough evidence: your voice was not captured."
NO_WORDS: Final = "Not enough evidence: no words were recognised."
NO_CUSTOMER_WORDS: Final = "Not enough evidence: the customer's words were not captured."
TOO_SHORT: Final = "Not enough evidence yet: the call was too short."
NO_CUSTOMER_PART: Final = "The customer's sound was not captured, so part of this was left out."
EYES_UNREAD: Final = "Your eyes could often not be read, so the direction of your head stands in for part of this."
GAIN_ADAPTS: Final = (
    "Your microphone seems to change its level by itself, so loudness counts for less here. "
    "Turn off automatic gain control in your sound settings to have it measured."
)
UNCALIBRATED: Final = "Calibrate once to get a sharper reading."
# What was skipped in a calibration, by the letter that has to do without.
NOT_CALIBRATED: Final[Mapping[Letter, str]] = {
    "E": "You have not calibrated where you look yet, so this counts for less.",
    "M": "You have not calibrated your face at rest yet, so this counts for less.",
    "T": "You have not calibrated your voice yet, so part of this counts for less.",
}


@dataclass(frozen=True, slots=True)
class Captured:
    """What was captured at all, for the notes."""

    video: bool
    face: bool
    shoulders: bool
    speakers: bool
    voice: bool
    own_words: bool
    customer_sound: bool
    customer_words: bool
    feelings: bool
    complaints: bool


def note_for(letter: Letter, captured: Captured) -> str:
    """Why there is not enough evidence for a letter, plain words."""
    missing: dict[Letter, tuple[tuple[bool, str], ...]] = {
        "E": ((captured.video, NO_CAMERA), (captured.face, NO_FACE), (captured.customer_sound, NO_CUSTOMER)),
        "M": (
            (captured.video, NO_CAMERA),
            (captured.face, NO_FACE),
            (captured.feelings or captured.customer_words, NO_CUSTOMER_WORDS),
            (captured.feelings, NO_FEELING),
        ),
        "P": ((captured.video, NO_CAMERA), (captured.shoulders, NO_SHOULDERS), (captured.customer_sound, NO_CUSTOMER)),
        "A": (
            (captured.speakers, NO_SPEAKERS),
            (captured.own_words, NO_WORDS),
            (captured.feelings or captured.customer_words, NO_CUSTOMER_WORDS),
            (captured.feelings, NO_FEELING),
        ),
        "T": ((captured.speakers, NO_SPEAKERS), (captured.voice, NO_VOICE)),
        "H": (
            (captured.speakers, NO_SPEAKERS),
            (captured.own_words, NO_WORDS),
            (captured.customer_sound, NO_CUSTOMER),
        ),
        "Y": (
            (captured.speakers, NO_SPEAKERS),
            (captured.own_words, NO_WORDS),
            (captured.complaints or captured.customer_words, NO_CUSTOMER_WORDS),
            (captured.complaints, NO_COMPLAINT),
        ),
    }
    return next((text for there, text in missing[letter] if not there), TOO_SHORT)
