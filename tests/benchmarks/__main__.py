"""`python -m tests.benchmarks [NAME] [--json]`: the figures of this machine, as ratios within one run."""

from __future__ import annotations

import argparse
import json
import sys

from tests.benchmarks import analyze, face, library, live, practice, review, review_scrub, sentences, words
from tests.benchmarks.table import Figure, print_table

BENCHMARKS = {
    "analyze": analyze.run,
    "annotate": sentences.run,
    "face": face.run,
    "library": library.run,
    "live": live.run,
    "practice": practice.run,
    "review": lambda: [*review.run(), *review_scrub.run()],
    "words": words.run,
}


def main() -> int:
    """Run the chosen benchmarks; exit status 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("name", nargs="?", default="all", choices=("all", *BENCHMARKS))
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    figures: list[Figure] = []
    for name, run in BENCHMARKS.items():
        if args.name in ("all", name):
            figures.extend(run())
    if args.json:
        json.dump([figure.as_dict() for figure in figures], sys.stdout, indent=2)
    else:
        print_table(figures)
    return int(any(figure.met is False for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
