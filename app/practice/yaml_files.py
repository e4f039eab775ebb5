"""Written files (YAML) read with their lines, so that every mistake can be told by file and line; and written back."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from app.practice.errors import Mistake, PracticeFileError
from app.practice.yaml_mistakes import told

# Where a value stands: the keys and positions that lead to it.
Place: TypeAlias = tuple[str | int, ...]
ModelT = TypeVar("ModelT", bound=BaseModel)
LARGEST_BYTES: Final = 1_000_000
DEEPEST: Final = 16  # levels; a scenario has 7
LINE_WIDTH: Final = 110

_TAG: Final = "tag:yaml.org,2002:"
_READABLE: Final = "Check the name of the file and your rights to it."
_TEXT: Final = "Save the file as plain UTF-8 text."
_FORM: Final = "Look at the spaces at the beginning of the line and at colons and quotes; two spaces go one step in."


@dataclass(frozen=True, slots=True, eq=False)
class YamlFile:
    """A read file. name: its file name. data: plain dicts, lists and scalars. lines: of every place, from 1.

    mistakes: of its form, such as a name given twice; `checked` tells them together with those of its contents.
    """

    name: str
    data: Any
    lines: Mapping[Place, int] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()

    def line_of(self, place: Sequence[str | int]) -> int | None:
        """The line of what stands at this place, or of the nearest part around; None where there is no file."""
        for length in range(len(place), -1, -1):
            line = self.lines.get(tuple(place[:length]))
            if line is not None:
                return line
        return None

    def mistake(self, place: Sequence[str | int], what: str, remedy: str) -> Mistake:
        """A mistake at this place."""
        return Mistake(self.name, self.line_of(place), what, remedy)

    def checked(self, schema: type[ModelT]) -> ModelT:
        """The contents by their schema. Raises PracticeFileError with every mistake of the file.

        A validator of the schema may raise ValueError("What is wrong. | What to do.").
        """
        found = list(self.mistakes)
        try:
            contents = schema.model_validate(self.data)
        except ValidationError as error:
            found += [self.mistake(*one) for one in told(error, schema)]
            raise PracticeFileError(dict.fromkeys(found)) from None
        if found:
            raise PracticeFileError(found)
        return contents


def read_yaml(path: Path) -> YamlFile:
    """Read a file. Raises PracticeFileError: not readable, too large, not UTF-8, not YAML, empty."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _unusable(path, None, f"It cannot be read ({error.strerror or error}).", _READABLE) from error
    if len(raw) > LARGEST_BYTES:
        raise _unusable(path, None, "It is too large.", "Split it into several files.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unusable(path, raw[: error.start].count(b"\n") + 1, "This is not UTF-8 text.", _TEXT) from error
    return parse_yaml(text, name=path.name)


def parse_yaml(text: str, *, name: str) -> YamlFile:
    """Read text as a file of this name. Raises PracticeFileError when it is not YAML or empty."""
    try:
        root = YAML(typ="safe", pure=True).compose(io.StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = f"The form of this line cannot be understood ({error.problem})."
        raise PracticeFileError([Mistake(name, None if mark is None else mark.line + 1, what, _FORM)]) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise PracticeFileError([Mistake(name, None, "It cannot be read as YAML.", _FORM)]) from error
    if root is None:
        raise PracticeFileError([Mistake(name, 1, "The file is empty.", "Start from one of the shipped files.")])
    reading = _Reading(name)
    data = reading.plain(root, ())
    return YamlFile(name, data, reading.lines, tuple(reading.mistakes))


def write_yaml(data: Mapping[str, Any]) -> str:
    """Data as YAML text, in the order of its keys."""
    writer = YAML(typ="rt", pure=True)
    writer.width = LINE_WIDTH
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.allow_unicode = True
    out = io.StringIO()
    writer.dump(data, out)
    return out.getvalue()


class _Reading:
    """Walks the nodes of one document; notes the lines and the mistakes of form."""

    def __init__(self, name: str) -> None:
        self.lines: dict[Place, int] = {}
        self.mistakes: list[Mistake] = []
        self._name = name
        self._seen: set[int] = set()

    def plain(self, node: Node, place: Place) -> Any:
        """The plain value of a node."""
        line = node.start_mark.line + 1
        self.lines.setdefault(place, line)
        if len(place) > DEEPEST:
            return self._tell(line, "This is nested too deeply.", "Check the spaces at the beginning of the line.")
        if id(node) in self._seen:
            return self._tell(line, "A value is used again by its anchor (*).", "Write the value out each time.")
        self._seen.add(id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, place)
        if isinstance(node, ScalarNode):
            return _scalar(node)
        return [self.plain(item, (*place, number)) for number, item in enumerate(node.value)]

    def _mapping(self, node: MappingNode, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                self._tell(line, "The name of a field must be a word.", "Write `name: value`.")
                continue
            key = str(key_node.value)
            if key in found:
                what = f"`{key}` stands here a second time (first in line {self.lines[*place, key]})."
                self._tell(line, what, "Keep one of the two, or give one another name.")
                continue
            self.lines[*place, key] = line
            found[key] = self.plain(value_node, (*place, key))
        return found

    def _tell(self, line: int, what: str, remedy: str) -> None:
        self.mistakes.append(Mistake(self._name, line, what, remedy))


def _scalar(node: ScalarNode) -> str | int | float | bool | None:
    text = str(node.value)
    kind = str(node.tag).removeprefix(_TAG)
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    try:
        if kind in ("int", "float"):
            return int(text) if kind == "int" else float(text)
    except ValueError:
        return text  # 0x1F, 1_000 and the like are words here
    return text


def _unusable(path: Path, line: int | None, what: str, remedy: str) -> PracticeFileError:
    return PracticeFileError([Mistake(path.name, line, what, remedy)])
