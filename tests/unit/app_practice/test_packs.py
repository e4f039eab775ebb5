"""Packs: what is written comes back, and nothing that is wrong with one gets in or breaks anything."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.practice.pack_files import bring_in, clear_leftovers, packed, plan_import
from app.practice.packs import MANIFEST, Pack, PackedScenario, PackError, PackLabel, pack_bytes, pack_of, read_pack
from app.practice.scenario.loader import read_scenario
from tests.unit.app_practice.small_scenario import TEXT, changed, small

LABEL = PackLabel("Reports", "2", "Kim")
SAMPLE = {"empathic": "That was a long wait.\n"}
GOOD = pack_bytes(LABEL, [PackedScenario(small(), TEXT, SAMPLE)])


def again(text: str) -> PackedScenario:
    return PackedScenario(read_scenario(text, "x.yaml").scenario, text)


def rewritten(change) -> bytes:
    """The good pack with its files changed: a dict of name to bytes, before it is packed again without new sums."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as pack:
        files = {info.filename: pack.read(info) for info in pack.infolist()}
    change(files)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        for name, data in files.items():
            pack.writestr(name, data)
    return out.getvalue()


def resummed(files) -> None:
    import hashlib

    sums = {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != MANIFEST}
    manifest = json.loads(files[MANIFEST])
    files[MANIFEST] = json.dumps({**manifest, "files": sums}).encode()


def outcome(data: bytes) -> Pack | PackError:
    try:
        return pack_of(data, "x.zip")
    except PackError as error:
        return error


def one_line(error: PackError) -> bool:
    return bool(error.message and error.recovery) and "\n" not in error.message + error.recovery


def test_what_was_packed_comes_back():
    pack = pack_of(GOOD, "reports.zip")
    assert pack.label == LABEL
    (one,) = pack.scenarios
    assert (one.scenario, one.text, one.samples) == (small(), TEXT, SAMPLE)
    assert pack_bytes(LABEL, [PackedScenario(small(), TEXT, SAMPLE)]) == GOOD, "the same contents, the same bytes"


def break_sum(files):
    files["scenarios/late-report.yaml"] += b"# more\n"


def slip(files):
    files["../../evil.yaml"] = b"x"


def slip_in_manifest(files):
    files[MANIFEST] = json.dumps({**json.loads(files[MANIFEST]), "files": {"../x": "0"}}).encode()


def stranger(files):
    files["scenarios/run.exe"] = b"x"


def no_manifest(files):
    del files[MANIFEST]


def odd_manifest(files):
    files[MANIFEST] = b"[1, 2"


def newer(files):
    files[MANIFEST] = json.dumps({**json.loads(files[MANIFEST]), "format": 9}).encode()


def missing(files):
    del files["scenarios/late-report.yaml"]


def dead_end(files):
    files["scenarios/late-report.yaml"] = changed(("    end: resolved\n", "")).encode()
    resummed(files)


def other_id(files):
    files["scenarios/another.yaml"] = files.pop("scenarios/late-report.yaml")
    del files["samples/late-report/empathic.txt"]
    resummed(files)


def lone_sample(files):
    files["samples/nobody/empathic.txt"] = b"x"
    resummed(files)


def not_text(files):
    files["scenarios/late-report.yaml"] = b"\xff\xfe\x00"
    resummed(files)


def huge(files):
    files["scenarios/late-report.yaml"] = b" " * 1_000_001
    resummed(files)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (break_sum, "not what the pack says"),
        (slip, "does not belong"),
        (slip_in_manifest, "is missing"),
        (stranger, "does not belong"),
        (no_manifest, "is not a pack"),
        (odd_manifest, "cannot be understood"),
        (newer, "newer version"),
        (missing, "is missing"),
        (dead_end, "dead end"),
        (other_id, "holds the scenario"),
        (lone_sample, "belongs to no scenario"),
        (not_text, "not UTF-8"),
        (huge, "too large"),
    ],
)
def test_a_pack_that_is_not_right_is_refused_in_one_line(change, said):
    with pytest.raises(PackError, match=said) as caught:
        pack_of(rewritten(change), "reports.zip")
    assert one_line(caught.value)


def test_a_bomb_is_not_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for number in range(30):
            pack.writestr(f"scenarios/s{number}.yaml", b"0" * 1_000_000)
    assert len(out.getvalue()) < 100_000
    with pytest.raises(PackError, match="too large"):
        pack_of(out.getvalue(), "bomb.zip")


