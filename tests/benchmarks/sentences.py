"""`attune annotate` of long conversations against the bare sentence reader over the same sentences."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from pathlib import Path

from perception.inference.asset_files import assets_dir
from tests.benchmarks.table import Figure
from tests.benchmarks.watch import watch

RUNS = 3
LINES = 1500
SPEAKERS = {"U": "csm", "C": "customer"}


def run() -> list[Figure]:
    """Both in turn, three times; medians. Each line of a conversation counts as an utterance, start included."""
    with tempfile.TemporaryDirectory() as name:
        talk = Path(name) / "talk.jsonl"
        lines = write_talk(talk)
        ours, bare = [], []
        for _ in range(RUNS):
            ours.append(watch([sys.executable, "-m", "app", "annotate", str(talk), "--out", str(Path(name) / "out")]))
            bare.append(watch([sys.executable, "-m", "tests.benchmarks.bare_reader", str(talk)]))
    wall_s = statistics.median(run.wall_s for run in ours)
    ratio = statistics.median(a.wall_s / b.wall_s for a, b in zip(ours, bare, strict=True))
    return [
        Figure("annotate: utterances a second, start included", lines / wall_s, "/s", 100.0, "higher"),
        Figure("annotate: wall time against the bare sentence reader", ratio, "x", 1.8),
    ]


def write_talk(target: Path) -> int:
    """Written calls as the command reads them; gives the number of lines."""
    records = []
    call = 0
    text = (assets_dir() / "lexicons" / "examples" / "service.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        call += line.startswith("## ")
        speaker, _, rest = line.partition("\t")
        if speaker in SPEAKERS:
            records.append({"conversation": call, "speaker": SPEAKERS[speaker], "text": rest.partition("\t")[2]})
    records = records[:LINES]
    target.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return len(records)
