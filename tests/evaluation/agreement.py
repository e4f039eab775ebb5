"""Live and offline agree: calls played in real time through a live call, and analysed as recordings.

Both ways are those of the programme: CallSession with its workers (a recording stands in for camera, microphone and
customer), and the import. It takes as long as the calls. `python -m tests.evaluation.agreement DATA [FOLDER]` prints
both, letter by letter and component by component, and keeps the sessions in FOLDER.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from app.bootstrap.demo import CUSTOMER_TRACK, sample_call
from app.bootstrap.engine import RealBuilder
from app.bootstrap.media import MediaTools
from app.bootstrap.perception_parts import Models
from app.engine.call_session import CallSession
from app.engine.media_import import import_media
from app.engine.messages import Event, ImportMedia, Problem, SnapshotTaken, StartCall
from perception.devices.media_file import probe
from perception.pipeline.clock import SessionClock
from perception.types import LETTERS, ByteArray, LetterScore, Scorecard
from tests.evaluation.tables import Figure, Table

REAL_CALL: Final = Path("conversation") / "support_calls"
COVERED: Final = 0.6  # coverage from which a letter's number is shown
MOST_APART: Final = 5.0  # points a letter may differ by
_SPARE_S: Final = 60.0  # loading, and the end of the last words
_LOOK_S: Final = 0.1


class _NoPreview:
    def write(self, bgr: ByteArray, *, t_s: float) -> None:
        """Nobody looks."""


@dataclass(slots=True)
class Told:
    """What a live call tells: which sources have ended, what went wrong, pictures lost."""

    ended: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)
    captured: int = 0
    dropped: int = 0

    def hear(self, event: Event) -> None:
        if isinstance(event, SnapshotTaken):
            self.captured, self.dropped = event.stats.captured_frames, event.stats.dropped_frames
        elif isinstance(event, Problem):
            if event.what in ("camera", "microphone", "customer_audio") and event.severity == "notice":
                self.ended.add(event.what)
            else:
                self.problems.append(event.message)


@dataclass(frozen=True, slots=True)
class Compared:
    """One letter both ways. apart: the components by how many points each moves the letter, most first."""

    letter: str
    live: LetterScore
    offline: LetterScore
    apart: tuple[tuple[str, float], ...]

    @property
    def difference(self) -> float | None:
        """Points between the two, None unless both carry a value."""
        if self.live.value is None or self.offline.value is None:
            return None
        return abs(self.live.value - self.offline.value)

    @property
    def covered(self) -> bool:
        """Whether both rest on enough evidence to be held to the target."""
        return min(self.live.coverage, self.offline.coverage) >= COVERED


def compare(live: Scorecard, offline: Scorecard) -> list[Compared]:
    """Letter by letter."""
    return [
        Compared(name, live.letters[name], offline.letters[name], _apart(live.letters[name], offline.letters[name]))
        for name in LETTERS
        if name in live.letters and name in offline.letters
    ]


def _apart(one: LetterScore, other: LetterScore) -> tuple[tuple[str, float], ...]:
    mine, theirs = _points(one), _points(other)
    moved = {name: mine.get(name, 0.0) - theirs.get(name, 0.0) for name in mine | theirs}
    return tuple(sorted(moved.items(), key=lambda item: -abs(item[1])))


def _points(score: LetterScore) -> Mapping[str, float]:
    """Points each component brings to the letter, penalties left out: 100 w c s / sum of w c."""
    total = sum(part.weight * part.coverage for part in score.components)
    return {
        part.id: 100.0 * part.weight * part.coverage * part.s / total
        for part in score.components
        if part.s is not None and total > 0
    }


@dataclass(frozen=True, slots=True)
class Recording:
    """A call to play: the file with the CSM's picture (if any) and sound, the customer's file or track.

    remark: what was found when looking into the differences.
    """

    title: str
    data: str
    media: Path
    has_video: bool
    customer: Path | int
    remark: str = ""

    @property
    def customer_id(self) -> str:
        """The customer's side as a device of a live call."""
        if isinstance(self.customer, int):
            return f"file:{self.media}#track={self.customer}"
        return f"file:{self.customer}"

    @property
    def sources(self) -> int:
        """How many devices a live call of it has."""
        return 3 if self.has_video else 2


def recordings(data: Path) -> Iterator[Recording]:
    """The sample call, and a role-played call of two real voices where the labelled data is there."""
    yield Recording(
        "Live and offline agree: the sample call",
        "The sample call (drawn person, built-in voices), played in real time and analysed as a recording.",
        sample_call(lambda _fraction: None).media,
        True,
        CUSTOMER_TRACK,
    )
    agent, caller = (data / REAL_CALL / f"Auto_Repairs_40_UTC_{who}.flac" for who in ("agent", "caller"))
    if agent.is_file() and caller.is_file():
        yield Recording(
            "Live and offline agree: two real voices",
            "A role-played support call over the telephone, one file a side, no picture; Apache-2.0, not part of "
            "Attune. No labels are used: the two ways are held against each other.",
            agent,
            False,
            caller,
            "Live each stretch of speech is put into words by itself, offline several together: over the telephone the "
            "words differ more, and a single word such as “late” makes a complaint for Y.",
        )


