"""Recordings that were looked through, stopped imports and a folder being read, for the tests of the window."""

from __future__ import annotations

import io
import wave
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from app.batch.values import BatchStatus, Item, ItemState, Recording
from app.engine.import_messages import PersonPlace, PersonSeen, SoundHeard, SoundKind, WhoIsCsm
from app.engine.messages import ExamineMedia, ImportMedia, MediaExamined
from app.ui.importing.ports import BatchReading, StoppedImport
from perception.errors import MediaError


def wav() -> bytes:
    """A tenth of a second of silence."""
    made = io.BytesIO()
    with wave.open(made, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16000)
        out.writeframes(bytes(3200))
    return made.getvalue()


def picture(look: str) -> bytes:
    """A drawn person as JPEG."""
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QColor, QImage, QPainter

    from app.ui.widgets.shape_painter import paint_shapes
    from perception.character.draw import draw
    from perception.character.looks import LOOKS
    from perception.character.rig import NEUTRAL

    image = QImage(480, 360, QImage.Format.Format_RGB888)
    image.fill(QColor("#445566"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_shapes(painter, draw(NEUTRAL, LOOKS[look], width=480, height=360))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG")
    return bytes(buffer.data().data())


def sounds(kind: SoundKind, count: int = 2) -> tuple[SoundHeard, ...]:
    return tuple(SoundHeard(kind, number, (-24.0, -46.0)[number], 41.0 - 20 * number, wav()) for number in range(count))


def examined(
    *places: PersonPlace, kind: SoundKind = "track", count: int = 2, who: WhoIsCsm, notes: tuple[str, ...] = ()
) -> MediaExamined:
    """What a look found; the number and the files are filled in by the engine."""
    people = tuple(
        PersonSeen(place, picture(look), 0.98) for place, look in zip(places, ("amara", "robin"), strict=False)
    )
    tracks = 2 if kind == "track" and count == 2 else 1
    return MediaExamined(
        0, "", None, 754.0, bool(places), tracks, people, sounds(kind, count), who, "2026-05-12T09:30:00+00:00", notes
    )


ONE_SURE = WhoIsCsm(
    "whole",
    1,
    "sure",
    ("The person in the picture moves their mouth when the second track is heard.",),
    (("whole", 1),),
)
TWO_LIKELY = WhoIsCsm(
    "right",
    0,
    "likely",
    (
        "The person on the left moves their mouth when the second track is heard.",
        "The person on the right moves their mouth when the first track is heard.",
        "In most recordings the first track is the CSM's own microphone.",
    ),
    (("left", 1), ("right", 0)),
)
OPEN = WhoIsCsm(None, None, "open", ("Which of the two is the CSM, the recording does not tell: please choose.",))
VOICES = WhoIsCsm(None, None, "open", ("Which voice is the CSM's cannot be told. Listen to both and choose.",))
CHANNELS = WhoIsCsm(None, 0, "likely", ("In most recordings the left channel is the CSM's own microphone.",))


def answered(found: MediaExamined, command: ExamineMedia) -> MediaExamined:
    return replace(found, number=command.number, media=command.media, customer_audio=command.customer_audio)


def stopped(title: str = "Renewal call 12 May", *, trouble: str = "") -> StoppedImport:
    command = ImportMedia(f"/calls/{title}.mp4", f"/sessions/{title}", title, work=f"/sessions/.half-done/{title}")
    return StoppedImport(Path(command.work or ""), command, datetime(2026, 11, 25, 16, 0), 0.42, trouble)


def item(name: str, state: ItemState = "waiting", **more: object) -> Item:
    letters = {letter: {"value": 50.0 + 5 * k, "state": "scored"} for k, letter in enumerate("EMPATH")}
    if state == "done":
        more = {"session": Path("/sessions") / name, "duration_s": 754.0, "letters": letters, "share": 1.0, **more}
    return Item(Recording(Path("/calls") / name), state, **more)  # type: ignore[arg-type]


class Batch:
    """Implements app.ui.importing.ports.BatchDesk from a script."""

    def __init__(self, *items: Item) -> None:
        self.items = items
        self.opened: list[tuple[Path | None, tuple[Path, ...]]] = []
        self.started: list[BatchReading] = []
        self.error: MediaError | None = None
        self.running = False
        self.stopping = False
        self.name = ""
        self.told = ""
        self.remaining_s: float | None = 130.0

    def open(self, folder: Path | None, files: Sequence[Path]) -> None:
        if self.error is not None:
            raise self.error
        self.opened.append((folder, tuple(files)))
        self.name = folder.name if folder is not None else files[0].parent.name

    def start(self, reading: BatchReading) -> None:
        self.started.append(reading)
        self.running = True

    def stop(self) -> None:
        self.stopping = True

    def forget(self) -> None:
        self.items = tuple(replace(one, state="waiting", session=None) for one in self.items)

    def status(self) -> BatchStatus | None:
        return BatchStatus(self.items, 0.4, self.remaining_s) if self.name else None

    def problem(self) -> str:
        return self.told

    def close(self) -> None:
        self.running = False


class Imports:
    """Implements app.ui.importing.ports.ImportRoom in memory."""

    def __init__(self, *kept: StoppedImport, batch: Batch | None = None) -> None:
        self.kept = list(kept)
        self.batch = batch or Batch()

    def work_for(self, folder: Path) -> Path:
        return folder.parent / ".half-done" / folder.name

    def stopped(self) -> Sequence[StoppedImport]:
        return tuple(self.kept)

    def forget(self, work: Path) -> None:
        self.kept = [one for one in self.kept if one.work != work]
