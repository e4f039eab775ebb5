"""What is said after a step: a mark, plain words, and the numbers behind them. Never a feeling of the learner."""

from __future__ import annotations

from dataclasses import dataclass

from app.practice.drills import params
from app.practice.drills.answers import Judged
from app.practice.drills.model import Answer, Choice, ParaphraseTask
from perception.types import LiveMark

_KIND_NAMES = {
    "empathy": "Empathy",
    "sympathy": "Sympathy",
    "dismissal": "Dismissal",
    "fix_first": "Fix first",
    "over_identification": "Joining in",
    "neutral": "Neither",
}


@dataclass(frozen=True, slots=True)
class Feedback:
    """mark: good, watch, or unknown where nothing was measured. head: a few words. text: one or two sentences.

    numbers: what was measured, one line each. better, better_why: a wording to compare with, '' for none.
    """

    mark: LiveMark
    head: str
    text: str
    numbers: tuple[str, ...] = ()
    better: str = ""
    better_why: str = ""


def kind_name(kind: str) -> str:
    """How a kind of answer is called."""
    return _KIND_NAMES[kind]


def of_answer(chosen: Answer) -> Feedback:
    """After one of the answers was chosen."""
    right = chosen.kind == "empathy"
    head = "Yes, that is empathy." if right else f"That one is {kind_name(chosen.kind).lower()}."
    return Feedback("good" if right else "watch", head, chosen.why)


def of_choice(choices: tuple[Choice, ...], chosen: Choice) -> Feedback:
    """After one of the choices was chosen."""
    right = next(one for one in choices if one.right)
    if chosen.right:
        return Feedback("good", "Yes.", chosen.why)
    return Feedback("watch", f"Closer: {right.text}.".replace("..", "."), right.why)


def of_written(judged: Judged, example: str) -> Feedback:
    """After an answer of one's own was read."""
    good = judged.kind == "empathy" and judged.score >= params.GOOD_ANSWER
    if good:
        head = "This answer meets the customer."
    else:
        head = f"Read as: {kind_name(judged.kind).lower()}." if judged.kind != "neutral" else "Not there yet."
    numbers = [f"{judged.score:.0f} of 100; {params.GOOD_ANSWER:.0f} or more meets the customer"]
    if judged.named:
        numbers.append(f"Feeling named: {judged.named}")
    if judged.gave_back:
        numbers.append("Gives back what was said")
    if judged.promised:
        numbers.append(f"Step: {judged.promised}")
    better, why = (judged.better, judged.better_why) if judged.better else (example, "One way to say it.")
    return Feedback("good" if good else "watch", head, judged.why, tuple(numbers), better, why)


def of_paraphrase(task: ParaphraseTask, judged: Judged, given: tuple[str, ...]) -> Feedback:
    """After a paraphrase was read. given: the points it gives back."""
    missing = tuple(point.text for point in task.points if point.text not in given)
    enough = len(given) >= params.POINTS_SHARE * len(task.points)
    closed = judged.kind in ("dismissal", "sympathy", "over_identification")
    numbers = [f"{len(given)} of {len(task.points)} points given back" + (f": {'; '.join(given)}" if given else "")]
    if closed:
        head, text = f"Read as: {kind_name(judged.kind).lower()}.", judged.why
    elif judged.promised:
        head, text = "The answer came before the paraphrase.", "First give back, then wait; the step can come after."
    elif not enough:
        head, text = "Part of it is missing.", f"Left out: {'; '.join(missing)}."
    else:
        head = "You gave back what was said."
        text = f"You can add: {'; '.join(missing)}." if missing else "Nothing important is missing."
    if judged.promised:
        numbers.append(f"Step: {judged.promised}")
    good = enough and not closed and not judged.promised
    return Feedback("good" if good else "watch", head, text, tuple(numbers), task.example, "One way to say it.")


def of_self_check(told: str, why_not: str) -> Feedback:
    """After a step that could not be measured. told: what the learner said of it."""
    return Feedback("unknown", "Not measured.", f"{why_not} You said: {told[:1].lower()}{told[1:]}")
