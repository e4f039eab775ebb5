"""`python -m tests.fuzz NAME [--seconds N] [--seed N]`: feeds a reader with broken files until the time is over.

With atheris (pip install atheris, CPython 3.12) it looks for ways through the code by itself; without it a plain
mutator changes good examples. Leaves with 1 at the first fault, whose bytes it keeps for `--again FILE`.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

from tests.fuzz.mutating import mutations
from tests.fuzz.targets import Target, names, target

_WATCHED = ("app.library", "perception.recording")


def main() -> int:
    """Fuzz one target; 0 when nothing was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("name", choices=names(), help="what to fuzz")
    parser.add_argument("--seconds", type=float, default=60.0, help="for how long")
    parser.add_argument("--seed", type=int, default=1, help="of the chance")
    parser.add_argument("--plain", action="store_true", help="the plain mutator, also where atheris is installed")
    parser.add_argument("--again", metavar="FILE", type=Path, help="only this file")
    args = parser.parse_args()
    if args.again is not None:
        target(args.name).fuzz_one(args.again.read_bytes())
        print("no fault")
        return 0
    if importlib.util.find_spec("atheris") is None or args.plain:
        return _mutate(target(args.name), seed=args.seed, seconds=args.seconds)
    if os.environ.get("ATTUNE_FUZZ_CHILD"):
        return _atheris(args.name, args.seed, args.seconds)
    # libFuzzer ends its process itself, so it gets one of its own.
    command = [sys.executable, "-m", "tests.fuzz", args.name, "--seconds", str(args.seconds), "--seed", str(args.seed)]
    return subprocess.run(command, env={**os.environ, "ATTUNE_FUZZ_CHILD": "1"}, check=False).returncode


def _mutate(chosen: Target, *, seed: int, seconds: float) -> int:
    count = 0
    for data in mutations(chosen.seeds, seed=seed, seconds=seconds):
        count += 1
        try:
            chosen.fuzz_one(data)
        except Exception:  # noqa: BLE001 - every exception is what is looked for
            traceback.print_exc()
            kept = Path(tempfile.gettempdir()) / f"fuzz-{chosen.name}-{hashlib.sha256(data).hexdigest()[:12]}"
            kept.write_bytes(data)
            print(f"{chosen.name}: a fault after {count} files, kept in {kept}")
            return 1
    print(f"{chosen.name}: {count} files, no fault (plain mutator, seed {seed})")
    return 0


def _atheris(name: str, seed: int, seconds: float) -> int:
    import atheris

    with atheris.instrument_imports(include=list(_WATCHED)):
        chosen = target(name)
    with tempfile.TemporaryDirectory() as corpus:
        for number, data in enumerate(chosen.seeds):
            (Path(corpus) / str(number)).write_bytes(data)
        kept = Path(tempfile.gettempdir()) / f"fuzz-{name}-"
        options = [f"-max_total_time={int(seconds)}", f"-seed={seed}", f"-artifact_prefix={kept}", "-max_len=200000"]
        atheris.Setup([sys.argv[0], *options, "-rss_limit_mb=4000", corpus], chosen.fuzz_one)
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