@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=6), st.booleans())
@settings(max_examples=300, deadline=None)
def test_a_damaged_pack_is_good_or_refused_and_never_breaks(place, noise, cut):
    data = GOOD[:place] + noise + (b"" if cut else GOOD[place + len(noise) :])
    found = outcome(data)
    assert one_line(found) if isinstance(found, PackError) else found.scenarios[0].scenario.id == "late-report"


@given(st.integers(0, len(TEXT)), st.integers(0, 60), st.text(max_size=12))
@settings(max_examples=200, deadline=None)
def test_any_text_in_place_of_a_scenario_is_good_or_refused_and_never_breaks(place, length, noise):
    text = TEXT[:place] + noise + TEXT[place + length :]

    def change(files):
        files["scenarios/late-report.yaml"] = text.encode("utf-8", "surrogatepass")
        resummed(files)

    found = outcome(rewritten(change))
    assert isinstance(found, Pack) or one_line(found)


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_no_bytes_break_it(data):
    with pytest.raises(PackError):
        pack_of(data, "x.zip")


# ---------------------------------------------------------------- in and out of a folder


def tree(folder: Path) -> dict[str, str]:
    clean = (
        path for path in folder.rglob("*") if path.is_file() and not path.relative_to(folder).parts[0].startswith(".")
    )
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in clean}


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "scenarios"
    made.mkdir()
    return made


OTHER = changed(("id: late-report", "id: early-report"))


def test_a_plan_says_what_is_new_what_is_replaced_and_what_is_there_already(folder):
    third = changed(("id: late-report", "id: third"))
    (folder / "late-report.yaml").write_text(OTHER.replace("early", "late") + "# mine\n", encoding="utf-8")
    (folder / "third.yaml").write_text(third, encoding="utf-8")
    shipped = changed(("id: late-report", "id: shipped-one"))
    pack = pack_of(pack_bytes(LABEL, [again(TEXT), again(OTHER), again(third), again(shipped)]), "p.zip")
    plan = plan_import(pack, folder, {"shipped-one"})
    assert (plan.replaces, plan.new, plan.same, plan.covers) == (
        ("late-report",),
        ("early-report",),
        ("third",),
        ("shipped-one",),
    )
    with pytest.raises(PackError, match="there already"):
        bring_in(plan, folder, replace=False)


def test_an_import_can_be_taken_back(folder):
    (folder / "late-report.yaml").write_text(TEXT + "# mine\n", encoding="utf-8")
    (folder / "samples" / "late-report").mkdir(parents=True)
    (folder / "samples" / "late-report" / "dismissive.txt").write_text("No.\n", encoding="utf-8")
    before = tree(folder)
    pack = pack_of(pack_bytes(LABEL, [PackedScenario(small(), TEXT, SAMPLE), again(OTHER)]), "p.zip")
    undo = bring_in(plan_import(pack, folder, ()), folder, replace=True)
    assert tree(folder) == {
        "late-report.yaml": TEXT,
        "early-report.yaml": OTHER,
        "samples/late-report/empathic.txt": SAMPLE["empathic"],
    }
    undo()
    assert tree(folder) == before
    clear_leftovers(folder)
    assert not list(folder.glob(".pack-*"))


def test_an_import_that_fails_half_way_changes_nothing(folder, monkeypatch):
    (folder / "late-report.yaml").write_text(TEXT + "# mine\n", encoding="utf-8")
    before = tree(folder)
    pack = pack_of(pack_bytes(LABEL, [again(OTHER), again(TEXT)]), "p.zip")
    plan = plan_import(pack, folder, ())
    real = Path.replace
    moves = []

    def full(self, target):
        moves.append(self)
        if len(moves) == 3:
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(PackError, match="No space left"):
        bring_in(plan, folder, replace=True)
    monkeypatch.undo()
    assert tree(folder) == before
    assert not list(folder.glob(".pack-*"))


def test_a_scenario_is_packed_from_its_file_with_the_samples_beside_it(folder):
    path = folder / "late-report.yaml"
    path.write_text(TEXT, encoding="utf-8")
    (folder / "samples" / "late-report").mkdir(parents=True)
    (folder / "samples" / "late-report" / "empathic.txt").write_text(SAMPLE["empathic"], encoding="utf-8")
    target = folder / "p.zip"
    target.write_bytes(pack_bytes(LABEL, [packed(path)]))
    assert read_pack(target).scenarios == (PackedScenario(small(), TEXT, SAMPLE),)
    with pytest.raises(PackError, match="cannot be read"):
        read_pack(folder / "none.zip")
    with pytest.raises(PackError, match="nothing to pack"):
        pack_bytes(LABEL, [])
