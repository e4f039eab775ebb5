"""Who is the CSM in a recording: a proposal from where people are seen, whose mouth moves with which sound, and how
such recordings mostly are. Computes only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from app.engine.import_messages import PersonPlace, SoundKind, WhoIsCsm
from perception.features.mouth_talk import MouthTrack
from perception.features.speaker_names import name_speakers
from perception.features.voice_split import VoiceRun, VoiceSplit
from perception.types import FloatArray

SOUND_NAMES: Final[Mapping[SoundKind, tuple[str, str]]] = {
    "channel": ("the left channel", "the right channel"),
    "track": ("the first track", "the second track"),
    "file": ("the first file", "the second file"),
    "voice": ("the first voice", "the second voice"),
}
PERSON_NAMES: Final[Mapping[PersonPlace, str]] = {
    "whole": "the person in the picture",
    "left": "the person on the left",
    "right": "the person on the right",
}
_USUAL: Final[Mapping[SoundKind, str]] = {
    "channel": "In most recordings the left channel is the CSM's own microphone.",
    "track": "In most recordings the first track is the CSM's own microphone.",
    "file": "The file that was chosen first is mostly the CSM's own side.",
}
_CERTAIN: Final = 5.0  # nats: a sound of one's own leaves no doubt whose it is
_PIECE_S: Final = 2.0  # of speech: pieces of that length are compared with the mouth
_GRID_S: Final = 0.05


def own_runs(speech: Sequence[FloatArray]) -> tuple[VoiceRun, ...]:
    """Where only one of two sounds is heard, in short pieces in order of time. speech: (n, 2) stretches of each.

    Empty where there are no two.
    """
    if len(speech) != 2:
        return ()
    end_s = max((float(one.max()) for one in speech if len(one)), default=0.0)
    grid = np.zeros((2, int(end_s / _GRID_S) + 2), dtype=bool)
    for row, stretches in zip(grid, speech, strict=True):
        for start_s, stop_s in stretches:
            row[int(start_s / _GRID_S) : max(int(stop_s / _GRID_S), int(start_s / _GRID_S) + 1)] = True
    runs = [
        VoiceRun(float(a) * _GRID_S, float(b) * _GRID_S, voice, _CERTAIN)
        for voice, alone in enumerate((grid[0] & ~grid[1], grid[1] & ~grid[0]))
        for a, b in np.flatnonzero(np.diff(np.concatenate(([False], alone, [False])))).reshape(-1, 2)
    ]
    return tuple(sorted((piece for run in runs for piece in in_pieces(run)), key=lambda run: run.start_s))


def in_pieces(run: VoiceRun) -> list[VoiceRun]:
    """A run cut into pieces of about two seconds."""
    edges = np.linspace(run.start_s, run.end_s, max(1, round((run.end_s - run.start_s) / _PIECE_S)) + 1)
    return [VoiceRun(float(a), float(b), run.voice, run.log_odds) for a, b in pairwise(edges)]


def sound_of(mouth: MouthTrack, runs: Sequence[VoiceRun]) -> int | None:
    """Which of two sounds this mouth moves with, None when it goes with neither or with both."""
    if not runs or not mouth.seen:
        return None
    pieces = tuple(piece for run in runs for piece in in_pieces(run))
    named = name_speakers(VoiceSplit("two", pieces, 1.0), mouth)
    if named.told != "mouth":
        return None
    votes = [piece.voice for piece, said in zip(pieces, named.segments, strict=True) if said.channel == "csm"]
    return round(float(np.mean(votes))) if votes else None


def paired(links: Mapping[PersonPlace, int | None]) -> dict[PersonPlace, int]:
    """Which sound belongs to whom. Of two people one is told by the other; two who claim one sound leave it open."""
    known = {place: sound for place, sound in links.items() if sound is not None}
    if len(known) == 2 and len(set(known.values())) == 1:
        return {}
    if len(links) == 2 and len(known) == 1:
        ((place, sound),) = known.items()
        other: PersonPlace = "right" if place == "left" else "left"
        return {place: sound, other: 1 - sound}
    return known


def propose(people: Sequence[PersonPlace], kind: SoundKind, sounds: int, links: Mapping[PersonPlace, int]) -> WhoIsCsm:
    """The proposed answer. sounds: how many may be told apart, 0 to 2. links: see `paired`."""
    told = tuple(
        f"{_capital(PERSON_NAMES[place])} moves their mouth when {SOUND_NAMES[kind][sound]} is heard."
        for place, sound in links.items()
    )
    pairs = tuple(links.items())
    if len(people) == 2:
        return _of_two(kind, sounds, told, pairs)
    person: PersonPlace | None = people[0] if people else None
    if sounds == 2:
        if person is not None and person in links:
            return WhoIsCsm(person, links[person], "sure", told, pairs)
        if kind == "voice":
            seen = "Which voice is the CSM's" if person is None else "Which voice belongs to the person in the picture"
            return WhoIsCsm(person, None, "open", (f"{seen} cannot be told. Listen to both and choose.",))
        return WhoIsCsm(person, 0, "likely", (_USUAL[kind], "Listen to both to be sure."))
    if person is not None and sounds == 1:
        return WhoIsCsm(person, 0, "likely", ("One person is seen and one voice is heard.",))
    if person is not None:
        return WhoIsCsm(person, None, "sure", ("One person is seen, and no voice is heard.",))
    if sounds:
        return WhoIsCsm(None, 0, "likely", ("One voice is heard.",))
    return WhoIsCsm(None, None, "open", ("Nobody is seen, and no voice is heard.",))


def _of_two(
    kind: SoundKind, sounds: int, told: tuple[str, ...], pairs: tuple[tuple[PersonPlace, int], ...]
) -> WhoIsCsm:
    if sounds == 2 and kind != "voice" and pairs:
        person = next(place for place, sound in pairs if sound == 0)
        return WhoIsCsm(person, 0, "likely", (*told, _USUAL[kind]), pairs)
    if sounds == 2 and kind != "voice":
        unknown = "Whose sound is whose cannot be told from the picture. Choose the CSM."
        return WhoIsCsm(None, 0, "open", (unknown, _USUAL[kind]))
    return WhoIsCsm(None, None, "open", (*told, "Which of the two is the CSM, the recording does not tell."), pairs)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
