import dataclasses
import json
from dataclasses import replace

import pytest

from app.library.calibration_packs.pack import PACK_NAME, PackError, pack_data
from app.library.calibration_packs.sharing import open_pack, send_ratings, share_pack, take_in_ratings
from app.library.calibration_packs.shelf import PackShelf
from app.library.calibration_packs.spread import rated_calls_of, read_ratings, spread_csv, widest_first
from app.library.library import Library
from app.library.packages.contents import Contents, PackedFile, clip_name, contents_data
from app.library.packages.errors import PackageError, SessionMissingError, WrongPassphraseError
from app.library.packages.gather import Piece
from app.library.packages.job import Job
from app.library.packages.opening import kind_of_file, look, open_package
from app.library.packages.packing import summed, write_package
from app.library.packages.values import ShareChoice
from perception.recording.reader import open_session
from perception.recording.review_notes import Comment, append_review, read_review
from tests.unit.app_library.calibration_packs import pack_samples as samples
from tests.unit.app_library.packages.package_samples import snapshot_of

SECRET = samples.PASSPHRASE


@pytest.fixture
def shared(tmp_path):
    """An author's shelf and pack, and the file of it."""
    shelf, kept = samples.pack(tmp_path / "author", media=True)
    file = tmp_path / "x.pack.attune"
    share_pack(kept, file, ShareChoice(), SECRET, by="Robin", job=Job(), cost=samples.COST)
    return shelf, kept, file


def opened(root, file):
    shelf = PackShelf(root)
    return shelf, shelf.read(open_pack(file, SECRET, shelf, job=Job()).folder)


def sent(kept, target):
    send_ratings(kept, target, SECRET, by="x", job=Job(), cost=samples.COST)
    return target


def test_two_coaches_rate_a_pack_send_back_and_the_spread_is_right(tmp_path, shared):
    author_shelf, author, file = shared
    shelves = {name: opened(tmp_path / name, file) for name in ("Ann", "Ben")}
    for name, value in (("Ann", 2), ("Ben", 4)):
        _, kept = shelves[name]
        for clip in kept.pack.clips:
            samples.rate(kept.clip_folder(clip), name, value, E=value, A=3)
    ann, ben = shelves["Ann"][1], shelves["Ben"][1]
    files = [sent(ann, tmp_path / "ann.notes.attune"), sent(ben, tmp_path / "ben.notes.attune")]
    for one in (*reversed(files), *files):  # in any order, and twice
        taken = take_in_ratings(one, SECRET, author_shelf, job=Job())
    assert (taken.new, taken.known, taken.missing) == (0, 2, 0)

    before = read_ratings(author, "Robin")
    assert [(one.seen, one.others, one.letters) for one in before] == [(False, 2, ())] * 2
    assert rated_calls_of(author, before) == ()
    assert spread_csv(before, "Robin").count("\n") == 1, "nothing to see before one has rated oneself"

    for clip in author.pack.clips[:1]:
        samples.rate(author.clip_folder(clip), "Robin", 3)
    first, second = read_ratings(author, "Robin")
    assert not second.seen
    spread = {one.letter: one for one in first.letters}
    assert spread["E"].own == 3
    assert dict(spread["E"].others) == {"Ann": 2, "Ben": 4}
    assert (spread["E"].width, spread["A"].width, first.widest) == (2, 0, 2)
    (call,) = rated_calls_of(author, (first, second))
    assert set(call.coaches) == {"Ann", "Ben", "Robin"}
    table = spread_csv((first, second), "Robin").splitlines()
    assert len(table) == 1 + 7 * 3
    assert table[1] == "1,Clip 1,E,Robin,3,3,3.00,2,4"
    assert widest_first((second, first))[0] is first


def test_ratings_go_on_to_the_others_without_doubles(tmp_path, shared):
    author_shelf, author, file = shared
    ann_shelf, ann = opened(tmp_path / "Ann", file)
    clip = ann.pack.clips[0]
    samples.rate(ann.clip_folder(clip), "Ann", 2)
    words = Comment("c1", "Ann", "coach", "2026-03-04T11:00:00+00:00", "Late.", t_s=1.0)
    append_review(ann.clip_folder(clip), [words])
    take_in_ratings(sent(ann, tmp_path / "a.notes.attune"), SECRET, author_shelf, job=Job())
    answer = Comment("c2", "Robin", "coach", "2026-03-04T12:00:00+00:00", "Yes.", t_s=1.0, reply_to="c1")
    append_review(author.clip_folder(clip), [answer])
    taken = take_in_ratings(sent(author, tmp_path / "r.notes.attune"), SECRET, ann_shelf, job=Job())
    assert (taken.new, taken.known) == (1, 2)
    assert {entry.id for entry in read_review(ann.clip_folder(clip))} >= {"c1", "c2"}


