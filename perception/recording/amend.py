"""Writes into a header what is known only when the call is over: who spoke where one microphone heard two people."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from perception.recording.format import HEADER_NAME, not_writable, write_atomically


def amend_header(folder: Path, *, params: Mapping[str, float | str], notices: Sequence[str]) -> None:
    """Set these params and add these notices in session.json. Raises SessionFormatError."""
    path = folder / HEADER_NAME
    try:
        raw = json.loads(path.read_bytes())
        raw["params"] = {**raw.get("params", {}), **params}
        raw["notices"] = [*raw.get("notices", ()), *notices]
        text = json.dumps(raw, ensure_ascii=False, indent=2)
        write_atomically(path, (text + "\n").encode("utf-8", errors="backslashreplace"))
    except OSError as error:
        raise not_writable(folder, error) from error
