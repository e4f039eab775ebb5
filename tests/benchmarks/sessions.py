"""Many small session folders with made-up words, for the benchmark of the library. Seeded and quick."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from perception.types import LETTERS

RARE: Final = "zeppelin"
RARE_EVERY: Final = 250
COMMON: Final = "outage"
_COMMON_WORDS: Final = (
    "invoice renewal outage dashboard export import slow again morning board report customer ticket answer promise "
    "fix friday update team manager price contract onboarding training feature missing access login error data "
    "lost found week month quarter budget people question feel worried angry tired happy clear plan next step call"
)
_SOUNDS: Final = "ba be bi bo da de di do fa fe ga go ka ke ki la le li lo ma me mi na ne no ra re ri sa se"
_WORDS: Final = _COMMON_WORDS.split()
_SYLLABLES: Final = _SOUNDS.split()
_TITLES: Final = ("Renewal after an outage", "Price rise", "Discovery interview", "A missing feature", "Bad start")
_TAGS: Final = ("board", "second try", "for Kim", "price", "keep")
_SOURCES: Final = ("live", "practice", "practice", "import", "partner")
_START: Final = datetime(2020, 1, 1, 9, 0, tzinfo=UTC)


def make_sessions(root: Path, count: int, *, lines: int = 30, seed: int = 7) -> None:
    """`count` session folders below `root`, each with so many lines said, a result, and notes in some."""
    dice = random.Random(seed)
    names = ["".join(dice.choices(_SYLLABLES, k=3)) for _ in range(4000)]
    for number in range(count):
        started = _START + timedelta(hours=5 * number)
        folder = root / f"{started:%Y-%m-%d_%H%M%S}-{number}"
        folder.mkdir(parents=True)
        (folder / "session.json").write_text(json.dumps(_header(number, started, dice)), encoding="utf-8")
        records = [_line(index, number, names, dice) for index in range(lines)]
        records += [{"kind": "scorecard", **_scorecard(dice)}, {"kind": "ended", "t_s": 9.0 * lines, "reason": "done"}]
        (folder / "events.jsonl").write_text(_lines(records), encoding="utf-8")
        notes = _notes(number, dice)
        if notes:
            (folder / "notes.jsonl").write_text(_lines(notes), encoding="utf-8")


def _lines(objects: list[dict[str, object]]) -> str:
    """As the recorder writes them."""
    return "".join(json.dumps(one, separators=(",", ":")) + "\n" for one in objects)


def _header(number: int, started: datetime, dice: random.Random) -> dict[str, object]:
    source = dice.choice(_SOURCES)
    header: dict[str, object] = {
        "format_version": 1,
        "session_id": f"{number:032x}",
        "app_version": "0.1.0",
        "models": {},
        "started_at": started.isoformat(),
        "title": f"{dice.choice(_TITLES)} {number}",
        "source": source,
    }
    return header | ({"scenario": f"scenario-{number % 15}"} if source == "practice" else {})


def _line(index: int, number: int, names: list[str], dice: random.Random) -> dict[str, object]:
    words = [*dice.choices(_WORDS, k=8), *dice.choices(names, k=4)]
    if number % RARE_EVERY == 0 and index == 7:
        words[3] = RARE
    speaker = "csm" if index % 2 else "customer"
    return {
        "kind": "utterance",
        "start_s": 9.0 * index,
        "end_s": 9.0 * index + 7,
        "speaker": speaker,
        "text": " ".join(words),
    }


def _scorecard(dice: random.Random) -> dict[str, object]:
    letters = {}
    for letter in LETTERS:
        value = round(dice.uniform(20, 95), 1)
        letters[letter] = {
            "letter": letter,
            "value": value,
            "low": value - 8,
            "high": value + 8,
            "coverage": 0.9,
            "state": "scored",
        }
    return {"duration_s": 270.0, "letters": letters, "moments": [], "talk_share": 0.5, "interruptions": []}


def _notes(number: int, dice: random.Random) -> list[dict[str, object]]:
    notes: list[dict[str, object]] = []
    written = {"author": "Kim", "written_at": "2026-11-26T10:00:00+00:00"}
    if number % 3 == 0:
        text = f"Stay with it for one more breath, {dice.choice(_WORDS)} comes later."
        notes.append(
            {"kind": "review_comment", "id": f"c{number}", "role": "coach", "text": text, "t_s": 40.0, **written}
        )
    if number % 4 == 0:
        notes.append({"kind": "tags", "tags": dice.sample(_TAGS, k=2), **written})
    return notes
