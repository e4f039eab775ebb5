"""What is published keeps the older figures of what was not measured this time."""

from __future__ import annotations

from pathlib import Path

from app.reports.results import PublishedModel, PublishedPart, Results, load_results
from tests.evaluation.publish import write_results


def model(key: str, runs_on: str = "onnxruntime 1") -> PublishedModel:
    return PublishedModel(key, key, "somebody", "MIT", runs_on, {f"{key}.onnx": "ab" * 32})


def part(name: str, day: str) -> PublishedPart:
    return PublishedPart(name, day, "0.1.0", ())


def test_parts_and_models_that_are_not_here_now_stay_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    write_results(Results((model("face"), model("voice-rich")), (part("M", "2026-11-01"),)), path)
    now = Results((model("face", "onnxruntime 2"), model("vad")), (part("T", "2026-11-26"),))
    write_results(now, path, keep_others=True)
    kept = load_results(path)
    assert kept.models == (model("face", "onnxruntime 2"), model("voice-rich"), model("vad"))
    assert [one.part for one in kept.parts] == ["M", "T"]


def test_a_damaged_file_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_text("{", encoding="utf-8")
    now = Results((model("face"),), (part("M", "2026-11-26"),))
    write_results(now, path, keep_others=True)
    assert load_results(path) == now
