"""`attune practice SCENARIO`: plays a scenario without a window, from a file of lines or typed at the terminal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.bootstrap.practice import practice_reader, scenario_shelf
from app.cli.output import print_json
from app.cli.practice_output import card_of, print_played, print_step, record_of
from app.practice.director import ScenarioDirector
from app.practice.errors import Mistake, PracticeFileError
from app.practice.play import Played, csm_lines, play, score, written_turn
from app.practice.reading import PracticeReader
from app.practice.scenario.lint import has_errors, lint
from app.practice.scenario.loader import SUFFIXES, LoadedScenario, Shelf, load_scenario, refuse_unplayable
from perception.character.looks import LOOKS
from perception.inference.lexicon_files import load_lexicon
from perception.language.types import SentenceReader

EXIT_OK: Final = 0
EXIT_BAD_INPUT: Final = 2


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "practice",
        help="play a scenario without a window",
        description=(
            "Plays a scenario: the customer answers what you say, from a file with one turn a line, or typed here. "
            "Prints the letters, the path taken and how the customer feels at the end."
        ),
        epilog=(
            "A line “...” in the file is silence, a line that starts with # a remark. JSON with --json: {scenario, "
            "path, end_state: {calm, trust}, end, letters, turns, unused_lines}, with --speak also said, the lines as "
            "written; turns then hold what was heard."
        ),
    )
    parser.add_argument("scenario", metavar="SCENARIO", nargs="?", help="id of a scenario (see --list), or a YAML file")
    parser.add_argument("--csm-lines", metavar="FILE", type=Path, help="what you say, one turn a line, UTF-8")
    parser.add_argument("--speak", action="store_true", help="speak the lines through the real audio path")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="which wordings the customer chooses")
    parser.add_argument("--check", action="store_true", help="say what is wrong with the scenario, with the line")
    parser.add_argument("--list", action="store_true", help="list the scenarios")
    parser.add_argument("--looks", action="store_true", help="list the drawn people a scenario can name")
    parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Do what is asked; 0 on success, 2 for bad usage or bad input, 1 for a failure of its own."""
    try:
        if args.looks:
            return _print_names(list(LOOKS), as_json=args.json)
        if args.list:
            return _list(scenario_shelf(), as_json=args.json)
        if args.scenario is None:
            return _tell("No scenario was named.", "Name one (see “attune practice --list”).", EXIT_BAD_INPUT)
        loaded = _find(args.scenario)
        if args.check:
            return _check(loaded, as_json=args.json)
        refuse_unplayable(loaded)
        return _play(loaded, args)
    except PracticeFileError as error:
        if args.check:
            return _print_mistakes(error.mistakes, as_json=args.json)
        return _tell(error.message, error.recovery, EXIT_BAD_INPUT)


# ---------------------------------------------------------------- finding and checking


def _find(name: str) -> LoadedScenario:
    """A scenario by its file or its id."""
    path = Path(name)
    if path.suffix in SUFFIXES or path.is_file():
        return load_scenario(path)
    shelf = scenario_shelf()
    if name in shelf.entries:
        return load_scenario(shelf.entries[name].path)
    for broken, fault in shelf.broken.items():
        if broken.stem == name:
            raise fault
    remedy = "“attune practice --list” shows what there is; a file ends in .yaml."
    raise PracticeFileError([Mistake(name, None, "There is no such scenario.", remedy)])


def _check(loaded: LoadedScenario, *, as_json: bool) -> int:
    findings = lint(loaded.scenario, loaded.file)
    if as_json:
        rows = [
            {"severity": one.severity, "code": one.code, "file": one.file, "line": one.line, "node": one.node,
             "what": one.what, "remedy": one.remedy}
            for one in findings
        ]  # fmt: skip
        print_json({"scenario": loaded.scenario.id, "findings": rows})
    else:
        print("\n".join(map(str, findings)) or f"{loaded.file.name}: nothing to mend.")
    return EXIT_BAD_INPUT if has_errors(findings) else EXIT_OK