def test_nobodys_notes_go_with_the_pack_and_it_is_marked(tmp_path, shared):
    _, author, _ = shared
    samples.rate(author.clip_folder(author.pack.clips[0]), "Robin", 5)
    again = tmp_path / "again.attune"
    share_pack(author, again, ShareChoice(coach_notes=True), SECRET, job=Job(), cost=samples.COST)
    _shelf, kept = opened(tmp_path / "other", again)
    assert not kept.own
    assert not any(read_review(kept.clip_folder(clip)) for clip in kept.pack.clips)
    with pytest.raises(PackError, match="only who made it"):
        share_pack(kept, tmp_path / "y", ShareChoice(), SECRET, job=Job(), cost=samples.COST)


def test_which_half_of_the_picture_is_whose_goes_with_it_but_no_name_of_a_device(tmp_path, shared):
    _, author, file = shared
    for clip in author.pack.clips:
        header = author.clip_folder(clip) / "session.json"
        raw = json.loads(header.read_bytes())
        header.write_text(json.dumps({**raw, "devices": {"microphone": "Annabel's headset", "side": "right"}}))
    share_pack(author, file, ShareChoice(), SECRET, job=Job(), cost=samples.COST)
    _, kept = opened(tmp_path / "other", file)
    for clip in kept.pack.clips:
        assert open_session(kept.clip_folder(clip)).header.devices == {"side": "right"}


def test_without_face_no_picture_goes(tmp_path, shared):
    _, author, _ = shared
    file = tmp_path / "bare.attune"
    share_pack(author, file, ShareChoice("without_face"), SECRET, job=Job(), cost=samples.COST)
    _, kept = opened(tmp_path / "other", file)
    for clip in kept.pack.clips:
        assert open_session(kept.clip_folder(clip)).media() is None
    assert kept.shared.variant == "without_face"


def test_opening_again_adds_only_what_is_new(tmp_path, shared):
    author_shelf, author, file = shared
    shelf, kept = opened(tmp_path / "other", file)
    samples.rate(kept.clip_folder(kept.pack.clips[0]), "Ann", 2)
    again = open_pack(file, SECRET, shelf, job=Job())
    assert (again.new, again.clips) == (False, 0)
    more, _ = author_shelf.add_clip(
        author, samples.source(tmp_path / "more"), samples.Span(0.0, 6.0), title="Third", score=samples.score, job=Job()
    )
    more = author_shelf.change(more, replace(more.pack, name="Newer", clips=more.pack.clips[::-1]))
    share_pack(more, file, ShareChoice(), SECRET, job=Job(), cost=samples.COST)
    again = open_pack(file, SECRET, shelf, job=Job())
    assert (again.new, again.clips) == (False, 1)
    now = shelf.read(kept.folder)
    assert [clip.title for clip in now.pack.clips] == ["Third", "Clip 2", "Clip 1"]
    assert read_ratings(now, "Ann")[2].rated


def test_the_author_opening_it_changes_nothing(shared):
    shelf, author, file = shared
    before = snapshot_of(author.folder)
    assert not open_pack(file, SECRET, shelf, job=Job()).new
    assert snapshot_of(author.folder) == before


def test_kinds_are_told_apart_and_a_wrong_one_is_refused(tmp_path, shared):
    shelf, author, file = shared
    samples.rate(author.clip_folder(author.pack.clips[0]), "Robin", 5)
    notes = sent(author, tmp_path / "r.notes.attune")
    assert (kind_of_file(file), kind_of_file(notes)) == ("pack", "pack_notes")
    assert (look(file, SECRET, job=Job()).variant, look(notes, SECRET, job=Job()).variant) == ("pack", "pack_notes")
    library = Library(tmp_path / "library")
    with pytest.raises(PackageError, match="holds a calibration pack, not a session"):
        open_package(file, SECRET, library, job=Job())
    library.close()
    with pytest.raises(PackageError, match="holds ratings of a calibration pack"):
        open_pack(notes, SECRET, shelf, job=Job())
    with pytest.raises(WrongPassphraseError):
        open_pack(file, "another one entirely", shelf, job=Job())
    with pytest.raises(SessionMissingError, match="which is not here"):
        take_in_ratings(notes, SECRET, PackShelf(tmp_path / "empty"), job=Job())


