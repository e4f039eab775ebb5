"""Reads the written drills: one YAML file, many items of one kind. Errors tell file, line, what and remedy."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.practice.drills import model
from app.practice.drills.model import DRILL_KINDS, DrillItem, DrillKind
from app.practice.errors import Mistake, PracticeFileError
from app.practice.scenario.model import Concept, Difficulty, Display, Mood, Situation, Voice
from app.practice.scenario.schema import VoiceForm
from app.practice.yaml_files import YamlFile, read_yaml
from perception.types import FeelingFamily

_TAKEN: Final = "“{}” is the name of another item in {}."
_OWN: Final = "Give it a name of its own."

Text = Annotated[str, Field(min_length=1, max_length=600)]
Line = Annotated[str, Field(min_length=1, max_length=160)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Customer(_Part):
    name: Line
    role: Line
    look: str = "dana"
    voice: VoiceForm = VoiceForm()

    def made(self) -> model.Customer:
        return model.Customer(self.name, self.role, self.look, Voice(**self.voice.model_dump()))


class _Answer(_Part):
    kind: model.AnswerKind
    text: Text
    why: Text


class _Choice(_Part):
    text: Line
    why: Text
    right: bool = False

    def made(self) -> model.Choice:
        return model.Choice(self.text, self.right, self.why)


Choices = Annotated[tuple[_Choice, ...], Field(min_length=3, max_length=4)]


def _one_right(choices: Iterable[_Choice], name: str) -> None:
    if sum(choice.right for choice in choices) != 1:
        raise ValueError(f"“{name}” has no single right choice. | Mark exactly one with right: true.")


class _Item(_Part):
    id: Id
    title: Line
    situation: Situation
    difficulty: Difficulty
    take_along: Annotated[str, Field(min_length=1, max_length=200)]

    @abstractmethod
    def task(self) -> model.Task: ...

    def made(self, kind: DrillKind) -> DrillItem:
        return DrillItem(self.id, kind, self.title, self.situation, self.difficulty, self.take_along, self.task())


class _EmpathyItem(_Item):
    customer: _Customer
    said: Text
    answers: Annotated[tuple[_Answer, ...], Field(min_length=3, max_length=4)]
    reasons: Choices

    @model_validator(mode="after")
    def _whole(self) -> _EmpathyItem:
        if sum(answer.kind == "empathy" for answer in self.answers) != 1:
            raise ValueError("“answers” must hold one empathic answer. | Give exactly one the kind empathy.")
        _one_right(self.reasons, "reasons")
        return self

    def task(self) -> model.EmpathyTask:
        answers = tuple(model.Answer(one.text, one.kind, one.why) for one in self.answers)
        return model.EmpathyTask(self.customer.made(), self.said, answers, _made(self.reasons))


class _FeelingItem(_Item):
    customer: _Customer
    said: Text
    family: FeelingFamily
    intensity: int = Field(ge=1, le=3)
    choices: Choices
    display: Display = "neutral"
    mood: Mood = "neutral"
    hidden: bool = False

    @model_validator(mode="after")
    def _whole(self) -> _FeelingItem:
        _one_right(self.choices, "choices")
        if self.hidden and self.display in ("neutral", "friendly"):
            raise ValueError("A hidden feeling must show in the face. | Choose another display, such as guarded.")
        return self

    def task(self) -> model.FeelingTask:
        return model.FeelingTask(
            customer=self.customer.made(),
            said=self.said,
            family=self.family,
            intensity=self.intensity,
            choices=_made(self.choices),
            display=self.display,
            mood=self.mood,
            hidden=self.hidden,
        )


class _Concept(_Part):
    text: Line
    words: Annotated[tuple[Line, ...], Field(min_length=1)]


class _ParaphraseItem(_Item):
    customer: _Customer
    said: Text
    points: Annotated[tuple[_Concept, ...], Field(min_length=2, max_length=5)]
    example: Text

    def task(self) -> model.ParaphraseTask:
        points = tuple(Concept(one.text, one.words) for one in self.points)
        return model.ParaphraseTask(self.customer.made(), self.said, points, self.example)


class _ToneItem(_Item):
    scene: Text
    sentence: Annotated[str, Field(min_length=20, max_length=200)]

    def task(self) -> model.ToneTask:
        return model.ToneTask(self.scene, self.sentence)


class _FaceItem(_Item):
    customer: _Customer
    message: Text
    mood: Mood
    hold_s: float = Field(ge=15, le=60)

    def task(self) -> model.FaceTask:
        return model.FaceTask(self.customer.made(), self.message, self.mood, self.hold_s)


class _PostureItem(_Item):
    scene: Text
    steps: Annotated[tuple[Line, ...], Field(min_length=2, max_length=4)]
    focus: model.PostureFocus
    hold_s: float = Field(ge=5, le=30)

    def task(self) -> model.PostureTask:
        return model.PostureTask(self.scene, self.steps, self.focus, self.hold_s)


class _Post(_Part):
    author: Line
    text: Text


class _ThreadItem(_Item):
    place: Line
    posts: Annotated[tuple[_Post, ...], Field(min_length=2, max_length=4)]
    feelings: Choices
    needs: Choices
    example: Text

    @model_validator(mode="after")
    def _whole(self) -> _ThreadItem:
        _one_right(self.feelings, "feelings")
        _one_right(self.needs, "needs")
        return self

    def task(self) -> model.ThreadTask:
        posts = tuple(model.Post(one.author, one.text) for one in self.posts)
        return model.ThreadTask(self.place, posts, _made(self.feelings), _made(self.needs), self.example)


_ITEMS: Final[dict[DrillKind, type[_Item]]] = {
    "empathy_or_sympathy": _EmpathyItem,
    "name_feeling": _FeelingItem,
    "paraphrase": _ParaphraseItem,
    "tone": _ToneItem,
    "neutral_face": _FaceItem,
    "posture": _PostureItem,
    "thread": _ThreadItem,
}


class _Head(BaseModel):
    """What says how the rest is to be read."""

    model_config = ConfigDict(extra="allow")
    format: Literal[1]
    kind: DrillKind


def _made(choices: Iterable[_Choice]) -> tuple[model.Choice, ...]:
    return tuple(choice.made() for choice in choices)


def _schema(kind: DrillKind) -> Any:
    class File(_Part):
        format: Literal[1]
        kind: DrillKind
        items: Annotated[tuple[_ITEMS[kind], ...], Field(min_length=1)]  # type: ignore[valid-type]

    return File


def items_of(file: YamlFile) -> tuple[DrillItem, ...]:
    """The items of a read file. Raises PracticeFileError with every mistake."""
    kind = file.checked(_Head).kind
    contents = file.checked(_schema(kind))
    return tuple(item.made(kind) for item in contents.items)


def load_drills(folder: Path) -> tuple[DrillItem, ...]:
    """All items of the folder's files, by kind, as written. Raises PracticeFileError: nothing there, or any mistake."""
    items, mistakes = read_drills(folder)
    if mistakes:
        raise PracticeFileError(mistakes)
    if not items:
        raise PracticeFileError((Mistake(folder.name, None, "There are no drills here.", "Install Attune again."),))
    return items


def read_drills(folder: Path, *, known: Iterable[str] = ()) -> tuple[tuple[DrillItem, ...], tuple[Mistake, ...]]:
    """The items of the folder's files, by kind, and every mistake; a file with a mistake is left out.

    known: ids that are taken. Empty where there is no such folder.
    """
    items: list[DrillItem] = []
    mistakes: list[Mistake] = []
    places = dict.fromkeys(known, "another file")
    for path in sorted(folder.glob("*.yaml")):
        try:
            file = read_yaml(path)
            found = items_of(file)
        except PracticeFileError as error:
            mistakes += error.mistakes
            continue
        taken = [
            file.mistake(("items", number, "id"), _TAKEN.format(item.id, places[item.id]), _OWN)
            for number, item in enumerate(found)
            if item.id in places
        ]
        mistakes += taken
        if not taken:
            items += found
            places |= dict.fromkeys((item.id for item in found), path.name)
    return tuple(sorted(items, key=lambda item: DRILL_KINDS.index(item.kind))), tuple(mistakes)
