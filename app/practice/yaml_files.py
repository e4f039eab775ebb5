"""Written files (YAML) read with their lines, so that a mistake can be told by file and line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from app.practice.errors import Mistake, PracticeFileError

LARGEST_BYTES: Final = 1_000_000
ModelT = TypeVar("ModelT", bound=BaseModel)

_READABLE: Final = "Check the name of the file and your rights to it."
_TEXT: Final = "Save the file as plain UTF-8 text."
_DUPLICATE: Final = "Keep one of the two."
_FORM: Final = (
    "Look at the spaces at the beginning of the line and at the colons and quotes; two spaces go one step in."
)
# What to do about each kind of mistake pydantic finds; {} is filled from its context.
_REMEDIES: Final = {
    "missing": "Add it.",
    "extra_forbidden": "Take it out, or look for a slip in its name.",
    "literal_error": "Write one of {expected}.",
    "string_type": "Write it as text, in quotes where it holds a colon or only digits.",
    "string_too_short": "Write at least {min_length} characters.",
    "string_too_long": "Make it shorter: at most {max_length} characters.",
    "string_pattern_mismatch": "Use small letters, digits and hyphens.",
    "too_short": "Give at least {min_length}.",
    "too_long": "Give at most {max_length}.",
    "int_type": "Write a whole number.",
    "int_parsing": "Write a whole number.",
    "float_type": "Write a number.",
    "float_parsing": "Write a number.",
    "bool_parsing": "Write true or false.",
    "greater_than_equal": "Write {ge} or more.",
    "less_than_equal": "Write {le} or less.",
    "greater_than": "Write more than {gt}.",
    "less_than": "Write less than {lt}.",
}


@dataclass(frozen=True, slots=True, eq=False)
class YamlFile:
    """A read file. name: its file name. data: plain dicts, lists and scalars. Lines are asked for by place."""

    name: str
    data: Any
    marked: Any

    def line_of(self, place: Sequence[str | int]) -> int | None:
        """The line, from 1, of what stands at this place (keys and list positions), or of the nearest part around."""
        node, line = self.marked, _first_line(self.marked)
        for part in place:
            if isinstance(node, CommentedMap) and part in node:
                line = node.lc.key(part)[0] + 1
            elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
                line = node.lc.item(part)[0] + 1
            else:
                break
            node = node[part]
        return line

    def mistake(self, place: Sequence[str | int], what: str, remedy: str) -> Mistake:
        """A mistake at this place."""
        return Mistake(self.name, self.line_of(place), what, remedy)

    def checked(self, schema: type[ModelT]) -> ModelT:
        """The contents by their schema. Raises PracticeFileError with every mistake."""
        try:
            return schema.model_validate(self.data)
        except ValidationError as error:
            errors = error.errors(include_url=False)
            # A list whose parts are wrong is told to be short of them as well; the parts say what is wrong.
            places = [one["loc"] for one in errors]
            found = [
                self._told(one)
                for one in errors
                if not any(other != one["loc"] and other[: len(one["loc"])] == one["loc"] for other in places)
            ]
            raise PracticeFileError(tuple(sorted(found, key=lambda one: one.line or 0))) from None

    def _told(self, error: Any) -> Mistake:
        place, kind, context = error["loc"], error["type"], error.get("ctx", {})
        name = next((part for part in reversed(place) if isinstance(part, str)), "the file")
        what = {"missing": f"“{name}” is missing.", "extra_forbidden": f"“{name}” is not known here."}.get(kind)
        if kind == "value_error":
            what, _, remedy = str(context.get("error", "")).partition(" | ")
        else:
            remedy = _REMEDIES.get(kind, "Write it like in the shipped files.").format_map(context)
        return self.mistake(place, what or f"“{name}” cannot be {_shown(error.get('input'))}.", remedy)


def read_yaml(path: Path) -> YamlFile:
    """Read a file. Raises PracticeFileError: not readable, too large, not UTF-8, not YAML, a name given twice."""
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
    """Read text as a file of this name. Raises PracticeFileError."""
    try:
        marked = YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else None
        double = type(error).__name__ == "DuplicateKeyError"
        what = "This name stands here a second time." if double else "The form of this line cannot be understood."
        raise PracticeFileError((Mistake(name, line, what, _DUPLICATE if double else _FORM),)) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise PracticeFileError((Mistake(name, None, "It cannot be read as YAML.", _FORM),)) from error
    return YamlFile(name, _plain(marked), marked)


def _unusable(path: Path, line: int | None, what: str, remedy: str) -> PracticeFileError:
    return PracticeFileError((Mistake(path.name, line, what, remedy),))


def _first_line(node: Any) -> int | None:
    return node.lc.line + 1 if isinstance(node, CommentedMap | CommentedSeq) else None


def _plain(node: Any) -> Any:
    if isinstance(node, CommentedMap):
        return {key: _plain(value) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        return [_plain(value) for value in node]
    if isinstance(node, bool) or node is None:
        return node
    for kind in (str, int, float):
        if isinstance(node, kind):
            return kind(node)
    return node


def _shown(value: Any) -> str:
    if value is None:
        return "empty"
    text = " ".join(str(value).split())
    return f"“{text[:40]}{'…' if len(text) > 40 else ''}”"