def play_live(recording: Recording, folder: Path, models: Models) -> tuple[Scorecard, Told]:
    """A whole call at the speed of life."""
    own = f"file:{recording.media}"
    camera = own if recording.has_video else None
    command = StartCall(str(folder), "Agreement", camera, own, recording.customer_id, keep_media=False)
    told, clock = Told(), SessionClock()
    session = CallSession(command, builder=RealBuilder(models), clock=clock, emit=told.hear, preview=_NoPreview())
    session.start()
    until_s = clock.now_s() + probe(recording.media).duration_s + _SPARE_S
    waiting = threading.Event()
    try:
        while len(told.ended) < recording.sources and clock.now_s() < until_s:
            session.tick()
            waiting.wait(_LOOK_S)
    finally:
        finished = session.stop()
    if len(told.ended) < recording.sources:
        told.problems.append(f"Only these came to their end in time: {', '.join(sorted(told.ended)) or 'none'}.")
    return finished.scorecard, told


def analyse(recording: Recording, folder: Path, models: Models) -> Scorecard:
    """The same recording as an import."""
    customer = recording.customer
    command = ImportMedia(
        str(recording.media),
        str(folder),
        "Agreement",
        customer_audio=None if isinstance(customer, int) else str(customer),
        customer_track=customer if isinstance(customer, int) else None,
        layout="single",
    )
    result = import_media(
        command, MediaTools(models), on_progress=lambda _share, _what: None, cancelled=threading.Event()
    )
    return result.scorecard


def measure(recording: Recording, folder: Path, models: Models) -> tuple[list[Compared], Told]:
    """Both ways; the sessions stay in `folder`."""
    live, told = play_live(recording, folder / "live", models)
    return compare(live, analyse(recording, folder / "offline", models)), told


def tables(data: Path, _plots: Path) -> list[Table]:
    """A table a recording; without the labelled data only the sample call's."""
    models, made = Models(), []
    models.warm_up()
    for recording in recordings(data):
        with tempfile.TemporaryDirectory() as name:
            made.append(table_of(recording, *measure(recording, Path(name), models)))
    return made


def table_of(recording: Recording, compared: list[Compared], told: Told) -> Table:
    """One figure a letter that has a value; the target holds where both coverages reach COVERED."""
    figures = tuple(_figure(one) for one in compared if one.live.value is not None or one.offline.value is not None)
    lost = f"{told.dropped} of {told.captured} pictures were given up live because a newer one was there."
    return Table(
        part="agreement",
        title=recording.title,
        data=recording.data,
        figures=figures,
        notes=(
            *((lost,) if recording.has_video else ()),
            *((recording.remark,) if recording.remark else ()),
            *(_component_note(one) for one in compared if one.difference is not None and one.difference > 1.0),
            *(_one_way_note(one) for one in compared if (one.live.value is None) != (one.offline.value is None)),
            *told.problems,
        ),
    )


def _figure(one: Compared) -> Figure:
    return Figure(
        what=f"{one.letter}: live against offline",
        value=one.difference,
        target=MOST_APART if one.covered else None,
        better="lower",
        baseline=f"live {_text(one.live)}, offline {_text(one.offline)}",
        sample="1 call" if one.covered else f"1 call; coverage under {COVERED:g}, no target",
        unit="points",
        digits=1,
    )


def _text(score: LetterScore) -> str:
    value = "-" if score.value is None else f"{score.value:.1f}"
    return f"{value} (coverage {score.coverage:.2f})"


def _component_note(one: Compared) -> str:
    told = ", ".join(f"{name} {points:+.1f}" for name, points in one.apart[:3])
    return f"{one.letter}: what moves it most, points live minus offline: {told}."


def _one_way_note(one: Compared) -> str:
    way, other = ("live", "offline") if one.live.value is not None else ("offline", "live")
    found, missing = (one.live, one.offline) if way == "live" else (one.offline, one.live)
    lacking = {part.id for part in missing.components if part.coverage == 0.0}
    only = ", ".join(part.id for part in found.components if part.coverage > 0.0 and part.id in lacking)
    return f"{one.letter} has a value {way} only: {other} found no evidence for {only or 'as much'}."


def _lines(compared: list[Compared]) -> Iterator[str]:
    for one in compared:
        yield f"{one.letter}  live {_text(one.live)}  offline {_text(one.offline)}"
        theirs = {part.id: part for part in one.offline.components}
        for part in one.live.components:
            other = theirs.get(part.id)
            if other is not None:
                yield (
                    f"   {part.id:4s} {part.name:36.36s} value {part.value} / {other.value}  "
                    f"s {part.s} / {other.s}  c {part.coverage:.2f} / {other.coverage:.2f}"
                )


def main(data: Path, folder: Path | None) -> None:
    """Print everything; the sessions are kept where a folder is named."""
    start_s, models = time.monotonic(), Models()
    models.warm_up()
    for number, recording in enumerate(recordings(data)):
        with tempfile.TemporaryDirectory() as name:
            compared, told = measure(recording, (folder or Path(name)) / str(number), models)
        sys.stdout.write("\n".join([recording.title, *_lines(compared)]) + "\n")
        sys.stdout.write(f"dropped {told.dropped} of {told.captured}; {' '.join(told.problems)}\n")
    sys.stdout.write(f"{time.monotonic() - start_s:.0f} s\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
