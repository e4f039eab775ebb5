"""Session readers meet whatever a disk, a crash or an editor can leave: they answer, or raise one kind of error."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perception.recording.records import KINDS
from tests.fuzz.session_target import everything_read, files_from
from tests.unit.perception_recording import session_samples

MANY = settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
NAMES = st.sampled_from(["session.json", "events.jsonl", "notes.jsonl", "rescored.json"])
NUMBERS = st.one_of(
    st.integers(-(10**30), 10**30), st.floats(allow_nan=False), st.sampled_from([0, -1, 1e308, 10**400, True, None])
)
VALUES: Any = st.recursive(
    st.one_of(NUMBERS, st.text(max_size=12), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=8,
)
_KEYS = (
    "kind t_s start_s end_s text speaker channel letters value low high coverage state duration_s moments talk_share "
    "interruptions id author role written_at about replaces tags calm trust end manner node hop_s f0_hz number media"
)
KEYS = _KEYS.split()
_REVIEW = ("review_comment", "review_rating", "review_override", "review_withdrawal")
KIND_NAMES = [*KINDS, "self_check", "correction", "tags", *_REVIEW]
RECORDS = st.builds(
    lambda kind, rest: {"kind": kind, **{key: value for key, value in rest.items() if key != "kind"}},
    st.sampled_from(KIND_NAMES),
    st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=8),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A whole session to damage."""
    made = tmp_path / "session"
    made.mkdir()
    files_from(made, whole_session())
    return made


def whole_session() -> dict[str, bytes]:
    """The files of a small session."""
    from perception.recording.format import header_to_json
    from perception.recording.records import EndedRecord, to_line

    records = [*session_samples.observations(), session_samples.scorecard(), EndedRecord(65.0, "done")]
    return {
        "session.json": json.dumps(header_to_json(session_samples.header())).encode(),
        "events.jsonl": b"".join(map(to_line, records)),
        "notes.jsonl": b'{"kind":"self_check","author":"me","written_at":"","ratings":{"E":50}}\n',
    }


@MANY
@given(name=NAMES, at=st.floats(0, 1), taken=st.integers(0, 60), put=st.binary(max_size=40))
def test_bytes_cut_out_and_put_in_anywhere(folder: Path, name: str, at: float, taken: int, put: bytes) -> None:
    files = whole_session()
    data = files.get(name, b"")
    place = int(at * len(data))
    everything_read(files_from(folder, {**files, name: data[:place] + put + data[place + taken :]}))


@MANY
@given(lines=st.lists(RECORDS, max_size=12), name=st.sampled_from(["events.jsonl", "notes.jsonl"]))
def test_records_of_any_kind_with_any_values(folder: Path, lines: list[dict[str, Any]], name: str) -> None:
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    files = whole_session()
    everything_read(files_from(folder, {**files, name: files[name] + text.encode()}))


@MANY
@given(
    changes=st.dictionaries(
        st.sampled_from(
            [
                "started_at",
                "title",
                "source",
                "letters",
                "params",
                "stated",
                "baseline",
                "format_version",
                "scenario",
                "consent",
                "live_help",
                "session_id",
            ]
        ),
        VALUES,
        max_size=3,
    )
)
def test_a_header_with_any_values(folder: Path, changes: dict[str, Any]) -> None:
    files = whole_session()
    header = {**json.loads(files["session.json"]), **changes}
    everything_read(files_from(folder, {**files, "session.json": json.dumps(header).encode()}))


@MANY
@given(data=st.binary(max_size=400))
def test_what_the_fuzzer_is_given(data: bytes) -> None:
    from tests.fuzz.session_target import fuzz_one

    fuzz_one(data)
