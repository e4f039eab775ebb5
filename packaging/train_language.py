"""Training of the sentence reader. `python3 packaging/train_language.py counts` counts the written examples."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from training.examples import ExampleError, counts, load


def main() -> int:
    """Name every line of the examples that is not well formed, or count them."""
    try:
        print("\n".join(counts(load())))
    except ExampleError as fault:
        print(fault, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
