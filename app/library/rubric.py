"""The rubric: what each step of a coach's rating means. The shipped one, and the versions trainers wrote.

A rating names the version it was made by (“team@3”), so no version is ever changed: an edit makes the next one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, field_validator

from app.practice.errors import PracticeFileError
from app.practice.yaml_files import YamlFile, read_yaml, write_yaml
from perception.errors import PerceptionError
from perception.recording.review_notes import RATING_HIGHEST, RATING_LOWEST
from perception.types import LETTERS, Letter

STEPS: Final = tuple(range(RATING_LOWEST, RATING_HIGHEST + 1))
OWN_NAME: Final = "team"
_IN_USE: Final = "in-use.txt"
_LONGEST: Final = 400

Text = Annotated[str, Field(min_length=3, max_length=_LONGEST)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]


class RubricError(PerceptionError):
    """A rubric could not be kept or found. message, recovery: one plain sentence each."""


@dataclass(frozen=True, slots=True)
class LetterRubric:
    """One letter. looks_at: what to watch for. steps: 1..5 to what that step looks like."""

    looks_at: str
    steps: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Rubric:
    """One version of a rubric. made_on: ISO date. author: who wrote it."""

    name: str
    version: int
    made_on: str
    author: str
    letters: Mapping[Letter, LetterRubric]

    @property
    def id(self) -> str:
        """What ratings name."""
        return f"{self.name}@{self.version}"

    def step(self, letter: Letter, value: int) -> str:
        """What this step of a letter looks like."""
        return self.letters[letter].steps[value]

    def says_the_same(self, other: Rubric) -> bool:
        """Whether all texts are the same, whoever wrote them and when."""
        return self.letters == other.letters


class _LetterForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    looks_at: Text
    steps: dict[str, Text]

    @field_validator("steps")
    @classmethod
    def _all_five(cls, steps: dict[str, str]) -> dict[str, str]:
        return _exactly(steps, [str(step) for step in STEPS], "steps")


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: Name
    version: Annotated[int, Field(ge=1, le=9999)]
    date: str
    author: Annotated[str, Field(max_length=120)]
    letters: dict[str, _LetterForm]

    @field_validator("date")
    @classmethod
    def _a_day(cls, text: str) -> str:
        try:
            date.fromisoformat(text)
        except ValueError:
            raise ValueError("`date` is no day. | Write it like 2026-11-26.") from None
        return text

    @field_validator("letters")
    @classmethod
    def _all_seven(cls, letters: dict[str, _LetterForm]) -> dict[str, _LetterForm]:
        return _exactly(letters, list(LETTERS), "letters")


def _exactly(given: dict[str, Any], wanted: list[str], what: str) -> dict[str, Any]:
    """All that is wanted and nothing else. Raises ValueError."""
    missing, more = [key for key in wanted if key not in given], [key for key in given if key not in wanted]
    if missing:
        raise ValueError(f"`{what}` lacks {', '.join(missing)}. | Add it; there are {len(wanted)}: {' '.join(wanted)}.")
    if more:
        raise ValueError(f"`{what}` knows no {', '.join(more)}. | Take it out; there are: {' '.join(wanted)}.")
    return given


def read_rubric(path: Path) -> Rubric:
    """A rubric from a file. Raises PracticeFileError with the line of every mistake."""
    return _made(read_yaml(path))


def rubric_text(rubric: Rubric) -> str:
    """A rubric as the text of its file."""
    letters = {
        letter: {"looks_at": one.looks_at, "steps": {step: one.steps[step] for step in STEPS}}
        for letter, one in ((letter, rubric.letters[letter]) for letter in LETTERS)
    }
    head = {"name": rubric.name, "version": rubric.version, "date": rubric.made_on, "author": rubric.author}
    return write_yaml({**head, "letters": letters})


def _made(file: YamlFile) -> Rubric:
    form = file.checked(_Form)
    letters = {
        letter: LetterRubric(
            _plain(form.letters[letter].looks_at),
            {step: _plain(form.letters[letter].steps[str(step)]) for step in STEPS},
        )
        for letter in LETTERS
    }
    return Rubric(form.name, form.version, form.date, form.author, letters)


def _plain(text: str) -> str:
    return " ".join(text.split())


class Rubrics:
    """The rubrics of this machine: `shipped` comes with the programme, the others are files in `folder`."""

    def __init__(self, shipped: Path, folder: Path | None = None) -> None:
        self._shipped = shipped
        self._folder = folder or rubric_folder()
        self._problems: tuple[str, ...] = ()

    def all(self) -> tuple[Rubric, ...]:
        """Every version that can be read: the shipped one, then the own ones by name and version."""
        own, problems = [], []
        for path in sorted(self._folder.glob("*.yaml")) if self._folder.is_dir() else []:
            try:
                own.append(read_rubric(path))
            except PracticeFileError as error:
                problems.append(str(error.mistakes[0]))
        self._problems = tuple(problems)
        shipped = read_rubric(self._shipped)
        listed = {one.id: one for one in (shipped, *sorted(own, key=lambda one: (one.name, one.version)))}
        return tuple(listed.values())

    def problems(self) -> tuple[str, ...]:
        """One sentence for each file that could not be read when the versions were asked for last."""
        return self._problems

    def in_use(self) -> Rubric:
        """The version coaches rate by now; the shipped one where the chosen one is not there."""
        chosen, every = self._chosen(), self.all()
        return next((one for one in every if one.id == chosen), every[0])

    def find(self, rubric_id: str) -> Rubric | None:
        """The version a rating names, None where it is not here."""
        return next((one for one in self.all() if one.id == rubric_id), None)

    def use(self, rubric_id: str) -> None:
        """Rate by this version from now on. Raises RubricError."""
        if self.find(rubric_id) is None:
            raise RubricError(f"There is no rubric “{rubric_id}” here.", recovery="Import its file first.")
        self._write(self._folder / _IN_USE, rubric_id)

    def save(self, edited: Rubric, *, author: str, made_on: str) -> Rubric:
        """Keep edited texts as the next version of their name and use it. Nothing is written where nothing changed.

        Edits of the shipped rubric get a name of their own. Raises RubricError.
        """
        every = self.all()
        same = next((one for one in every if one.says_the_same(edited)), None)
        if same is not None:
            self.use(same.id)
            return same
        name = OWN_NAME if edited.name == every[0].name else edited.name
        version = max((one.version for one in every if one.name == name), default=0) + 1
        while self._file(name, version).exists():  # one that cannot be read stays as it is
            version += 1
        return self._keep(replace(edited, name=name, version=version, made_on=made_on, author=author), use=True)

    def take_in(self, path: Path) -> Rubric:
        """Import a file and use it. A version that is here already stays as it is.

        Raises PracticeFileError for a file with mistakes, RubricError where another text has this name and version.
        """
        found = read_rubric(path)
        known = self.find(found.id)
        if known is None:
            return self._keep(found, use=True)
        if not known.says_the_same(found):
            raise RubricError(
                f"Another text is known here as version {found.version} of “{found.name}”.",
                recovery="Change `name` or `version` in the file, then import it again.",
            )
        self.use(known.id)
        return known

    def write(self, rubric: Rubric, target: Path) -> None:
        """Export one version as a file. Raises RubricError."""
        self._write(target, rubric_text(rubric))

    def _keep(self, rubric: Rubric, *, use: bool) -> Rubric:
        self._write(self._file(rubric.name, rubric.version), rubric_text(rubric))
        if use:
            self.use(rubric.id)
        return rubric

    def _file(self, name: str, version: int) -> Path:
        return self._folder / f"{name}@{version}.yaml"

    def _chosen(self) -> str:
        try:
            return (self._folder / _IN_USE).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return ""

    def _write(self, path: Path, text: str) -> None:
        part = path.with_name(f"{path.name}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(text, encoding="utf-8", newline="\n")
            part.replace(path)
        except OSError as error:
            raise RubricError(
                f"“{path.name}” cannot be written ({error.strerror or error}).",
                recovery="Check the rights and the room.",
            ) from error


def rubric_folder() -> Path:
    """Where own versions are kept: beside the sessions."""
    return Path(platformdirs.user_data_dir("attune")) / "rubrics"