def _print_mistakes(mistakes: Sequence[Mistake], *, as_json: bool) -> int:
    if as_json:
        rows = [
            {"severity": "error", "code": "form", "file": one.file, "line": one.line, "node": None,
             "what": one.what, "remedy": one.remedy}
            for one in mistakes
        ]  # fmt: skip
        print_json({"scenario": None, "findings": rows})
    else:
        print("\n".join(map(str, mistakes)))
    return EXIT_BAD_INPUT


def _list(shelf: Shelf, *, as_json: bool) -> int:
    for fault in shelf.broken.values():
        print(f"attune: left out: {fault.message} {fault.recovery}", file=sys.stderr)
    if as_json:
        print_json({"scenarios": [card_of(entry) for entry in shelf.entries.values()]})
        return EXIT_OK
    for entry in shelf.entries.values():
        one = entry.scenario
        mine = "  (yours)" if entry.own else ""
        print(f"{one.id:<28} {one.title} – {one.situation}, {one.difficulty}, {one.minutes} min{mine}")
    return EXIT_OK


def _print_names(names: Sequence[str], *, as_json: bool) -> int:
    if as_json:
        print_json({"looks": list(names)})
    else:
        print("\n".join(names))
    return EXIT_OK


# ---------------------------------------------------------------- playing


def _play(loaded: LoadedScenario, args: argparse.Namespace) -> int:
    if args.csm_lines is None and (args.speak or args.json or not sys.stdin.isatty()):
        return _tell("There is nothing to say.", "Give your lines with --csm-lines FILE.", EXIT_BAD_INPUT)
    if args.csm_lines is not None:
        lines = _read_lines(args.csm_lines)
        if args.speak:
            return _show(_spoken(loaded, lines, args.seed), args)
    reader = _reader()
    if args.csm_lines is None:
        return _show(_typed(loaded, args.seed, reader), args)
    return _show(play(loaded.scenario, lines, lexicon=load_lexicon(), reader=reader, seed=args.seed), args)


def _spoken(loaded: LoadedScenario, lines: Sequence[str], seed: int) -> Played:
    """Played by speaking the lines into a live call; takes as long as the call."""
    from app.bootstrap.practice_spoken import play_spoken

    print("The lines are spoken into a live call. This takes as long as the call.", file=sys.stderr)
    return play_spoken(loaded.scenario, lines, seed)


def _typed(loaded: LoadedScenario, seed: int, reader: SentenceReader | None) -> Played:
    """Played by typing; an empty line is silence, the end of input ends it."""
    lexicon = load_lexicon()
    director = ScenarioDirector(loaded.scenario, PracticeReader(loaded.scenario, lexicon, reader), seed=seed)
    print(f"{loaded.scenario.summary}\n{loaded.scenario.aim}\n(Type what you say. Ctrl-D ends the call.)\n")
    print_step(loaded.scenario, director.open())
    while not director.ended:
        try:
            said = input("You: ").strip()
        except EOFError:
            print()
            break
        step = director.answer(written_turn(said)) if said else director.silence() or director.answer(written_turn(""))
        print_step(loaded.scenario, step)
    return Played(loaded.scenario, tuple(director.steps), score(director, loaded.scenario, lexicon, reader))


def _show(played: Played, args: argparse.Namespace) -> int:
    if args.json:
        print_json(record_of(played))
    else:
        print_played(played)
    return EXIT_OK


def _read_lines(path: Path) -> tuple[str, ...]:
    try:
        lines = csm_lines(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        raise PracticeFileError([Mistake(path.name, line, "This is not UTF-8 text.", "Save it as UTF-8.")]) from fault
    if not lines:
        raise PracticeFileError([Mistake(path.name, None, "It holds no lines.", "Write one turn of yours a line.")])
    return lines


def _reader() -> SentenceReader | None:
    reader, trouble = practice_reader()
    if trouble:
        print(f"attune: {trouble}", file=sys.stderr)
    return reader


def _tell(message: str, recovery: str, status: int) -> int:
    print(f"attune: {message} {recovery}", file=sys.stderr)
    return status
