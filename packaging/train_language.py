"""Training of the sentence reader; see the section on it in packaging/README.md.

counts            check and count the written examples (needs nothing but Attune)
train             make the shipped reader anew from the examples and GoEmotions
crossvalidate     the same method taught with AnnoMI's interviews in fifths: for comparison only, never shipped
levels            small heads on the frozen reader for EPITOME's levels: for comparison only, never shipped
measure           how well a reader (the shipped one) agrees with people, and what the word rules alone reach
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from training.examples import ExampleError, counts, load

_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def main() -> int:
    """Run the sub-command."""
    args = _parser().parse_args()
    try:
        examples = load()
    except ExampleError as fault:
        print(fault, file=sys.stderr)
        return 2
    if args.command == "counts":
        print("\n".join(counts(examples)))
        return 0
    from training import commands

    if args.command == "train":
        commands.train(examples, base=args.base, data=args.data, kept=args.keep, folder=args.out)
    elif args.command == "crossvalidate":
        commands.cross_validate(examples, base=args.base, data=args.data, kept=args.keep)
    elif args.command == "levels":
        commands.levels(base=args.base, data=args.data, kept=args.keep)
    else:
        commands.measure(data=args.data, folder=args.reader)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(dest="command", required=True)
    kinds.add_parser("counts", help="check and count the written examples")
    train = kinds.add_parser("train", help="make the shipped reader")
    train.add_argument("--out", type=Path, required=True, help="folder for reader.onnx and reader.toml")
    crossed = kinds.add_parser("crossvalidate", help="the same method on interviews, for comparison")
    levels = kinds.add_parser("levels", help="EPITOME's levels, for comparison")
    for one in (train, crossed, levels):
        one.add_argument(
            "--base", type=Path, required=True, help="folder with model.safetensors and vocab.txt of MiniLM"
        )
        one.add_argument("--keep", type=Path, required=True, help="file that keeps the weights after GoEmotions")
    measured = kinds.add_parser("measure", help="agreement with people")
    measured.add_argument("--reader", type=Path, help="folder with reader.onnx (default: the shipped one)")
    for one in (train, crossed, levels, measured):
        one.add_argument(
            "--data", type=Path, default=_DATA, help="folder with the labelled data (default: %(default)s)"
        )
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
