"""YAML text to plain data with the line of everything in it, and back."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from app.practice.scenario.errors import Mistake

# Where a value stands: the keys and places that lead to it.
Path: TypeAlias = tuple[str | int, ...]
DEEPEST: Final = 12  # levels; a scenario needs 7
LINE_WIDTH: Final = 110

_TAG: Final = "tag:yaml.org,2002:"
_ONCE: Final = "Write the value out each time."
_TEXT: Final = "Put text with a colon, a number sign or quotation marks into “double quotes”, and indent with spaces."


@dataclass(slots=True)
class YamlDocument:
    """Plain data (dict, list, str, int, float, bool, None), the line of each path counted from 1, and what is wrong."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)


def read_yaml(text: str, file: str) -> YamlDocument:
    """Read one document. Everything wrong with its form is in `mistakes`; nothing is raised."""
    out = YamlDocument()
    try:
        root = YAML(typ="safe", pure=True).compose(io.StringIO(text))
    except MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = None if mark is None else mark.line + 1
        out.mistakes.append(Mistake(file, line, f"This is not well-formed YAML ({fault.problem}).", _TEXT))
        return out
    except YAMLError as fault:
        out.mistakes.append(Mistake(file, None, f"This is not well-formed YAML ({_first_line(fault)}).", _TEXT))
        return out
    if root is None:
        out.mistakes.append(Mistake(file, 1, "The file is empty.", "assets/scenarios/FORMAT.md shows how to start."))
        return out
    out.data = _Reading(file, out).plain(root, ())
    return out


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
    """Walks the nodes of one document."""

    def __init__(self, file: str, out: YamlDocument) -> None:
        self._file = file
        self._out = out
        self._seen: set[int] = set()

    def plain(self, node: Node, path: Path) -> Any:
        """The plain value of a node; its lines and mistakes are noted."""
        line = node.start_mark.line + 1
        self._out.lines.setdefault(path, line)
        if len(path) > DEEPEST:
            self._tell(line, "This is nested too deeply.", "Check the indentation.")
            return None
        if id(node) in self._seen:
            self._tell(line, "A value is used again by its anchor (*).", _ONCE)
            return None
        self._seen.add(id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.plain(item, (*path, place)) for place, item in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                self._tell(line, "A field's name must be a word.", "Write `name: value`.")
                continue
            key = str(key_node.value)
            if key in found:
                first = self._out.lines[(*path, key)]
                what = f"`{key}` is given twice (first in line {first})."
                self._tell(line, what, "Keep one of them, or give one another name.")
                continue
            self._out.lines[(*path, key)] = line
            found[key] = self.plain(value_node, (*path, key))
        return found

    def _tell(self, line: int, what: str, remedy: str) -> None:
        self._out.mistakes.append(Mistake(self._file, line, what, remedy))


def _scalar(node: Node) -> str | int | float | bool | None:
    text = str(node.value)
    kind = str(node.tag).removeprefix(_TAG)
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in ("true", "yes", "on")
    try:
        if kind == "int":
            return int(text)
        if kind == "float":
            return float(text)
    except ValueError:
        pass  # 0x1F, 1_000 and the like are words here
    return text


def _first_line(fault: Exception) -> str:
    return (str(fault).splitlines() or [""])[0]