@pytest.mark.parametrize("where", [0.0, 0.2, 0.5, 0.8, 0.999])
@pytest.mark.parametrize("how", ["flip", "cut"])
def test_a_damaged_pack_is_refused_and_nothing_stays(tmp_path, shared, where, how):
    _, _, file = shared
    data = bytearray(file.read_bytes())
    place = int(where * len(data))
    if how == "flip":
        data[place] ^= 4
    else:
        del data[place:]
    file.write_bytes(bytes(data))
    shelf = PackShelf(tmp_path / "other")
    with pytest.raises(PackageError) as told:
        open_pack(file, SECRET, shelf, job=Job())
    assert told.value.recovery
    assert snapshot_of(tmp_path / "other") == {}


def craft(kept, target, changed=lambda names: names, pack=None):
    """A file that was sealed properly around whatever somebody put in."""
    place = target.with_suffix(".json")
    place.write_bytes(pack_data(pack or kept.pack))
    pieces = [Piece(PACK_NAME, place)]
    for clip in kept.pack.clips:
        for name in ("session.json", "events.jsonl"):
            pieces.append(Piece(clip_name(clip.id, name), kept.clip_folder(clip) / name))
    pieces = changed(pieces)
    draft = Contents("p1", kept.pack.id, kept.pack.name, "", "", "pack", ())
    write_package(pieces, draft, target, SECRET, job=Job(), cost=samples.COST)
    return target


@pytest.mark.parametrize(
    "changed",
    [
        lambda pieces: pieces[1:],
        lambda pieces: pieces[:-1],
        lambda pieces: pieces[:-2],
        lambda pieces: [*pieces, Piece("clips/../../x", pieces[0].path)],
        lambda pieces: [*pieces, Piece("session.json", pieces[0].path)],
        lambda pieces: [*pieces, Piece(f"clips/{'0' * 32}/pack.json", pieces[0].path)],
        lambda pieces: [
            *pieces,
            Piece(pieces[1].name.replace("session.json", "voice/abcdef0123456789.ogg"), pieces[0].path),
        ],
        lambda pieces: [*pieces[:-1], dataclasses.replace(pieces[-1], path=pieces[0].path)],
        lambda pieces: pieces[:1],
    ],
)
def test_a_pack_with_strange_files_is_refused(tmp_path, changed):
    _, kept = samples.pack(tmp_path / "author")
    file = craft(kept, tmp_path / "x.attune", changed)
    shelf = PackShelf(tmp_path / "other")
    with pytest.raises(PackageError):
        open_pack(file, SECRET, shelf, job=Job())
    assert snapshot_of(tmp_path / "other") == {}


def test_a_pack_that_lies_about_its_clips_is_refused(tmp_path):
    _, kept = samples.pack(tmp_path / "author")
    first, _second = kept.pack.clips
    for pack in (replace(kept.pack, clips=(first,)), replace(kept.pack, id="b" * 32)):
        file = craft(kept, tmp_path / "x.attune", pack=pack)
        with pytest.raises(PackageError, match="does not hold the clips"):
            open_pack(file, SECRET, PackShelf(tmp_path / "other"), job=Job())


def test_ratings_with_more_than_notes_are_refused(tmp_path):
    _, kept = samples.pack(tmp_path / "author", 1)
    clip = kept.pack.clips[0]
    folder = kept.clip_folder(clip)
    samples.rate(folder, "Ann", 2)
    pieces = [Piece(clip_name(clip.id, name), folder / name) for name in ("notes.jsonl", "session.json")]
    draft = Contents("p1", kept.pack.id, "x", "", "", "pack_notes", ())
    write_package(pieces, draft, tmp_path / "x.attune", SECRET, job=Job(), cost=samples.COST)
    with pytest.raises(PackageError):
        take_in_ratings(tmp_path / "x.attune", SECRET, PackShelf(tmp_path / "author"), job=Job())


def test_a_list_names_every_sum():
    files = (PackedFile("a", 1, "0" * 64),)
    assert b"pack_notes" in contents_data(Contents("p", "s", "t", "", "", "pack_notes", files))
    assert len(tuple(summed([], Job()))) == 0
