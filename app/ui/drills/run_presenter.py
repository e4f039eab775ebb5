"""What a running drill says: headlines, hints, the end. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.practice.drills import params
from app.practice.drills.feedback import kind_name
from app.practice.drills.model import Answer, Choice, Customer, FeelingTask, PostureTask, ToneTask, Way
from app.practice.drills.session import Ask, DrillSession, DrillStep, Outcome
from app.practice.scenario.model import Display, Mood
from app.settings import Settings
from app.ui.drills.presenter import KINDS, NEEDS
from app.ui.words import duration

_HEADS: Final[Mapping[Ask, tuple[str, str]]] = {
    "answer": ("Which answer is empathy?", "One of them understands and stays. The others pity, close or hurry."),
    "reason": ("Why does it work?", "Look at the answer once more. What does it do?"),
    "rewrite": ("Now in your own words", "One or two sentences. You may keep what you liked."),
    "feeling": ("What do they feel?", "Choose the word that fits best."),
    "paraphrase": ("Give it back first", "What did you hear? No answer yet, no advice."),
    "need": ("What do they need?", "Below what they ask for."),
    "first_answer": ("Write the first answer", "To all of them, two or three sentences."),
    "say": ("Say it", ""),
    "face": ("Listen with a quiet face", "Brows, lips and mouth at rest; eyes on the call."),
    "posture": ("Sit back to your upright", ""),
}
WAY_WORDS: Final[Mapping[Way, tuple[str, str]]] = {
    "as_it_comes": ("As it comes", "Say it the way you would right now. This take is your measure."),
    "calmer": ("Calmer", "Slower than before, and no louder. Leave a beat after each part."),
    "warmer": ("Warmer", "Let the pitch move on the words that matter. No louder, no faster."),
}
# What the learner can tell by themselves where nothing can be measured: (text, said of it).
SELF_CHECKS: Final[Mapping[Ask, tuple[tuple[str, str], ...]]] = {
    "say": (
        ("It sounded as asked", "It sounded as asked."),
        ("Nearly", "It was nearly there."),
        ("Not yet", "It did not sound as asked yet."),
    ),
    "face": (
        ("My face stayed quiet", "The face stayed quiet."),
        ("Brows or lips moved", "Brows or lips moved."),
        ("I smiled", "There was a smile."),
    ),
    "posture": (
        ("I sat upright until the end", "You sat upright until the end."),
        ("For part of it", "You sat upright for part of it."),
        ("Not yet", "It did not work yet."),
    ),
}
_ALONE: Final[Mapping[Ask, str]] = {
    "say": "Say it aloud all the same and listen to yourself, or record it with your phone. Then tell how it sounded.",
    "face": "Take a mirror or the picture of your phone, hear the message, then tell what you saw.",
    "posture": "Do the steps all the same and stay for ten breaths. Then tell how it went.",
}


_FACES: Final[Mapping[Mood, Display]] = {
    "angry": "angry",
    "tense": "sceptical",
    "low": "sad",
    "tired": "overwhelmed",
    "worried": "worried",
}


@dataclass(frozen=True, slots=True)
class StepView:
    """The words around a step. choices: as they are shown."""

    head: str
    hint: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryView:
    """The end of a round. lines: (mark, what it was about, what was said). along: what to take along."""

    head: str
    about: str
    lines: tuple[tuple[str, str, str], ...]
    along: tuple[str, ...]


def present_step(step: DrillStep) -> StepView:
    """What a step says."""
    head, hint = _HEADS[step.ask]
    task = step.item.task
    if step.way is not None:
        head, hint = WAY_WORDS[step.way]
    elif isinstance(task, FeelingTask) and task.hidden:
        hint = "The words do not say it. Look at the face and listen to the voice."
    elif isinstance(task, PostureTask) and task.focus == "near":
        head = "Come a little nearer"
    if isinstance(task, FeelingTask):
        head = f"What does {first_name(task.customer)} feel?"
    return StepView(head, hint, tuple(choice.text for choice in step.choices))


def first_name(customer: Customer) -> str:
    """How somebody is called in a sentence."""
    return customer.name.split()[0]


def face_of(mood: Mood) -> Display:
    """What the face shows while a message is read in this mood."""
    return _FACES.get(mood, "neutral")


def choice_note(choice: Answer | Choice) -> tuple[str, str, str]:
    """What is shown of a choice once it is answered: mark, a word for it, why."""
    if isinstance(choice, Answer):
        return ("good" if choice.kind == "empathy" else "watch"), kind_name(choice.kind), choice.why
    return ("good", "", choice.why) if choice.right else ("unknown", "", choice.why)


def why_not_measured(kind: str, settings: Settings, *, camera: bool, microphone: bool) -> str:
    """Why a kind cannot be measured now; '' when it can. camera, microphone: one was found."""
    need = next((NEEDS[one] for one in NEEDS if one == kind), "")
    if need == "camera" and not settings.switch("consent_camera"):
        return "Measuring from the camera is off in the settings."
    if need == "microphone" and not settings.switch("consent_microphone"):
        return "Measuring from the microphone is off in the settings."
    if need == "camera" and not camera:
        return "No camera was found."
    if need == "microphone" and not microphone:
        return "No microphone was found."
    return ""


def alone(ask: Ask) -> str:
    """What to do where nothing can be measured."""
    return _ALONE[ask]


def time_left(session: DrillSession) -> tuple[float, str]:
    """Share 0..1 of the planned time that is over, and words for it: time is told, never pressed."""
    left_s = session.planned_s - session.elapsed_s
    share = min(1.0, session.elapsed_s / session.planned_s) if session.planned_s else 1.0
    if left_s > 0.0:
        return share, f"about {max(5, round(left_s / 5.0) * 5)} s left"
    late = -left_s > params.EXTRA_SHARE * session.planned_s
    return share, "take your time" if late else "nearly done"


def present_summary(session: DrillSession) -> SummaryView:
    """The end of a round."""
    judged = [one for one in session.outcomes if one.mark != "unknown"]
    good = sum(one.mark == "good" for one in judged)
    if not judged:
        head = "Done."
    elif good == len(judged):
        head = "All of it." if len(judged) > 1 else "Well done."
    else:
        head = f"{good} of {len(judged)}"
    skipped = sum(one.feedback is None for one in session.outcomes)
    about = [KINDS[session.items[0].kind][0], duration(session.elapsed_s)]
    if skipped:
        about.append(f"{skipped} skipped")
    along = tuple(dict.fromkeys(item.take_along for item in session.items))
    return SummaryView(head, " · ".join(about), tuple(map(_line, session.outcomes)), along[:3])


def _line(outcome: Outcome) -> tuple[str, str, str]:
    step = outcome.step
    name = step.item.title
    if step.way is not None:
        name = WAY_WORDS[step.way][0]
    elif step.ask in ("reason", "rewrite", "need", "first_answer"):
        name = _HEADS[step.ask][0]
    said = outcome.feedback.head if outcome.feedback is not None else "skipped"
    right = next((one.text for one in step.choices if isinstance(one, Choice) and one.right), "")
    return outcome.mark, name, right if right and outcome.feedback is not None else said


def dots_of(session: DrillSession) -> tuple[str, ...]:
    """One for each step: its mark, 'now' for the present one, '' for those to come."""
    done = [one.mark if one.feedback is not None else "unknown" for one in session.outcomes]
    if session.step is None:
        return tuple(done)
    present = session.answered.mark if session.answered is not None else "now"
    return (*done, present, *[""] * (len(session.steps) - len(done) - 1))


def sentence_of(step: DrillStep) -> tuple[str, str]:
    """Scene and sentence of a tone step."""
    task = step.item.task
    assert isinstance(task, ToneTask)
    return task.scene, task.sentence


def marks_in_words(dots: Sequence[str]) -> str:
    """The dots for whoever does not see them."""
    done = sum(dot not in ("", "now") for dot in dots)
    return f"step {min(done + 1, len(dots))} of {len(dots)}"
