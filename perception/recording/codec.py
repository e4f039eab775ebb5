"""Frozen values to JSON and back, driven by their type hints.

A field that has its default is left out. NaN and infinity become null; null read for a plain float is NaN, for
`float | None` it is None. Unknown fields are ignored, wrong types raise ValueError: one bad line never becomes a
made-up value.
"""

from __future__ import annotations

import dataclasses
import math
import types
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

import numpy as np

from perception.types import FaceObservation, PoseObservation, StatedFeeling, VoiceObservation

Json: TypeAlias = Any
Decoder = Callable[[Json], Any]

_SCALAR_DIGITS: Final[Mapping[type, int]] = {FaceObservation: 5, PoseObservation: 5, VoiceObservation: 5}
_TIME_DIGITS: Final = 6
_ARRAY_DIGITS: Final = 2  # a hundredth of a hertz or decibel is far below what the measurement knows
_SHARE_DIGITS: Final = 3  # values 0..1
_NO_DEFAULT: Final = object()
# `kind` tells the kind of a record, so this field needs another name in the file.
_KEYS: Final[Mapping[type, Mapping[str, str]]] = {StatedFeeling: {"kind": "manner"}}


@dataclasses.dataclass(frozen=True, slots=True)
class _FieldPlan:
    name: str
    key: str
    default: object
    decode: Decoder


def encode(value: Any, *, digits: int | None = None) -> Json:
    """A value as JSON data: dataclasses as objects, tuples and arrays as lists.

    digits: decimals of plain numbers, None keeps them exactly.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return _number(value, digits)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _encode_dataclass(value)
    if isinstance(value, Mapping):
        return {str(key): encode(item, digits=digits) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [encode(item, digits=digits) for item in value]
    if isinstance(value, np.ndarray):
        return [_number(float(item), digits) for item in value.reshape(-1)]
    if isinstance(value, np.generic):
        return encode(value.item(), digits=digits)
    raise TypeError(f"{type(value).__name__} cannot be kept in a session")


def decode(kind: type, data: Json) -> Any:
    """An instance of the dataclass `kind` from JSON data. Raises ValueError when it does not fit."""
    if not isinstance(data, dict):
        raise ValueError(f"an object is expected for {kind.__name__}")
    values: dict[str, Any] = {}
    for plan in _plan(kind):
        if plan.key in data:
            values[plan.name] = plan.decode(data[plan.key])
        elif plan.default is _NO_DEFAULT:
            raise ValueError(f"{kind.__name__}.{plan.name} is missing")
    return kind(**values)


def _encode_dataclass(value: Any) -> dict[str, Json]:
    kind: Any = type(value)
    scalar_digits = _SCALAR_DIGITS.get(kind)
    out: dict[str, Json] = {}
    for plan in _plan(kind):
        item = getattr(value, plan.name)
        if isinstance(item, np.ndarray):
            digits: int | None = _SHARE_DIGITS if plan.name.endswith("_p") else _ARRAY_DIGITS
        elif _is_default(item, plan.default):
            continue
        else:
            digits = _TIME_DIGITS if scalar_digits is not None and plan.name.endswith("_s") else scalar_digits
        out[plan.key] = encode(item, digits=digits)
    return out


def _is_default(item: object, default: object) -> bool:
    return default is not _NO_DEFAULT and type(item) is type(default) and bool(item == default)


def _number(value: float, digits: int | None) -> float | None:
    if not math.isfinite(value):
        return None
    return value if digits is None else round(value, digits)


@cache
def _plan(kind: type) -> tuple[_FieldPlan, ...]:
    hints = get_type_hints(kind)
    keys = _KEYS.get(kind, {})
    return tuple(
        _FieldPlan(field.name, keys.get(field.name, field.name), _default_of(field), _decoder(hints[field.name]))
        for field in dataclasses.fields(kind)
    )


def _default_of(field: dataclasses.Field[Any]) -> object:
    if field.default is not dataclasses.MISSING:
        return field.default
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return _NO_DEFAULT


@cache
def _decoder(hint: Any) -> Decoder:
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in _PLAIN:
        return _PLAIN[hint]
    if dataclasses.is_dataclass(hint):
        return lambda data: decode(hint, data)  # type: ignore[arg-type]
    if origin is Literal:
        return _choice(arguments)
    if origin in (Union, types.UnionType):
        return _union(tuple(_decoder(a) for a in arguments if a is not type(None)), nullable=type(None) in arguments)
    if origin is np.ndarray:
        return _array
    if origin is tuple:
        return _list(_decoder(arguments[0]))
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(_decoder(arguments[1]))
    raise TypeError(f"no decoder for {hint!r}")


def _float(data: Json) -> float:
    if data is None:
        return math.nan
    if isinstance(data, bool) or not isinstance(data, int | float):
        raise ValueError("a number is expected")
    value = float(data)
    if not math.isfinite(value):
        raise ValueError("a finite number is expected")
    return value


def _exactly(kind: type) -> Decoder:
    def check(data: Json) -> Any:
        if type(data) is not kind:
            raise ValueError(f"{kind.__name__} is expected")
        return data

    return check


_PLAIN: Final[Mapping[Any, Decoder]] = {float: _float, int: _exactly(int), str: _exactly(str), bool: _exactly(bool)}


def _choice(allowed: tuple[Any, ...]) -> Decoder:
    def check(data: Json) -> Any:
        if not isinstance(data, str) or data not in allowed:
            raise ValueError(f"one of {', '.join(map(str, allowed))} is expected")
        return data

    return check


def _union(decoders: tuple[Decoder, ...], *, nullable: bool) -> Decoder:
    def check(data: Json) -> Any:
        if data is None and nullable:
            return None
        problem = ValueError("no type fits")
        for decoder in decoders:
            try:
                return decoder(data)
            except ValueError as error:
                problem = error
        raise problem

    return check


def _array(data: Json) -> np.ndarray[Any, np.dtype[np.float64]]:
    if not isinstance(data, list):
        raise ValueError("a list of numbers is expected")
    return np.array([_float(item) for item in data], dtype=np.float64)


def _list(item: Decoder) -> Decoder:
    def check(data: Json) -> tuple[Any, ...]:
        if not isinstance(data, list):
            raise ValueError("a list is expected")
        return tuple(item(entry) for entry in data)

    return check


def _mapping(item: Decoder) -> Decoder:
    def check(data: Json) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise ValueError("an object is expected")
        return {key: item(entry) for key, entry in data.items()}

    return check
