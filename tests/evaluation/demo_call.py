"""The demo call as analysed against what is known of it.

`python -m tests.evaluation.demo_call SESSION` compares the events of an analysed demo session with the script's truth:
talk share, nods, looking away, smiles, the interruption and the raised passage.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs

from app.bootstrap import run_demo
from app.practice.demo.builder import load_script
from app.practice.demo.timeline import Timeline, Truth, lay_out, truth_of
from perception.types import Span
from tests.evaluation.report import table_lines
from tests.evaluation.tables import Figure, Table

BUILT = Path(platformdirs.user_cache_dir("attune")) / "sample-call" / "call.json"
TOLERANCE_S = 0.5
Events = dict[str, list[dict[str, Any]]]


def read_events(session: Path) -> Events:
    """The session's records by kind."""
    found: Events = {}
    for line in (session / "events.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        found.setdefault(record["kind"], []).append(record)
    return found


def matched(truth: Sequence[Any], seen: Sequence[dict[str, Any]]) -> int:
    """How many of the true events are met by one that was seen, within the tolerance."""
    return sum(
        any(s["start_s"] < t.end_s + TOLERANCE_S and s["end_s"] > t.start_s - TOLERANCE_S for s in seen) for t in truth
    )


def share(faces: Sequence[dict[str, Any]], spans: Sequence[Span], value: str, level: float) -> tuple[float, float]:
    """Share of pictures above a level inside the spans (their first and last 0.5 s left out) and far outside."""
    inside, outside = [], []
    for face in faces:
        at = face["t_s"]
        read = face.get(value)
        read = face.get("displays", {}).get(value) if read is None else read
        if read is None:
            continue
        if any(span.start_s + 0.5 < at < span.end_s - 0.5 for span in spans):
            inside.append(read > level)
        elif not any(span.start_s - 1 < at < span.end_s + 1 for span in spans):
            outside.append(read > level)
    return float(np.mean(inside)), float(np.mean(outside))


def line_voice(events: Events, start_s: float, end_s: float) -> tuple[float, float]:
    """Median level (dBFS) and pitch (Hz) of the CSM's voiced sound in a span."""
    levels, pitches = [], []
    for block in events["voice"]:
        if block["channel"] != "csm" or block["t_s"] > end_s:
            continue
        for i, (level, f0) in enumerate(zip(block["level_dbfs"], block["f0_hz"], strict=True)):
            if f0 is not None and start_s <= block["t_s"] + i * block["hop_s"] <= end_s:
                levels.append(level)
                pitches.append(f0)
    return float(np.median(levels)), float(np.median(pitches))


def figures(events: Events, timeline: Timeline, truth: Truth) -> list[Figure]:
    """The comparison."""
    nods, faces = events.get("nod", []), events["face"]
    spoken = {
        who: sum(s["end_s"] - s["start_s"] for s in events["segment"] if s["channel"] == who)
        for who in ("csm", "customer")
    }
    heard = spoken["csm"] / sum(spoken.values())
    hits = matched(truth.nods, nods)
    away, here = share(faces, truth.look_aways, "attend_p", 0.5)
    smiling, plain = share(faces, truth.smiles, "smile", 0.35)
    made = [
        _figure("share of talk that is the CSM's", heard, f"true {truth.talk_share:.3f}", digits=3),
        _figure("drawn nods that were seen", hits / len(truth.nods), sample=f"{hits} of {len(truth.nods)} nods"),
        _figure("nods seen where none was drawn", float(len(nods) - matched_seen(truth.nods, nods)), digits=0),
        _figure("pictures counted as attending while looking away", away, sample=f"{len(truth.look_aways)} looks"),
        _figure("pictures counted as attending otherwise", here),
        _figure("pictures with a smile while smiling", smiling, sample=f"{len(truth.smiles)} smiles"),
        _figure("pictures with a smile otherwise", plain),
    ]
    if nods:
        drawn, seen = (
            float(np.mean([nod.amplitude_deg for nod in truth.nods])),
            float(np.mean([nod["amplitude_deg"] for nod in nods])),
        )
        made.append(_figure("mean size of a nod", seen, f"drawn {drawn:.1f}", unit="degrees", digits=1))
    return made + raised(events, timeline)


def matched_seen(truth: Sequence[Any], seen: Sequence[dict[str, Any]]) -> int:
    """How many that were seen meet a true event, within the tolerance."""
    return sum(
        any(s["start_s"] < t.end_s + TOLERANCE_S and s["end_s"] > t.start_s - TOLERANCE_S for t in truth) for s in seen
    )


def raised(events: Events, timeline: Timeline) -> list[Figure]:
    """The raised passages: level and pitch above the CSM's usual lines, as written and as heard."""
    usual = [item for item in timeline.of("csm") if item.line.gain_db == 0 and item.line.inside is None]
    rest = np.median([line_voice(events, item.start_s, item.end_s) for item in usual], axis=0)
    made: list[Figure] = []
    for item in timeline.of("csm"):
        if item.line.gain_db > 0:
            level, pitch = line_voice(events, item.start_s, item.end_s)
            semitones = 12 * float(np.log2(pitch / rest[1]))
            written_db, written_st = f"written {item.line.gain_db:+.0f}", f"written {item.line.pitch_st:+.1f}"
            made.append(_figure("raised passage, level", float(level - rest[0]), written_db, unit="dB", digits=1))
            made.append(_figure("raised passage, pitch", semitones, written_st, unit="semitones", digits=1))
    return made


def _figure(
    what: str, value: float, truth: str = "", *, sample: str = "1 call", unit: str = "", digits: int = 2
) -> Figure:
    return Figure(what=what, value=value, baseline=truth, sample=sample, unit=unit, digits=digits)


def table(session: Path) -> Table:
    """The comparison for an analysed demo session."""
    durations = json.loads(BUILT.read_text(encoding="utf-8"))["durations_s"]
    timeline = lay_out(load_script(), durations)
    return Table(
        part="demo",
        title="The sample call against its script",
        data="Drawn and spoken by Attune itself, so the truth is known; one call, no interval.",
        figures=tuple(figures(read_events(session), timeline, truth_of(timeline))),
    )


def tables(_data: Path, _plots: Path) -> list[Table]:
    """Analyse the sample call and compare; needs no labelled data."""
    with tempfile.TemporaryDirectory() as name:
        session = Path(name) / "session"
        run_demo(session, lambda _fraction, _step: None, threading.Event())
        return [table(session)]


def main(session: Path) -> None:
    """Print the comparison for an analysed demo session."""
    sys.stdout.write("\n".join(table_lines(table(session), across=120)) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
