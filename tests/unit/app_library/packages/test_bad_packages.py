"""Packages that are damaged, hostile or too large, places that cannot be written, and work that is stopped."""

from __future__ import annotations

import dataclasses
import errno
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.library.library import Library
from app.library.packages import opening, packing
from app.library.packages.contents import Contents, PackedFile, contents_data
from app.library.packages.errors import PackageCancelledError, PackageError, WrongPassphraseError
from app.library.packages.gather import Piece
from app.library.packages.job import Job
from app.library.packages.opening import kind_of_file, look, open_package
from app.library.packages.packing import contents_for, share, write_package
from app.library.packages.sealed import KIND_SESSION, Sealer
from app.library.packages.values import ShareChoice
from perception.errors import SessionFormatError
from perception.recording.reader import open_session
from tests.unit.app_library.packages import package_samples as samples


@pytest.fixture
def session(tmp_path: Path) -> Path:
    return samples.session(tmp_path / "learner" / "one")


@pytest.fixture
def coach(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "coach")
    yield library
    library.close()


@pytest.fixture
def refused(coach: Library, tmp_path: Path) -> Callable[..., PackageError]:
    """Opens a file, which must fail, leave the library as it was, and say what to do."""

    def refuse(file: Path, passphrase: str = samples.PASSPHRASE, job: Job | None = None) -> PackageError:
        before = samples.snapshot_of(coach.root)
        with pytest.raises(PackageError) as caught:
            open_package(file, passphrase, coach, job=job or Job())
        assert samples.snapshot_of(coach.root) == before
        assert not list(coach.root.glob(".opening-*"))
        assert not coach.list()
        assert caught.value.message.endswith(".")
        assert caught.value.recovery.endswith(".")
        return caught.value

    return refuse


def hand_made(
    target: Path,
    folder: Path,
    *,
    change: Callable[[Contents], Contents] = lambda contents: contents,
    body: Callable[[bytes], bytes] = lambda data: data,
    only: tuple[str, ...] = (),
) -> Path:
    """A package made by hand, with a list and a body that need not fit."""
    names = only or tuple(path.name for path in sorted(folder.iterdir()) if path.is_file())
    pieces = [Piece(name, folder / name) for name in names]
    contents = contents_for(open_session(folder).header, "full", "")
    contents = dataclasses.replace(contents, files=tuple(packing.summed(pieces, Job())))
    data = b"".join(piece.path.read_bytes() for piece in pieces)
    with target.open("wb") as file:
        sealer = Sealer(file, samples.PASSPHRASE, kind=KIND_SESSION, cost=samples.COST)
        sealer.write(contents_data(change(contents)))
        sealer.write(body(data))
        sealer.finish()
    return target


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return samples.session(tmp_path / "plain", media=False, notes=False)


def test_a_hand_made_package_that_is_right_opens(plain, coach, tmp_path):
    assert open_package(hand_made(tmp_path / "x.attune", plain), samples.PASSPHRASE, coach, job=Job()).new


def test_a_wrong_passphrase(session, refused, tmp_path):
    file = tmp_path / "x.attune"
    samples.package(session, file)
    assert isinstance(refused(file, "another passphrase"), WrongPassphraseError)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04" + b"\0" * 4000, b"hello", "{}".encode("utf-16")])
def test_no_package(data, refused, tmp_path):
    file = tmp_path / "x.attune"
    file.write_bytes(data)
    refused(file)
    with pytest.raises(PackageError):
        kind_of_file(file)


def test_a_file_that_is_not_there_and_a_folder(refused, tmp_path):
    assert "not there" in refused(tmp_path / "gone.attune").message
    refused(tmp_path)


def renamed(old: str, new: str) -> Callable[[Contents], Contents]:
    def change(contents: Contents) -> Contents:
        files = tuple(dataclasses.replace(file, name=new) if file.name == old else file for file in contents.files)
        return dataclasses.replace(contents, files=files)

    return change


@pytest.mark.parametrize(
    "name",
    [
        *("../events.jsonl", "/etc/passwd", "C:\\x", "voice/../../x.ogg", "voice/con.ogg", "a/events.jsonl", ""),
        *("media.mkv/x", "EVENTS.JSONL", "events.jsonl\0", "media-0.mkv", "media-01.mkv", "shared.json", ".trash"),
        *("recording.lock", "session.json ", "voice/abcdefgh.", "voice/.abcdefgh.ogg", "report.pdf", "session.json\n"),
    ],
)
def test_names_of_a_fixed_form_only(name, plain, refused, tmp_path):
    file = hand_made(tmp_path / "x.attune", plain, change=renamed("events.jsonl", name))
    assert "list of contents" in refused(file).message
    assert {path.name for path in tmp_path.iterdir()} == {"coach", "plain", "x.attune"}


def with_files(change: Callable[[tuple[PackedFile, ...]], tuple[PackedFile, ...]]) -> Callable[[Contents], Contents]:
    return lambda contents: dataclasses.replace(contents, files=change(contents.files))


