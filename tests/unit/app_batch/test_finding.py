"""Which files of a folder are recordings, which belong together, and what is said about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.batch.finding import find_recordings, recordings_of
from app.batch.values import title_of
from perception.errors import MediaError


def files(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).write_bytes(b"x")
    return folder


def names(folder: Path) -> list[tuple[str, str | None, str]]:
    return [
        (one.media.name, one.customer_audio.name if one.customer_audio else None, one.title)
        for one in find_recordings(folder)
    ]


def test_recordings_are_known_by_their_endings(tmp_path: Path) -> None:
    files(tmp_path, "b.MP4", "a.wav", "notes.txt", ".hidden.wav", "c.m4a")
    (tmp_path / "deeper").mkdir()
    files(tmp_path / "deeper", "d.wav")
    assert [name for name, _, _ in names(tmp_path)] == ["a.wav", "b.MP4", "c.m4a"]


def test_two_files_of_one_call_are_known_by_their_names(tmp_path: Path) -> None:
    files(
        tmp_path,
        *("one.csm.wav", "one.customer.wav"),
        *("Zwei Anruf_agent.mp3", "Zwei Anruf_client.mp3"),
        *("three.mp4", "three.customer.wav"),
        *("customer.wav", "four csm.wav"),
    )
    assert names(tmp_path) == [
        ("customer.wav", None, "customer"),
        ("four csm.wav", None, "four"),
        ("one.csm.wav", "one.customer.wav", "one"),
        ("three.mp4", "three.customer.wav", "three"),
        ("Zwei Anruf_agent.mp3", "Zwei Anruf_client.mp3", "Zwei Anruf"),
    ]


def test_a_customer_alone_is_not_scored_as_the_csm(tmp_path: Path) -> None:
    (one,) = find_recordings(files(tmp_path, "one.customer.wav"))
    assert "your own file is missing" in one.problem


def test_chosen_files_are_paired_too(tmp_path: Path) -> None:
    files(tmp_path, "one.csm.wav", "one.customer.wav", "two.wav", "notes.txt")
    found = recordings_of([tmp_path / name for name in ("one.customer.wav", "one.csm.wav", "notes.txt")])
    assert [(one.media.name, one.customer_audio is not None) for one in found] == [("one.csm.wav", True)]


def test_files_beside_them_say_who_is_who(tmp_path: Path) -> None:
    files(tmp_path, "a.mp4", "b.mp4", "theirs.wav")
    (tmp_path / "batch.toml").write_text(
        '[default]\nperson = "right"\n["b.mp4"]\ntitle = "Renewal"\ndate = 2026-05-12\ncustomer_audio = "theirs.wav"\n',
        encoding="utf-8",
    )
    (tmp_path / "a.toml").write_text('person = "left"\ncustomer_track = 1\n', encoding="utf-8")
    a, b, _theirs = find_recordings(tmp_path)
    assert a.options == {"person": "left", "customer_track": 1}
    assert b.options == {"person": "right", "title": "Renewal", "date": "2026-05-12"}
    assert b.title == "Renewal"
    assert b.customer_audio == tmp_path / "theirs.wav"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('["c.mp4"]\nperson = "left"\n', "not in the folder"),
        ('[default]\nwho = "left"\n', "there is no “who”"),
        ('[default]\nperson = "middle"\n', "it may be|“person” is “middle”"),
        ('[default]\ncustomer_track = "one"\n', "“customer_track” is 'one'"),
        ("[default]\ncustomer_track = true\n", "“customer_track” is True"),
        ('[default]\ndate = "yesterday"\n', "is no date"),
        ('[default]\ncustomer_audio = "gone.wav"\n', "which is not there"),
        ('person = "left"\n', "outside a section"),
        ("[default\n", "cannot be read"),
    ],
)
def test_what_is_said_wrongly_is_told_with_a_remedy(tmp_path: Path, text: str, words: str) -> None:
    files(tmp_path, "a.mp4")
    (tmp_path / "batch.toml").write_text(text, encoding="utf-8")
    with pytest.raises(MediaError, match=words) as told:
        find_recordings(tmp_path)
    assert told.value.recovery


def test_what_is_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="does not exist"):
        find_recordings(tmp_path / "gone")
    with pytest.raises(MediaError, match="is not a folder"):
        find_recordings(files(tmp_path, "a.mp4") / "a.mp4")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Renewal_call-12 May.mp4", "Renewal call 12 May"),
        ("Renewal.csm.wav", "Renewal"),
        ("Renewal - customer.m4a", "Renewal"),
        ("customer.wav", "customer"),
        ("会議.mkv", "会議"),
        ("_.wav", "Imported call"),
    ],
)
def test_the_title_is_the_name_without_whose_side_it_is(name: str, title: str) -> None:
    assert title_of(Path(name)) == title
