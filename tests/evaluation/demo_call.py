"""The demo call as analysed against what is known of it.

`python -m tests.evaluation.demo_call SESSION` compares the events of an analysed demo session with the script's truth:
talk share, nods, looking away, smiles, the interruption and the raised passage.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs

from app.practice.demo.builder import load_script
from app.practice.demo.timeline import Timeline, Truth, lay_out, truth_of
from perception.types import Span

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


def report(events: Events, timeline: Timeline, truth: Truth) -> list[str]:
    """The comparison, one line each."""
    nods, faces = events.get("nod", []), events["face"]
    spoken = {
        who: sum(s["end_s"] - s["start_s"] for s in events["segment"] if s["channel"] == who)
        for who in ("csm", "customer")
    }
    away, here = share(faces, truth.look_aways, "attend_p", 0.5)
    smiling, plain = share(faces, truth.smiles, "smile", 0.35)
    lines = [
        f"talk share: true {truth.talk_share:.3f}, heard {spoken['csm'] / sum(spoken.values()):.3f}",
        f"nods: {len(truth.nods)} drawn, {matched(truth.nods, nods)} of them seen, {len(nods)} seen in all",
        f"attending: {100 * away:.0f} % while looking away, {100 * here:.0f} % otherwise",
        f"smile shown: {100 * smiling:.0f} % while smiling, {100 * plain:.0f} % otherwise",
    ]
    if nods:
        drawn, seen = ([nod.amplitude_deg for nod in truth.nods], [nod["amplitude_deg"] for nod in nods])
        lines.append(f"nod size: {np.mean(drawn):.1f} drawn, {np.mean(seen):.1f} seen")
    usual = [item for item in timeline.of("csm") if item.line.gain_db == 0 and item.line.inside is None]
    rest = np.median([line_voice(events, item.start_s, item.end_s) for item in usual], axis=0)
    for item in timeline.of("csm"):
        if item.line.gain_db > 0:
            level, pitch = line_voice(events, item.start_s, item.end_s)
            semitones = 12 * np.log2(pitch / rest[1])
            lines.append(
                f"raised passage: {item.line.gain_db:+.0f} dB {item.line.pitch_st:+.1f} st written, "
                f"{level - rest[0]:+.1f} dB {semitones:+.1f} st heard"
            )
    return lines


def main(session: Path) -> None:
    """Print the comparison for an analysed demo session."""
    durations = json.loads(BUILT.read_text(encoding="utf-8"))["durations_s"]
    timeline = lay_out(load_script(), durations)
    sys.stdout.write("\n".join(report(read_events(session), timeline, truth_of(timeline))) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
