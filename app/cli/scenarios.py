"""`attune scenarios`: the scenarios there are, whether they can be played, and packs of them in and out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, Final

from app.bootstrap.practice import scenario_shelf
from app.cli.output import print_json
from app.cli.practice_output import card_of
from app.practice.errors import Mistake, PracticeError, PracticeFileError
from app.practice.pack_files import PackPlan, bring_in, clear_leftovers, packed, plan_import
from app.practice.packs import PackLabel, pack_bytes, read_pack
from app.practice.scenario.lint import lint
from app.practice.scenario.loader import Shelf, load_scenario, user_scenarios_folder

EXIT_OK: Final = 0
EXIT_BAD_INPUT: Final = 2


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "scenarios",
        help="list and check scenarios, import and export packs",
        description="Lists the scenarios there are, checks them all, and brings packs of them in or writes one.",
        epilog=(
            "JSON with --json: list {scenarios}, check {findings}, import {new, replaces, covers, same, imported}, "
            "export {file, scenarios}."
        ),
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    actions.add_parser("list", help="the scenarios there are (the usual)")
    actions.add_parser("check", help="look for mistakes in all of them")
    into = actions.add_parser("import", help="bring a pack into your scenarios")
    into.add_argument("file", metavar="FILE", type=Path, help="a pack")
    into.add_argument("--replace", action="store_true", help="also replace scenarios of the same id")
    out = actions.add_parser("export", help="write a pack")
    out.add_argument("file", metavar="OUT", type=Path, help="the file to write, ending in .zip")
    out.add_argument("ids", metavar="ID", nargs="+", help="ids of scenarios")
    out.add_argument("--name", default="", help="name of the pack; its file name where left out")
    out.add_argument("--author", default="", help="who made it")
    out.add_argument("--pack-version", default="1", metavar="V", help="version of the pack")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Do what is asked; 0 on success, 2 for bad input, 1 for a failure of its own."""
    try:
        if args.action == "import":
            return _import(args.file, replace=args.replace, as_json=args.json)
        if args.action == "export":
            return _export(args)
        shelf = scenario_shelf()
        return _check(shelf, as_json=args.json) if args.action == "check" else _list(shelf, as_json=args.json)
    except PracticeError as error:
        print(f"attune: {error.message} {error.recovery}".strip(), file=sys.stderr)
        return EXIT_BAD_INPUT


def _list(shelf: Shelf, *, as_json: bool) -> int:
    for fault in shelf.broken.values():
        print(f"attune: left out: {fault.message} {fault.recovery}", file=sys.stderr)
    if as_json:
        print_json({"scenarios": [card_of(entry) for entry in shelf.entries.values()]})
        return EXIT_OK
    for entry in shelf.entries.values():
        print(f"{entry.scenario.id:<28} {entry.scenario.title}{'  (yours)' if entry.own else ''}")
    return EXIT_OK


def _check(shelf: Shelf, *, as_json: bool) -> int:
    rows: list[dict[str, Any]] = []
    for entry in shelf.entries.values():
        loaded = load_scenario(entry.path)
        rows += [
            _row(one.severity, one.file, one.line, one.what, one.remedy) for one in lint(loaded.scenario, loaded.file)
        ]
    for fault in shelf.broken.values():
        rows += [_row("error", one.file, one.line, one.what, one.remedy) for one in fault.mistakes]
    if as_json:
        print_json({"findings": rows})
    else:
        for one in rows:
            where = f", line {one['line']}" if one["line"] is not None else ""
            print(f"{one['file']}{where}: {one['severity']}: {one['what']} {one['remedy']}")
        if not rows:
            print(f"{len(shelf.entries)} scenarios: nothing to mend.")
    return EXIT_BAD_INPUT if shelf.broken else EXIT_OK


def _row(severity: str, file: str, line: int | None, what: str, remedy: str) -> dict[str, Any]:
    return {"severity": severity, "file": file, "line": line, "what": what, "remedy": remedy}


def _import(file: Path, *, replace: bool, as_json: bool) -> int:
    folder = user_scenarios_folder()
    shipped = {entry.scenario.id for entry in scenario_shelf().entries.values() if not entry.own}
    plan = plan_import(read_pack(file), folder, shipped)
    stopped = bool(plan.replaces or plan.covers) and not replace
    if not stopped:
        bring_in(plan, folder, replace=replace)
        clear_leftovers(folder)  # here nothing takes it back
    if as_json:
        kinds = {"new": plan.new, "replaces": plan.replaces, "covers": plan.covers, "same": plan.same}
        print_json({**{kind: list(ids) for kind, ids in kinds.items()}, "imported": not stopped})
    else:
        _print_plan(plan)
    if stopped:
        print("attune: Nothing was imported: it would replace scenarios. Add --replace to do so.", file=sys.stderr)
        return EXIT_BAD_INPUT
    return EXIT_OK


def _print_plan(plan: PackPlan) -> None:
    print(f"{plan.pack.label.name} {plan.pack.label.version}")
    for words, ids in (
        ("new", plan.new),
        ("replaces yours", plan.replaces),
        ("takes the place of a shipped one", plan.covers),
        ("there already", plan.same),
    ):
        for one in ids:
            print(f"  {one}: {words}")


def _export(args: argparse.Namespace) -> int:
    shelf = scenario_shelf()
    target: Path = args.file
    for ident in args.ids:
        if ident not in shelf.entries:
            remedy = "“attune scenarios list” shows what there is."
            raise PracticeFileError([Mistake(ident, None, "There is no such scenario.", remedy)])
    label = PackLabel(args.name or target.stem, args.pack_version, args.author)
    data = pack_bytes(label, [packed(shelf.entries[ident].path) for ident in dict.fromkeys(args.ids)])
    target.write_bytes(data)
    if args.json:
        print_json({"file": str(target), "scenarios": list(dict.fromkeys(args.ids))})
    else:
        print(f"{len(set(args.ids))} written to {target}")
    return EXIT_OK
