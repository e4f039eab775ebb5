"""Run by the environment's own Python: install the models and print, as JSON, what is in place or what went wrong."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from perception.errors import ModelError
from perception.inference.model_files import ModelStatus, ModelStore


def _say(line: str) -> None:
    print(f"  {line}", file=sys.stderr, flush=True)


def install(store: ModelStore) -> dict[str, Any]:
    """Install every model but those for asking only; a failure of an optional one is only a notice."""
    for entry in store.entries:
        if entry.on_request:
            continue
        try:
            store.install([entry.id], _say)
        except ModelError as error:
            if not entry.optional:
                return _failed(error)
            _say(f"{entry.id} (optional) was left out: {error.message}")
    return {"problem": "", "files": [pair for status in store.status(thorough=False) for pair in _sizes(store, status)]}


def _failed(error: ModelError) -> dict[str, Any]:
    return {"problem": error.message, "remedy": error.recovery.replace("attune models", ".venv/bin/attune models")}


def _sizes(store: ModelStore, status: ModelStatus) -> list[tuple[str, int]]:
    if status.path is None or store.folder not in status.path.parents:
        return []
    return [(str(store.folder / file.name), file.size) for file in status.entry.files]


if __name__ == "__main__":
    try:
        answer = install(ModelStore())
    except ModelError as error:
        answer = _failed(error)
    json.dump(answer, sys.stdout)
