"""A running round: its steps in order, what was answered, what was said of it, and what to take along.

The clock is handed in; nothing here waits, measures or paints.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal
from zlib import crc32

from app.practice.drills import feedback, params
from app.practice.drills.answers import Judged
from app.practice.drills.choosing import DrillDone, shuffled_order
from app.practice.drills.feedback import Feedback
from app.practice.drills.judging import points_given
from app.practice.drills.model import (
    WAYS,
    Answer,
    Choice,
    DrillItem,
    EmpathyTask,
    FaceTask,
    FeelingTask,
    ParaphraseTask,
    PostureTask,
    ThreadTask,
    ToneTask,
    Way,
)
from perception.types import LiveMark

Ask = Literal["answer", "reason", "rewrite", "feeling", "paraphrase", "need", "first_answer", "say", "face", "posture"]
WRITTEN: frozenset[Ask] = frozenset({"rewrite", "paraphrase", "first_answer"})
LIVE: frozenset[Ask] = frozenset({"say", "face", "posture"})


@dataclass(frozen=True, slots=True)
class DrillStep:
    """One thing to do. choices: as they are shown, empty where nothing is chosen. planned_s: about how long it is."""

    item: DrillItem
    ask: Ask
    planned_s: float
    choices: tuple[Answer, ...] | tuple[Choice, ...] = ()
    way: Way | None = None

    @property
    def heard(self) -> str:
        """What the customer said, against which a written answer is read; '' where there is none."""
        task = self.item.task
        return task.said if isinstance(task, EmpathyTask | FeelingTask | ParaphraseTask | ThreadTask) else ""


def steps_of(item: DrillItem) -> tuple[DrillStep, ...]:
    """The steps of one item, in order."""
    task = item.task
    if isinstance(task, EmpathyTask):
        return (
            DrillStep(item, "answer", params.CHOOSE_ANSWER_S, _shown(task.answers, item.id)),
            DrillStep(item, "reason", params.CHOOSE_S, _shown(task.reasons, item.id)),
            DrillStep(item, "rewrite", params.WRITE_S),
        )
    if isinstance(task, FeelingTask):
        return (DrillStep(item, "feeling", params.CHOOSE_S, _shown(task.choices, item.id)),)
    if isinstance(task, ParaphraseTask):
        return (DrillStep(item, "paraphrase", params.WRITE_S),)
    if isinstance(task, ToneTask):
        return tuple(DrillStep(item, "say", params.SAY_S, way=way) for way in WAYS)
    if isinstance(task, FaceTask):
        return (DrillStep(item, "face", task.hold_s + params.SETTLE_S),)
    if isinstance(task, PostureTask):
        return (DrillStep(item, "posture", task.hold_s + 2 * params.SETTLE_S),)
    return (
        DrillStep(item, "feeling", params.READ_POSTS_S + params.CHOOSE_S, _shown(task.feelings, item.id)),
        DrillStep(item, "need", params.CHOOSE_S, _shown(task.needs, item.id)),
        DrillStep(item, "first_answer", params.WRITE_S),
    )


def _shown(choices: Sequence[Answer] | Sequence[Choice], name: str) -> tuple[Answer, ...] | tuple[Choice, ...]:
    order = shuffled_order(len(choices), seed=crc32(name.encode()))
    return tuple(choices[place] for place in order)  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a step. feedback: None when it was skipped."""

    step: DrillStep
    feedback: Feedback | None

    @property
    def mark(self) -> LiveMark:
        """As shown by its dot."""
        return self.feedback.mark if self.feedback is not None else "unknown"


class DrillSession:
    """Goes through the steps of a round. `now_s`: seconds of any clock that only goes forward."""

    def __init__(self, items: Sequence[DrillItem], now_s: Callable[[], float]) -> None:
        self.items = tuple(items)
        self.steps = tuple(chain.from_iterable(steps_of(item) for item in items))
        self.outcomes: list[Outcome] = []
        self.answered: Feedback | None = None
        self._now_s = now_s
        self._began_s = now_s()
        self._ended_s: float | None = None

    @property
    def number(self) -> int:
        """Place of the present step, from 0; the number of steps when the round is over."""
        return len(self.outcomes)

    @property
    def step(self) -> DrillStep | None:
        """What is asked now; None when the round is over."""
        return self.steps[self.number] if self.number < len(self.steps) else None

    @property
    def planned_s(self) -> float:
        """About how long the round takes."""
        return sum(step.planned_s for step in self.steps)

    @property
    def elapsed_s(self) -> float:
        """How long it has taken; stands still once it is over."""
        return (self._ended_s if self._ended_s is not None else self._now_s()) - self._began_s

    def choose(self, place: int) -> Feedback | None:
        """Choose what stands at this place, from 0. None when there is nothing to choose or it was done."""
        step = self.step
        if step is None or self.answered is not None or not 0 <= place < len(step.choices):
            return None
        chosen = step.choices[place]
        if isinstance(chosen, Answer):
            return self.tell(feedback.of_answer(chosen))
        choices = tuple(one for one in step.choices if isinstance(one, Choice))
        return self.tell(feedback.of_choice(choices, chosen))

    def read(self, judged: Judged) -> Feedback | None:
        """Take what was made of the written answer to the present step."""
        step = self.step
        if step is None or self.answered is not None or step.ask not in WRITTEN:
            return None
        task = step.item.task
        if isinstance(task, ParaphraseTask):
            return self.tell(feedback.of_paraphrase(task, judged, points_given(judged.said, task.points)))
        example = ""
        if isinstance(task, EmpathyTask):
            example = next(one.text for one in task.answers if one.kind == "empathy")
        elif isinstance(task, ThreadTask):
            example = task.example
        return self.tell(feedback.of_written(judged, example))

    def tell(self, found: Feedback) -> Feedback:
        """Take what was found by measuring, or by the learner's own check."""
        if self.step is not None:
            self.answered = found
        return found

    def again(self) -> None:
        """Try the present step once more; what was found is dropped."""
        self.answered = None

    def go_on(self) -> None:
        """The next step, once this one is answered."""
        if self.step is not None and self.answered is not None:
            self._leave(self.answered)

    def skip(self) -> None:
        """The next step, whatever became of this one."""
        if self.step is not None:
            self._leave(self.answered)

    def _leave(self, found: Feedback | None) -> None:
        step = self.step
        assert step is not None
        self.outcomes.append(Outcome(step, found))
        self.answered = None
        if self.step is None:
            self._ended_s = self._now_s()

    def done(self, done_at: str) -> DrillDone:
        """What is kept of the round."""
        judged = [one for one in self.outcomes if one.mark != "unknown"]
        return DrillDone(
            done_at=done_at,
            kind=self.items[0].kind,
            items=tuple(item.id for item in self.items),
            right=sum(one.mark == "good" for one in judged),
            steps=len(judged),
            skipped=sum(one.feedback is None for one in self.outcomes),
            seconds=round(self.elapsed_s, 1),
        )
