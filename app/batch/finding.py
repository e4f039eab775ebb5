"""The recordings of a folder: which files belong together, and what is said about each in a file beside them.

Two files of one call are known by their names: NAME.csm.wav and NAME.customer.wav, or NAME.mp4 and NAME.customer.wav.
`batch.toml` in the folder, or NAME.toml beside a recording, may say who is who; see `OPTIONS`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from app.batch.values import SIDE, Recording
from app.engine.import_messages import MEDIA_ENDINGS
from perception.errors import MediaError

SETTINGS_NAME: Final = "batch.toml"
DEFAULTS: Final = "default"
_WHO: Final = {"csm": "csm", "agent": "csm", "customer": "customer", "client": "customer"}

# What may be said about a recording: its kind, and the words allowed.
OPTIONS: Final[Mapping[str, tuple[type, tuple[str, ...]]]] = {
    "title": (str, ()),
    "date": (object, ()),  # a date of TOML, or text
    "scenario": (str, ()),
    "layout": (str, ("auto", "single", "side-by-side")),
    "person": (str, ("auto", "left", "right")),
    "customer_audio": (str, ()),
    "customer_track": (int, ()),
    "customer_channel": (str, ("auto", "mixed", "left", "right")),
    "speaker_first": (str, ("csm", "customer")),
}


def find_recordings(folder: Path) -> list[Recording]:
    """The recordings directly inside a folder, in order of name. Raises MediaError for a folder that cannot be used."""
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "does not exist"
        raise MediaError(f"“{folder}” {what}.", recovery="Name the folder that holds the recordings.")
    try:
        names = sorted(path for path in folder.iterdir() if _is_media(path))
    except OSError as error:
        raise MediaError(
            f"“{folder}” cannot be read ({error.strerror or error}).", recovery="Check your rights to it."
        ) from error
    said = _settings(folder / SETTINGS_NAME)
    known = {path.name for path in names}
    for name in said:
        if name != DEFAULTS and name not in known:
            raise MediaError(
                f"{SETTINGS_NAME} speaks of “{name}”, which is not in the folder.", recovery="Correct its name there."
            )
    return [_with_options(recording, said) for recording in _paired(names)]


def _is_media(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".") and path.suffix.lower().lstrip(".") in MEDIA_ENDINGS


def _paired(paths: Sequence[Path]) -> list[Recording]:
    """Files of one call together."""
    calls: dict[str, dict[str, Path]] = {}
    whole: dict[str, Path] = {}
    for path in paths:
        side = SIDE.fullmatch(path.stem)
        if side is None:
            whole.setdefault(path.stem.casefold(), path)
        else:
            calls.setdefault(side["name"].casefold(), {})[_WHO[side["who"].casefold()]] = path
    made: list[Recording] = []
    used: set[Path] = set()
    for name, sides in calls.items():
        media, customer = sides.get("csm") or whole.get(name), sides.get("customer")
        if media is None and customer is not None:
            missing = "Only the customer's side of this call is here: your own file is missing."
            made.append(Recording(customer, problem=missing))
        elif media is not None:
            made.append(Recording(media, customer))
        used |= {path for path in (media, customer) if path is not None}
    made += [Recording(path) for path in paths if path not in used]
    return sorted(made, key=lambda recording: recording.media.name.casefold())


def _with_options(recording: Recording, said: Mapping[str, Any]) -> Recording:
    beside = recording.media.with_suffix(".toml")
    own = _checked(beside.name, _read(beside)) if beside.name != SETTINGS_NAME and beside.is_file() else {}
    options = {**said.get(DEFAULTS, {}), **said.get(recording.media.name, {}), **own}
    other = options.pop("customer_audio", None)
    if other is None:
        return replace(recording, options=options)
    path = recording.media.parent / other
    if not path.is_file():
        raise MediaError(
            f"“{recording.media.name}” should have the customer in “{other}”, which is not there.",
            recovery=f"Correct its name in {SETTINGS_NAME} or {beside.name}.",
        )
    return replace(recording, customer_audio=path, options=options)


def _settings(path: Path) -> dict[str, dict[str, Any]]:
    if not path.is_file():
        return {}
    found = {}
    for name, options in _read(path).items():
        if not isinstance(options, dict):
            raise MediaError(
                f"{path.name}: “{name}” stands outside a section.",
                recovery=f"Put it under [{DEFAULTS}], or under the name of a recording in quotes and brackets.",
            )
        found[name] = _checked(f"{path.name}, [{name}]", options)
    return found


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MediaError(f"{path.name} cannot be read: {error}.", recovery="Correct it, or take it away.") from error


def _checked(where: str, options: Mapping[str, Any]) -> dict[str, Any]:
    for key, value in options.items():
        if key not in OPTIONS:
            raise MediaError(f"{where}: there is no “{key}”.", recovery=f"Known are {', '.join(OPTIONS)}.")
        kind, allowed = OPTIONS[key]
        if key == "date":
            _moment(where, value)
        elif not isinstance(value, kind) or isinstance(value, bool):
            wanted = "a whole number" if kind is int else "text in quotes"
            raise MediaError(f"{where}: “{key}” is {value!r}.", recovery=f"It should be {wanted}.")
        elif allowed and value not in allowed:
            raise MediaError(f"{where}: “{key}” is “{value}”.", recovery=f"It may be {', '.join(allowed)}.")
    made = dict(options)
    if "date" in made:
        made["date"] = _moment(where, made["date"])
    return made


def _moment(where: str, value: object) -> str:
    """ISO 8601 of what was given as a date."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    try:
        return datetime.fromisoformat(str(value)).isoformat()
    except ValueError as error:
        raise MediaError(
            f"{where}: “{value}” is no date.", recovery="Write it as 2026-05-12 or 2026-05-12T09:30."
        ) from error


def recordings_of(files: Sequence[Path]) -> list[Recording]:
    """These files, those of one call together. Folders and what is no recording are left out."""
    return [_with_options(recording, {}) for recording in _paired(sorted(path for path in files if _is_media(path)))]