@pytest.mark.parametrize(
    "change",
    [
        with_files(lambda files: files[:-1]),
        with_files(lambda files: (*files, PackedFile("media.mkv", 1, "0" * 64))),
        with_files(lambda files: (*files, files[0])),
        with_files(lambda files: (dataclasses.replace(files[0], size=-1), *files[1:])),
        with_files(lambda files: (dataclasses.replace(files[0], size=10**18), *files[1:])),
        with_files(lambda files: (dataclasses.replace(files[0], sha256="x"), *files[1:])),
        with_files(lambda files: (dataclasses.replace(files[0], sha256="0" * 64), *files[1:])),
        with_files(lambda files: tuple(reversed(files))),
        with_files(lambda _files: ()),
        with_files(lambda files: (*files, *(PackedFile(f"media-{n}.mkv", 0, "0" * 64) for n in range(1, 3000)))),
        lambda contents: dataclasses.replace(contents, session="another"),
        lambda contents: dataclasses.replace(contents, session=""),
        lambda contents: dataclasses.replace(contents, package="../x"),
        lambda contents: dataclasses.replace(contents, variant="notes"),
    ],
)
def test_a_list_that_does_not_fit(change, plain, refused, tmp_path):
    refused(hand_made(tmp_path / "x.attune", plain, change=change))


@pytest.mark.parametrize(
    "body", [lambda data: data[:-1], lambda data: data + b"\n", lambda data: data[::-1], lambda _data: b""]
)
def test_a_body_that_does_not_fit(body, plain, refused, tmp_path):
    refused(hand_made(tmp_path / "x.attune", plain, body=body))


@pytest.mark.parametrize(
    "raw",
    [b"[]", b"null", b"{", b"\xff\xfe", b"[" * 100_000, json.dumps({"package": "x"}).encode(), b'{"files":1e999}'],
)
def test_a_list_that_is_none(raw, refused, tmp_path):
    file = tmp_path / "x.attune"
    with file.open("wb") as out:
        sealer = Sealer(out, samples.PASSPHRASE, kind=KIND_SESSION, cost=samples.COST)
        sealer.write(len(raw).to_bytes(4, "big") + raw)
        sealer.finish()
    refused(file)


@pytest.mark.parametrize("length", [b"", b"\0", b"\xff\xff\xff\xff", b"\0\0\0\0"])
def test_a_length_that_is_none(length, refused, tmp_path):
    file = tmp_path / "x.attune"
    with file.open("wb") as out:
        sealer = Sealer(out, samples.PASSPHRASE, kind=KIND_SESSION, cost=samples.COST)
        sealer.write(length)
        sealer.finish()
    refused(file)


def test_a_session_inside_that_cannot_be_opened(plain, refused, tmp_path):
    contents = contents_for(open_session(plain).header, "full", "")
    (plain / "session.json").write_bytes(b"{}")
    pieces = [Piece(name, plain / name) for name in ("session.json", "events.jsonl")]
    file = tmp_path / "x.attune"
    write_package(pieces, contents, file, samples.PASSPHRASE, job=Job(), cost=samples.COST)
    assert "cannot be opened" in refused(file).message


def test_a_session_of_a_newer_version_inside(plain, refused, tmp_path):
    header = open_session(plain).header
    raw = json.loads((plain / "session.json").read_bytes())
    (plain / "session.json").write_text(json.dumps({**raw, "format_version": 99}), encoding="utf-8")
    pieces = [Piece(name, plain / name) for name in ("session.json", "events.jsonl")]
    file = tmp_path / "x.attune"
    write_package(pieces, contents_for(header, "full", ""), file, samples.PASSPHRASE, job=Job(), cost=samples.COST)
    assert "newer" in refused(file).message


def test_a_session_inside_without_its_end(plain, refused, tmp_path):
    events = plain / "events.jsonl"
    events.write_bytes(b"".join(events.read_bytes().splitlines(keepends=True)[:-1]))
    assert "not complete" in refused(hand_made(tmp_path / "x.attune", plain)).message


def test_an_endless_line(plain, refused, tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "_LONGEST_LINE", 150_000)
    with (plain / "events.jsonl").open("ab") as events:
        events.write(b"x" * 300_000)
    assert "too long" in refused(hand_made(tmp_path / "x.attune", plain)).message


def test_a_sound_that_no_note_names(plain, refused, tmp_path):
    (plain / "voice").mkdir()
    (plain / "voice" / samples.SPOKEN).write_bytes(b"x")
    names = ("session.json", "events.jsonl", f"voice/{samples.SPOKEN}")
    assert "belongs to no note" in refused(hand_made(tmp_path / "x.attune", plain, only=names)).message


# ---------------------------------------------------------------- places and stops


def full_disk(monkeypatch: pytest.MonkeyPatch, free: int = 0) -> None:
    usage = shutil.disk_usage(Path.cwd())
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=free))


def test_no_room_to_open(session, refused, tmp_path, monkeypatch):
    file = tmp_path / "x.attune"
    samples.package(session, file)
    full_disk(monkeypatch)
    assert "not enough room" in refused(file).message


