"""What is said aloud in a drill: in the voice of who says it, where and as loud as in the last call."""

from __future__ import annotations

from app.engine.messages import SaySentence
from app.practice.drills.model import EmpathyTask, FaceTask, FeelingTask, ParaphraseTask, Task, ThreadTask
from app.ui.drills.run_presenter import face_of
from app.ui.page import Desk
from app.ui.speakers import as_chosen


class Saying:
    """Says one sentence at a time. It waits until it is known which speakers there are."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._waits: SaySentence | None = None
        self._speaks = False

    def say(self, task: Task) -> None:
        """Say what was said in this task, in its mood; nothing where nobody speaks."""
        self._waits = sentence_of(task)
        self.go_on()

    def go_on(self) -> None:
        """The speakers may be known now."""
        found, sentence = self._desk.devices, self._waits
        if found is not None and sentence is not None:
            self._waits, self._speaks = None, True
            self._desk.send(as_chosen(sentence, self._desk.settings, found))

    def be_quiet(self) -> None:
        """Say no more."""
        self._waits = None
        if self._speaks:
            self._speaks = False
            self._desk.send(SaySentence(""))


def sentence_of(task: Task) -> SaySentence | None:
    """What is said in a task, and how."""
    if isinstance(task, FeelingTask):
        return SaySentence(task.said, task.mood, task.customer.voice, intensity=task.intensity, display=task.display)
    if isinstance(task, FaceTask):
        return SaySentence(task.message, task.mood, task.customer.voice, display=face_of(task.mood))
    if isinstance(task, EmpathyTask | ParaphraseTask):
        return SaySentence(task.said, voice=task.customer.voice)
    return SaySentence(task.said) if isinstance(task, ThreadTask) else None
