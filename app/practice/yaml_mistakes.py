"""What pydantic finds wrong in a written file, in words for whoever wrote it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

# A mistake before its line is looked up: where, what, remedy.
Told: TypeAlias = tuple[tuple[str | int, ...], str, str]

_AS_LIST: Final = ("must be a list", "Write it with `-` lines below, or as `[one, two]`.")
_AS_FIELDS: Final = ("must have fields below it", "Write the fields below it, two spaces further in.")
_WHOLE: Final = ("must be a whole number", "Write a whole number without quotes.")
_NUMBER: Final = ("must be a number", "Write a number without quotes.")
_YES_NO: Final = ("must be true or false", "Write `true` or `false` without quotes.")
_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "string_type": ("must be text", "Write some text, in quotes where it holds a colon or only digits."),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": _YES_NO,
    "bool_parsing": _YES_NO,
    "list_type": _AS_LIST,
    "tuple_type": _AS_LIST,
    "dict_type": _AS_FIELDS,
    "model_type": _AS_FIELDS,
    "model_attributes_type": _AS_FIELDS,
    "string_pattern_mismatch": ("may hold letters, digits and hyphens only", "Write it like outage-closing-day."),
}
_LIMITS: Final[Mapping[str, tuple[str, str]]] = {
    "greater_than_equal": ("must be at least {ge:g}, not {given}", "Write {ge:g} or more."),
    "less_than_equal": ("must be at most {le:g}, not {given}", "Write {le:g} or less."),
    "greater_than": ("must be more than {gt:g}, not {given}", "Write more than {gt:g}."),
    "less_than": ("must be less than {lt:g}, not {given}", "Write less than {lt:g}."),
    "too_short": ("has too few entries", "Give at least {min_length}."),
    "too_long": ("has too many entries", "Give at most {max_length}."),
    "string_too_short": ("is too short", "Write at least {min_length} characters."),
    "string_too_long": ("is too long", "Make it shorter: at most {max_length} characters."),
}


def told(fault: ValidationError, schema: type[BaseModel]) -> list[Told]:
    """Every mistake that was found. Of a list, or of what holds it, only the innermost that is wrong."""
    errors = fault.errors(include_url=False)
    places = [one["loc"] for one in errors]
    inner = [
        one
        for one, here in zip(errors, places, strict=True)
        if not any(other != here and other[: len(here)] == here for other in places)
    ]
    return [_told(one, schema) for one in inner]


def _told(error: ErrorDetails, schema: type[BaseModel]) -> Told:
    place = tuple(step for step in error["loc"] if step != "[key]")
    kind, limits = error["type"], {**error.get("ctx", {}), "given": error["input"]}
    name = _named(place)
    if kind == "missing":
        return place, f"{name} is missing.", f"Add `{place[-1]}`{_below(place)}."
    if kind == "extra_forbidden":
        remedy = _instead(str(place[-1]), _fields_at(schema, place[:-1]), "Take it out")
        return place, f"{name} is not a field here.", remedy
    if kind == "literal_error":
        allowed = [part.strip().strip("'") for part in str(limits["expected"]).replace(" or ", ", ").split(",")]
        what = f"{name} cannot be {_shown(error['input'])}."
        return place, what, _instead(str(error["input"]), allowed, f"Write one of: {' '.join(allowed)}")
    if kind == "value_error":
        what, _, remedy = str(limits["error"]).partition(" | ")
        return place, what if remedy else f"{name} {what}.", remedy or "Write something else there."
    if kind in _LIMITS:
        what, remedy = (part.format_map(limits) for part in _LIMITS[kind])
        return place, f"{name} {what}.", remedy
    what, remedy = _KINDS.get(kind, (f"cannot be {_shown(error['input'])}", "Write it like in the shipped files."))
    return place, f"{name} {what}.", remedy


def _named(place: Sequence[str | int]) -> str:
    """The field and where it stands, as “`family` of nodes › greet › feeling”."""
    if not place:
        return "The file"
    around = [str(step) for step in place[:-1] if not isinstance(step, int)]
    last = f"`{place[-1]}`"
    if isinstance(place[-1], int):
        last = f"No. {place[-1] + 1} of `{around.pop() if around else ''}`"
    return f"{last} of {' › '.join(around)}" if around else last


def _below(place: Sequence[str | int]) -> str:
    around = [step for step in place[:-1] if isinstance(step, str)]
    return f" below `{around[-1]}`" if around else ""


def _instead(given: str, allowed: Iterable[str], otherwise: str) -> str:
    near = difflib.get_close_matches(given, list(allowed), n=1, cutoff=0.6)
    return f"Did you mean `{near[0]}`?" if near else f"{otherwise}."


def _shown(value: Any) -> str:
    if value is None:
        return "empty"
    text = " ".join(str(value).split())
    return f"“{text[:40]}{'…' if len(text) > 40 else ''}”"


def _fields_at(schema: type[BaseModel], place: Sequence[str | int]) -> list[str]:
    """The fields that may stand at a place."""
    here: Any = schema
    for step in place:
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
    """The schema inside an annotation such as `list[Form]`, `dict[str, Form]` or `Form | None`."""
    if isinstance(kind, type) and get_origin(kind) is None and issubclass(kind, BaseModel):
        return kind
    found = (_model_in(part) for part in get_args(kind))
    return next((one for one in found if one is not None), None)
