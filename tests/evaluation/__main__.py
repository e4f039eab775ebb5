"""How exact the measurements are, as tables: `python3 packaging/dev.py evaluate [PART ...]`.

E, M, P, T  a letter against labelled data: eye contact with head angles, face, posture, tone of voice
drawn       rendered heads, the drawn person among them: what was rendered against what was measured
speakers    who speaks when: tracks of their own, one track for both, echo, far microphones
demo        the sample call: its known truth against what was seen and heard
words       the recogniser in the whole pipeline against the bare model; names to expect; doubtful lines
language    what is understood of words: interviews, answers, feelings, judging, dismissing, word noise
practice    sample scripts of the scenarios, spoken and heard: the same way as from text? ends of turns in real speech
agreement   calls played live against the same calls analysed as recordings (takes as long as the calls)

Labelled data lies outside of the repository (ATTUNE_EVAL_DATA names the folder); a part without its data is skipped
and says so. A missed target is told and is no failure.
"""

from __future__ import annotations

import argparse
import importlib
import os
import shutil
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final, TextIO

from perception.errors import PerceptionError
from tests.evaluation.language_errors import samples
from tests.evaluation.publish import publish, results_of, write_results
from tests.evaluation.report import closing_line, table_lines
from tests.evaluation.tables import Skipped, Table, beside_rules

ROOT: Final = Path(__file__).resolve().parents[2]
OUT: Final = ROOT / "out" / "evaluation"  # out/ is not kept in the repository


@dataclass(frozen=True, slots=True)
class Part:
    """What belongs to one letter or part: modules here that offer `tables(data, plots)`, and whether they need data."""

    name: str
    modules: tuple[str, ...]
    needs_data: bool = True


LANGUAGE: Final = (
    *("language_utterances", "language_sessions", "language_empathy", "language_listening"),
    *("language_feelings", "language_judging", "language_frozen", "language_robustness"),
)
PARTS: Final = (
    Part("E", ("eye_contact", "head")),
    Part("M", ("muscles",)),
    Part("P", ("posture",)),
    Part("T", ("tone",)),
    Part("speakers", ("speakers",)),
    Part("drawn", ("drawn",), needs_data=False),
    Part("demo", ("demo_call",), needs_data=False),
    Part("words", ("recognition",)),
    Part("language", LANGUAGE),
    Part("practice", ("practice_spoken", "turn_ends"), needs_data=False),
    Part("agreement", ("agreement",), needs_data=False),
)


def data_folder() -> Path:
    """Where labelled data lies: ATTUNE_EVAL_DATA, or beside the checkout."""
    return Path(os.environ.get("ATTUNE_EVAL_DATA") or ROOT.parent / "shared" / "data")


@dataclass(slots=True)
class Outcome:
    """What came of a run: tables by part, reasons of what was skipped, parts that failed."""

    tables: dict[str, list[Table]] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def closing_line(self) -> str:
        """The last line."""
        all_tables = [table for tables in self.tables.values() for table in tables]
        return closing_line(all_tables, skipped=len(self.skipped), failed=len(self.failed))


def measure(parts: Sequence[Part], *, data: Path, plots: Path, out: TextIO, errors: TextIO) -> Outcome:
    """Run the parts one after another and print each as soon as it is known. Nothing a part does stops the others."""
    outcome, across = Outcome(), shutil.get_terminal_size((140, 40)).columns
    for part in parts:
        print(f"=== {part.name} ===", file=out, flush=True)
        found: list[Table] = []
        for module in part.modules:
            label = part.name if len(part.modules) == 1 else f"{part.name} ({module})"
            try:
                found += _tables(module, part, data, plots)
            except Skipped as reason:
                outcome.skipped.append(label)
                print(f"skipped {label}: {reason}", file=out)
            except Exception as error:  # noqa: BLE001 - told in full; the other parts are still worth measuring
                outcome.failed.append(label)
                _tell(label, error, errors)
        for table in found:
            print("\n".join(table_lines(table, across=across, plots=plots)), end="\n\n", file=out, flush=True)
        if found:
            outcome.tables[part.name] = found
    return outcome


def _tables(module: str, part: Part, data: Path, plots: Path) -> list[Table]:
    name = f"tests.evaluation.{module}"
    if part.needs_data and not data.is_dir():
        raise Skipped("the labelled data is not there; ATTUNE_EVAL_DATA names its folder")
    try:
        loaded = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise Skipped(f"this checkout has no tests/evaluation/{module}.py") from error
    try:
        made: Sequence[Table] = loaded.tables(data, plots)
    except FileNotFoundError as error:
        missing = Path(str(error.filename or ""))
        if not missing.is_relative_to(data):
            raise
        raise Skipped(f"{missing.relative_to(data)} is not among the labelled data") from error
    return [beside_rules(replace(table, part=part.name)) for table in made]


def _tell(label: str, error: Exception, errors: TextIO) -> None:
    if isinstance(error, PerceptionError):
        print(f"{label} failed: {error.message} {error.recovery}", file=errors)
        return
    print(f"{label} failed:", file=errors)
    traceback.print_exception(error, file=errors)


def chosen_parts(names: Sequence[str]) -> list[Part]:
    """The parts of these names (letters in either case, parts or modules), each once. Raises KeyError."""
    known: Mapping[str, Part] = {name.lower(): part for part in PARTS for name in (part.name, *part.modules)}
    wanted = [known[name.lower()].name for name in names]
    return [part for part in PARTS if not names or part.name in wanted]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure the chosen parts, all by default. 0 done, 1 when a part failed, 2 on bad usage."""
    parser = argparse.ArgumentParser(
        prog="dev.py evaluate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(part.name for part in PARTS)}")
    parser.add_argument("--out", type=Path, default=OUT, metavar="DIR", help="for plots and results.json")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print N wrong cases of each class (words)")
    parser.add_argument("--publish", action="store_true", help="renew what the window's model card shows")
    args = parser.parse_args(argv)
    try:
        parts = chosen_parts(args.parts)
    except KeyError as error:
        parser.error(f"there is no part {error}; choose from {', '.join(part.name for part in PARTS)}")
    outcome = measure(parts, data=data_folder(), plots=args.out, out=sys.stdout, errors=sys.stderr)
    results = results_of(outcome.tables, measured_on=date.today().isoformat())
    write_results(results, args.out / "results.json")
    if args.errors:
        print("\n".join(samples(args.out, args.errors)))
    if args.publish:
        publish(results)
        print("published: the figures of the model card and of the README")
    print(outcome.closing_line())
    return 1 if outcome.failed else 0


if __name__ == "__main__":
    sys.exit(main())
