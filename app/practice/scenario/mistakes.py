"""What pydantic finds wrong in a scenario, in words for whoever wrote the file."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Any, Final, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.practice.scenario.errors import Mistake
from app.practice.scenario.yaml_text import Path, YamlDocument

_KINDS: Final = {
    "string_type": ("must be text", "Put it into “double quotes” if it looks like a number."),
    "int_type": ("must be a whole number", "Write a number without quotes and without a point."),
    "int_from_float": ("must be a whole number", "Write a number without a point."),
    "float_type": ("must be a number", "Write a number without quotes."),
    "bool_type": ("must be true or false", "Write `true` or `false` without quotes."),
    "list_type": ("must be a list", "Write it with `-` lines below, or as `[one, two]`."),
    "tuple_type": ("must be a list", "Write it with `-` lines below, or as `[one, two]`."),
    "dict_type": ("must have fields below it", "Write the fields below it, indented by two spaces."),
    "model_type": ("must have fields below it", "Write the fields below it, indented by two spaces."),
    "model_attributes_type": ("must have fields below it", "Write the fields below it, indented by two spaces."),
    "finite_number": ("must be a number", "Write a plain number."),
    "value_error": ("is empty", "Write something there, or leave the field out where it is optional."),
}  # fmt: skip
_PATTERN: Final = "may hold letters, digits and hyphens only"


def mistakes_of(fault: ValidationError, document: YamlDocument, file: str, form: type[BaseModel]) -> list[Mistake]:
    """One mistake for each that was found, with the line it stands in."""
    found = [_mistake(error, document, file, form) for error in fault.errors(include_url=False)]
    return list(dict.fromkeys(found))


def _mistake(error: ErrorDetails, document: YamlDocument, file: str, form: type[BaseModel]) -> Mistake:
    path = tuple(step for step in error["loc"] if step != "[key]")
    what, remedy = _told(error, path, form)
    return Mistake(file, _line(path, document), what, remedy)


def _line(path: Path, document: YamlDocument) -> int | None:
    """The line of the value, or of the nearest thing around it that is there."""
    for length in range(len(path), -1, -1):
        line = document.lines.get(path[:length])
        if line is not None:
            return line
    return None


def _told(error: ErrorDetails, path: Path, form: type[BaseModel]) -> tuple[str, str]:
    kind, limits = error["type"], error.get("ctx", {})
    name = _named(path)
    if kind == "missing":
        return f"{name} is missing.", f"Add `{path[-1]}: …`{_below(path)}."
    if kind == "extra_forbidden":
        return f"{name} is not a field here.", _instead(str(path[-1]), _fields_at(form, path[:-1]), "Remove it")
    if kind == "literal_error":
        allowed = [part.strip().strip("'") for part in str(limits["expected"]).replace(" or ", ", ").split(",")]
        given = error["input"]
        return f"{name} cannot be {given!r}.", _instead(str(given), allowed, f"Write one of: {' '.join(allowed)}")
    if kind == "string_pattern_mismatch":
        return f"{name} {_PATTERN}.", "Write it like outage-closing-day, or opens_up for a node."
    if kind in ("greater_than_equal", "less_than_equal"):
        word, limit = ("at least", limits.get("ge")) if "ge" in limits else ("at most", limits.get("le"))
        return f"{name} must be {word} {limit:g}, not {error['input']}.", f"Write {limit:g} or {_side(word)}."
    if kind in ("too_short", "too_long"):
        return f"{name} needs {_count(limits)}.", "Add or remove entries."
    what, remedy = _KINDS.get(kind, (error["msg"].lower(), "See assets/scenarios/FORMAT.md."))
    return f"{name} {what}.", remedy


def _side(word: str) -> str:
    return "more" if word == "at least" else "less"


def _count(limits: dict[str, Any]) -> str:
    least, most = limits.get("min_length"), limits.get("max_length")
    return f"{least} entries or more" if least is not None else f"{most} entries at most"


def _named(path: Path) -> str:
    """The field and where it stands, as `lines` of nodes › greet."""
    words = [f"no. {step + 1}" if isinstance(step, int) else f"`{step}`" for step in path]
    if not words:
        return "The file"
    around = [str(step) for step in path[:-1] if not isinstance(step, int)]
    last = words[-1] if isinstance(path[-1], str) else f"{words[-1]} of `{around.pop() if around else ''}`"
    return f"{last} of {' › '.join(around)}" if around else last


def _below(path: Path) -> str:
    around = [step for step in path[:-1] if isinstance(step, str)]
    return f" below `{around[-1]}`" if around else ""


def _instead(given: str, allowed: Iterable[str], otherwise: str) -> str:
    near = difflib.get_close_matches(given, list(allowed), n=1, cutoff=0.6)
    return f"Did you mean `{near[0]}`?" if near else f"{otherwise}."


def _fields_at(form: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The fields that may stand at a path."""
    here: Any = form
    for step in path:
        model = _model_in(here)
        if model is None:
            return []
        if isinstance(step, str) and here is model:
            here = model.model_fields[step].annotation if step in model.model_fields else None
        else:
            here = model
    model = _model_in(here)
    return [] if model is None else list(model.model_fields)


def _model_in(kind: Any) -> type[BaseModel] | None:
    """The form inside an annotation such as `list[Form]`, `dict[str, Form]` or `Form | None`."""
    if isinstance(kind, type) and issubclass(kind, BaseModel) and get_origin(kind) is None:
        return kind
    found = (_model_in(part) for part in get_args(kind))
    return next((one for one in found if one is not None), None)
