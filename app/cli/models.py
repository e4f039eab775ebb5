"""`attune models`: which model files are here, whether they are the right ones, and how to get them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from perception.errors import ModelError
from perception.inference.model_files import ModelStatus, ModelStore

_STATE_WORDS: Final = {"ready": "ready", "missing": "not here", "wrong": "damaged"}
_DESCRIPTION: Final = (
    "list: the models and whether they are here (names and sizes). check: the same with checksums. "
    "install: fetch what is missing. import DIR: take the files from a folder or stick."
)


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "models", help="the model files: what is there, checksums, where from", description=_DESCRIPTION
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(func=run, action="list", ids=[], folder=None)
    actions = parser.add_subparsers(dest="action", metavar="list|check|install|import")
    for name, text in (("list", "what is here"), ("check", "what is here, with checksums")):
        _json_option(actions.add_parser(name, help=text, description=text))
    install = actions.add_parser("install", help="fetch what is missing", description="Fetch what is missing.")
    install.add_argument("ids", nargs="*", metavar="ID", help="only these models (default: all but those on request)")
    _json_option(install)
    bring = actions.add_parser("import", help="take the files from a folder", description="Take the files from DIR.")
    bring.add_argument("folder", metavar="DIR", type=Path, help="a folder or stick with the model files")
    _json_option(bring)


def _json_option(parser: argparse.ArgumentParser) -> None:
    # SUPPRESS: without the option here, one given before the action keeps its value.
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document")


def run(args: argparse.Namespace, store: ModelStore | None = None) -> int:
    """List, check, install or import. 0: all needed models are here; 1: one is not; 2: bad input."""
    store = store or ModelStore()
    action = args.action or "list"
    wrong = _bad_input(args, store, action)
    if wrong:
        return _tell(wrong, 2)
    report: dict[str, Any] = {}
    try:
        if action == "install":
            report["installed"] = store.install(args.ids or None, _say)
        elif action == "import":
            done = store.import_folder(args.folder, _say)
            report = {"imported": list(done.imported), "still_missing": list(done.still_missing)}
    except ModelError as error:
        return _tell(f"{error.message} {error.recovery}", 1)
    chosen = store.with_needs(getattr(args, "ids", None) or [entry.id for entry in store.entries])
    statuses = [status for status in store.status(thorough=action != "list") if status.entry.id in chosen]
    _show(store, action, statuses, report, as_json=args.json)
    return _verdict(action, statuses)


def _bad_input(args: argparse.Namespace, store: ModelStore, action: str) -> str:
    known = {entry.id for entry in store.entries}
    unknown = [name for name in (args.ids if action == "install" else []) if name not in known]
    if unknown:
        return f"There is no model called “{unknown[0]}”. Known models: {', '.join(sorted(known))}."
    if action == "import" and not args.folder.is_dir():
        return f"There is no folder {args.folder}. Name the folder that holds the model files."
    return ""


def _verdict(action: str, statuses: Sequence[ModelStatus]) -> int:
    """A list always succeeds; the other actions fail with one line while a needed model is not right."""
    bad = [status for status in statuses if status.path is None and not status.entry.optional]
    if action == "list" or not bad:
        return 0
    return _tell(f"{bad[0].problem} Run “attune models install”, or “attune models import FOLDER”.", 1)


def _show(
    store: ModelStore, action: str, statuses: Sequence[ModelStatus], report: dict[str, Any], *, as_json: bool
) -> None:
    if as_json:
        document = {"folder": str(store.folder), **report, "models": [_record(status) for status in statuses]}
        print(json.dumps(document, ensure_ascii=False, indent=2))
        return
    print(f"Model folder: {store.folder}")
    for status in statuses:
        entry = status.entry
        note = f"   {status.problem}" if status.state == "wrong" else ""
        extra = " (on request)" if entry.on_request else " (optional)" if entry.optional else ""
        words = f"{_STATE_WORDS[status.state]}{extra}"
        print(f"  {entry.id:<17} {entry.size / 1e6:6.1f} MB   {words:<21} {entry.licence:<11} {entry.title}{note}")
        if action == "list":
            print(f"  {'':<17} from {entry.page}")
    if report.get("imported"):
        print(f"Imported: {', '.join(report['imported'])}")


def _record(status: ModelStatus) -> dict[str, Any]:
    entry = status.entry
    return {
        "id": entry.id,
        "title": entry.title,
        "state": status.state,
        "path": str(status.path) if status.path else None,
        "problem": status.problem or None,
        "optional": entry.optional,
        "on_request": entry.on_request,
        "bytes": entry.size,
        "licence": entry.licence,
        "owner": entry.owner,
        "page": entry.page,
        "address": entry.address,
        "files": [{"name": file.name, "bytes": file.size, "sha256": file.sha256} for file in entry.files],
    }


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _tell(line: str, status: int) -> int:
    print(" ".join(f"attune: {line}".split()), file=sys.stderr)
    return status