def test_a_disk_that_gets_full_while_opening(session, refused, tmp_path, monkeypatch):
    file = tmp_path / "x.attune"
    samples.package(session, file)
    monkeypatch.setattr(opening.os, "fsync", raises(OSError(errno.ENOSPC, "No space left on device")))
    assert "not enough room" in refused(file).message


def raises(error: Exception) -> Callable[..., object]:
    def fail(*_args: object, **_named: object) -> object:
        raise error

    return fail


def written(session: Path, target: Path, **named: object) -> PackageError:
    """Sharing to `target`, which must fail and leave what was there."""
    before = target.read_bytes() if target.exists() else None
    with pytest.raises(PackageError) as caught:
        share(session, target, ShareChoice(), samples.PASSPHRASE, **{"job": Job(), "cost": samples.COST, **named})  # type: ignore[arg-type]
    assert (target.read_bytes() if target.exists() else None) == before
    assert not list(session.parent.glob(".sharing-*"))
    assert not target.with_name(target.name + ".part").exists()
    return caught.value


def test_no_room_to_share(session, tmp_path, monkeypatch):
    target = tmp_path / "x.attune"
    target.write_bytes(b"an older one")
    full_disk(monkeypatch, 1000)
    assert "not enough room" in written(session, target).message


def test_a_disk_that_gets_full_while_sharing(session, tmp_path, monkeypatch):
    monkeypatch.setattr(packing.os, "fsync", raises(OSError(errno.ENOSPC, "No space left on device")))
    assert "not enough room" in written(session, tmp_path / "x.attune").message


def test_a_folder_that_is_not_there_or_may_not_be_written(session, tmp_path):
    assert "cannot be written" in written(session, tmp_path / "gone" / "x.attune").message
    (tmp_path / "file").write_bytes(b"")
    assert "cannot be written" in written(session, tmp_path / "file" / "x.attune").message


def test_a_library_that_may_not_be_written(session, coach, tmp_path, monkeypatch):
    file = tmp_path / "x.attune"
    samples.package(session, file)
    monkeypatch.setattr(packing.tempfile, "mkdtemp", raises(PermissionError(errno.EACCES, "Permission denied")))
    with pytest.raises(PackageError, match="cannot be written"):
        open_package(file, samples.PASSPHRASE, coach, job=Job())
    assert coach.list() == []


class StopsAfter(Job):
    """Is cancelled by the user once so much is done."""

    def __init__(self, fraction: float) -> None:
        super().__init__()
        self._at = fraction

    def reach(self, done: float, whole: float) -> None:
        if done >= self._at * whole:
            self.cancel()
        super().reach(done, whole)


@pytest.mark.parametrize("fraction", [0.0, 0.1, 0.5, 1.0])
def test_stopped_in_the_middle(fraction, session, refused, tmp_path):
    file = tmp_path / "x.attune"
    assert isinstance(written(session, file, job=StopsAfter(fraction)), PackageCancelledError)
    samples.package(session, file)
    assert isinstance(refused(file, job=StopsAfter(fraction)), PackageCancelledError)


def test_the_list_of_sessions_cannot_take_it(session, refused, tmp_path, coach, monkeypatch):
    file = tmp_path / "x.attune"
    samples.package(session, file)
    monkeypatch.setattr(
        coach, "add_folder", raises(PackageError("The list cannot be saved.", recovery="Free some space."))
    )
    assert "list" in refused(file).message


def test_a_session_that_changes_while_it_is_packed(session, tmp_path, monkeypatch):
    before = packing.summed

    def and_then_changed(pieces, job):
        files = list(before(pieces, job))
        with (session / "media.mkv").open("ab") as media:
            media.write(b"x")
        return files

    monkeypatch.setattr(packing, "summed", and_then_changed)
    assert "changed" in written(session, tmp_path / "x.attune").message


@pytest.mark.parametrize("name", ["events.jsonl", "session.json"])
def test_a_session_that_is_not_whole_is_not_shared(name, session, tmp_path):
    (session / name).unlink()
    with pytest.raises(SessionFormatError):
        samples.package(session, tmp_path / "x.attune")
    assert not (tmp_path / "x.attune").exists()


def test_a_passphrase_that_is_too_short_makes_no_file(session, tmp_path):
    with pytest.raises(PackageError, match="passphrase was not taken"):
        samples.package(session, tmp_path / "x.attune", passphrase="short")
    assert not (tmp_path / "x.attune").exists()


# ---------------------------------------------------------------- any change at all


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("small")
    samples.package(samples.session(folder / "one", media=False), folder / "x.attune")
    return (folder / "x.attune").read_bytes()


@given(data=st.data())
def test_bytes_changed_cut_or_added_anywhere(data, small, tmp_path_factory):
    changed = bytearray(small)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, max(0, len(changed) - 1)))
        end = place + data.draw(st.integers(0, 40))
        changed[place:end] = data.draw(st.binary(max_size=40))
    file = tmp_path_factory.getbasetemp() / "changed.attune"
    file.write_bytes(changed)
    if bytes(changed) == small:
        look(file, samples.PASSPHRASE, job=Job())
    else:
        with pytest.raises(PackageError):
            look(file, samples.PASSPHRASE, job=Job())
