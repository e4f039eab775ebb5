"""Which track is whose in an import, and what is said about a shared one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.engine.media_import import MediaFacts, Plan, plan_import
from app.engine.messages import ImportMedia
from app.engine.who_speaks import ALL_YOURS, NOT_YOURS, NOTICES, customer_heard, overlaps_heard, speech_notices
from perception.features.speaker_names import NamedSpeech
from perception.types import Speaker, SpeechSegment


class Tools:
    """Media of so many audio tracks."""

    def __init__(self, tracks: int, *, video: bool = True) -> None:
        self._facts = MediaFacts(60.0, video, tracks)

    def facts(self, path: Path) -> MediaFacts:
        return replace(self._facts, audio_tracks=1) if path.name == "customer.wav" else self._facts

    def side_by_side(self, path: Path) -> bool:
        return False


def plan(tracks: int, **command: Any) -> Plan:
    return plan_import(ImportMedia("call.mkv", "out", "A call", **command), Tools(tracks))  # type: ignore[arg-type]


def named(told: Any, *who: Speaker, certainty: float = 0.9) -> NamedSpeech:
    return NamedSpeech(tuple(SpeechSegment(k, k + 0.5, one) for k, one in enumerate(who)), told, certainty)


def test_one_track_may_hold_both() -> None:
    assert plan(1).shared
    assert plan(1, speaker_first="customer").speaker_first == "customer"
    assert plan(1).notices == ()


@pytest.mark.parametrize(
    ("tracks", "command"), [(2, {}), (3, {"customer_track": 1}), (1, {"customer_audio": "customer.wav"}), (0, {})]
)
def test_a_track_for_each_is_not_shared(tracks: int, command: dict[str, Any]) -> None:
    assert not plan(tracks, **command).shared


def test_what_was_told_decides_what_is_scored() -> None:
    before = plan(1)
    assert (before.has_customer, before.speaker_certainty, before.hears_overlaps) == (False, 1.0, True)
    both = replace(before, named=named("mouth", "csm", "customer"))
    assert (both.has_customer, both.speaker_certainty, both.hears_overlaps) == (True, 0.9, False)
    alone = replace(before, named=named("alone", "csm", certainty=1.0))
    assert (alone.has_customer, alone.speaker_certainty, alone.hears_overlaps) == (False, 1.0, True)
    nobody = replace(before, named=named("nothing", "unknown", certainty=0.0))
    assert (nobody.has_customer, nobody.speaker_certainty) == (False, 0.0)


@pytest.mark.parametrize("told", ["mouth", "hint", "voices", "nothing"])
def test_every_way_of_telling_is_told(told: str) -> None:
    who: tuple[Speaker, ...] = ("csm", "customer") if told in ("mouth", "hint") else ("unknown", "unknown")
    assert speech_notices(named(told, *who)) == (NOTICES[told],)


def test_a_single_voice_is_told() -> None:
    assert speech_notices(named("alone", "csm")) == (NOTICES["alone"],)
    assert speech_notices(named("alone", "customer")) == (NOT_YOURS,)
    assert speech_notices(named("mouth", "csm")) == (ALL_YOURS,)
    assert speech_notices(NamedSpeech((), "alone", 1.0)) == ()


def test_speech_of_nobody_is_told() -> None:
    told = speech_notices(named("mouth", "csm", "customer", "unknown", "csm"))
    assert told[1].text == "For 25% of the speech it is not sure who spoke; it counts for nobody."


def test_who_was_heard() -> None:
    assert customer_heard(named("mouth", "csm", "customer"))
    assert not customer_heard(named("voices", "unknown"))
    assert overlaps_heard(named("alone", "csm"))
    assert not overlaps_heard(named("hint", "csm", "customer"))
