"""Opens a session folder for reading. Nothing is ever changed; a cut or damaged line is left out and counted."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, Final

from perception.errors import SessionFormatError
from perception.recording.corrections import Correction, TranscriptLine, corrected, in_force, lines_of
from perception.recording.format import (
    EVENTS_NAME,
    HEADER_NAME,
    SCENARIO_NAME,
    SessionHeader,
    header_from_json,
    media_name,
    result_is_final,
)
from perception.recording.notes import Note, read_corrections, read_notes
from perception.recording.plain_files import lines_in, open_plain, read_plain
from perception.recording.records import (
    OBSERVATION_TYPES,
    CueRecord,
    EndedRecord,
    PartRecord,
    Record,
    StepRecord,
    UnknownKindError,
    kind_of,
    parse_line,
    time_of,
    to_record,
)
from perception.recording.rescored import read_rescored
from perception.recording.upgrade import record_upgrade, upgrade_header, version_of
from perception.types import Observation, Scorecard, Utterance

_TAIL_BYTES: Final = 4096
_KIND_START: Final = b'{"kind":"'


class Session:
    """One session folder. Made by `open_session`."""

    def __init__(
        self, folder: Path, header: SessionHeader, upgrade: Callable[[dict[str, Any]], dict[str, Any]]
    ) -> None:
        self.folder = folder
        self.header = header
        self._upgrade = upgrade
        self._unreadable: int | None = None

    def records(self, kinds: Collection[str] | None = None) -> Iterator[Record]:
        """Every readable record in the order written, or those of some kinds (fast: others are not parsed)."""
        unreadable = 0
        for line in self.raw_lines():
            if kinds is not None and _kind_at_sight(line) not in (None, *kinds):
                continue
            try:
                record = to_record(self.upgraded(parse_line(line)))
            except UnknownKindError:
                continue  # written by a later release of the same format
            except (ValueError, KeyError, TypeError):
                unreadable += 1
                continue
            if kinds is None or kind_of(record) in kinds:
                yield record
        if kinds is None:
            self._unreadable = unreadable

    def observations(self) -> Iterator[Observation]:
        """What was observed, in the order written, with the lines of the transcript as they read now."""
        recorded = (record for record in self.records() if isinstance(record, OBSERVATION_TYPES))
        return corrected(recorded, self.corrections())  # type: ignore[arg-type]

    def scorecard(self) -> Scorecard | None:
        """The newest result, None when there is none (the recording was interrupted).

        It takes in the corrections of the transcript and the self-check, unless they are newer than it: see `outdated`.
        """
        again = self.rescored()
        if again is not None:
            return again
        found: Scorecard | None = None
        for record in self.records(("scorecard",)):
            found = record if isinstance(record, Scorecard) else found
        return found

    @property
    def outdated(self) -> bool:
        """Whether the transcript was corrected, or the self-check done, and the result does not know of it yet."""
        return self._changes_result and self.rescored() is None

    @property
    def self_checked(self) -> bool:
        """Whether the self-check was done."""
        return any(note.kind == "self_check" for note in self.notes())

    @property
    def result_notes(self) -> int:
        """How many notes change the result: corrections, and self-checks."""
        return len(self.corrections()) + sum(note.kind == "self_check" for note in self.notes())

    @property
    def _changes_result(self) -> bool:
        if result_is_final(self.header):
            return False  # it rests on words or sound of the other side that were not kept
        return bool(in_force(self.corrections())) or self.self_checked

    def rescored(self) -> Scorecard | None:
        """The result with the newest corrections and self-check taken in; None where none of them changes it."""
        return read_rescored(self.folder, notes=self.result_notes) if self._changes_result else None

    def lines(self) -> tuple[TranscriptLine, ...]:
        """The transcript with each line as recorded and as it reads now, in order of time."""
        recorded = [record for record in self.records(("utterance",)) if isinstance(record, Utterance)]
        return lines_of(recorded, self.corrections())

    def utterances(self) -> tuple[Utterance, ...]:
        """What was said as it reads now, without struck lines, in order of time."""
        return tuple(line.said for line in self.lines() if not line.struck)

    def steps(self) -> tuple[StepRecord, ...]:
        """The path through the scenario of a practice call; () without one."""
        return tuple(record for record in self.records(("step",)) if isinstance(record, StepRecord))

    def cues(self) -> tuple[CueRecord, ...]:
        """The word cues that were shown."""
        return tuple(record for record in self.records(("cue",)) if isinstance(record, CueRecord))

    def scenario_file(self) -> Path | None:
        """The scenario of a practice call as it was then; None without one."""
        path = self.folder / SCENARIO_NAME
        return path if path.is_file() else None

    def corrected_lines(self) -> int:
        """How many lines of the transcript a person corrected, confirmed or left out."""
        return sum(line.corrected for line in self.lines())

    def corrections(self) -> tuple[Correction, ...]:
        """What people corrected in the transcript. Raises SessionFormatError."""
        return read_corrections(self.folder)

    def ended_record(self) -> EndedRecord | None:
        """The record that closes the session, None when it was interrupted or goes on."""
        tail = self._tail()
        if not tail.endswith(b"\n"):
            return None
        last = tail.rstrip(b"\n").rsplit(b"\n", 1)[-1]
        record = self._readable(last) if _kind_at_sight(last) == "ended" else None
        return record if isinstance(record, EndedRecord) else None

    @property
    def ended(self) -> bool:
        """Whether the session was closed, by its recorder or by recovery."""
        return self.ended_record() is not None

    @property
    def truncated_lines(self) -> int:
        """How many lines cannot be read: a tail cut by a crash, or damage."""
        if self._unreadable is None:
            for _ in self.records():
                pass
        return self._unreadable or 0

    def last_time_s(self) -> float:
        """The latest session time any record speaks of, 0 for an empty session."""
        return max((time for time in map(time_of, self.records()) if time == time), default=0.0)

    def parts(self) -> tuple[PartRecord, ...]:
        """The parts of the session; more than one when the engine was restarted."""
        return tuple(record for record in self.records(("part",)) if isinstance(record, PartRecord))

    def media(self) -> Path | None:
        """Picture and sound of the first part, None when they were not kept."""
        paths = self.media_files()
        return paths[0] if paths else None

    def media_files(self) -> tuple[Path, ...]:
        """All media files there are, in order of the parts."""
        found: list[Path] = []
        number = 0
        while (path := self.folder / media_name(number)).exists() or number == 0:
            if path.exists():
                found.append(path)
            number += 1
        return tuple(found)

    def notes(self) -> tuple[Note, ...]:
        """What people wrote about the session. Raises SessionFormatError."""
        return read_notes(self.folder)

    def upgraded(self, raw: dict[str, Any]) -> dict[str, Any]:
        """A raw record in the current format."""
        return self._upgrade(raw)

    def raw_lines(self) -> Iterator[bytes]:
        """The lines of events.jsonl as written, for readers that parse them in another way. Empty ones are left out."""
        try:
            for line in lines_in(self.folder / EVENTS_NAME):
                if not line.isspace():
                    yield line
        except FileNotFoundError:
            return
        except OSError as error:
            raise _unreadable(self.folder, error) from error

    def _tail(self) -> bytes:
        try:
            with open_plain(self.folder / EVENTS_NAME) as file:
                size = file.seek(0, 2)
                file.seek(max(0, size - _TAIL_BYTES))
                return file.read()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise _unreadable(self.folder, error) from error

    def _readable(self, line: bytes) -> Record | None:
        try:
            return to_record(self.upgraded(parse_line(line)))
        except (ValueError, KeyError, TypeError):
            return None


def open_session(folder: Path) -> Session:
    """Open a session of this or an older format. Raises SessionFormatError."""
    raw = _raw_header(folder)
    version = version_of(raw, name=f"“{folder.name}”")
    try:
        header = header_from_json(upgrade_header(raw))
    except (ValueError, OverflowError) as error:
        raise SessionFormatError(
            f"session.json of “{folder.name}” cannot be understood ({error}).",
            recovery="Restore the file from a copy, or import the media file anew.",
        ) from error
    return Session(folder, header, record_upgrade(version))


def _kind_at_sight(line: bytes) -> str | None:
    """The kind of a record as this writer puts it first; None when the line must be parsed to know."""
    if not line.startswith(_KIND_START):
        return None
    end = line.find(b'"', len(_KIND_START))
    return line[len(_KIND_START) : end].decode("ascii", errors="replace") if end > 0 else None


def _raw_header(folder: Path) -> dict[str, Any]:
    path = folder / HEADER_NAME
    try:
        raw = json.loads(read_plain(path))
    except (FileNotFoundError, NotADirectoryError):
        if not folder.exists():
            raise SessionFormatError(
                f"There is no folder “{folder}”.",
                recovery="It may have been moved, renamed or deleted. Choose a session from the list.",
            ) from None
        raise SessionFormatError(
            f"“{folder}” is not a session folder: it has no {HEADER_NAME}.",
            recovery="Choose the folder of a session, or its id from the list.",
        ) from None
    except OSError as error:
        raise _unreadable(folder, error) from error
    except (ValueError, RecursionError) as error:
        raise SessionFormatError(
            f"session.json of “{folder.name}” is damaged.",
            recovery="Restore the file from a copy, or import the media file anew.",
        ) from error
    if not isinstance(raw, dict):
        raise SessionFormatError(
            f"session.json of “{folder.name}” is damaged.",
            recovery="Restore the file from a copy, or import the media file anew.",
        )
    return raw


def _unreadable(folder: Path, error: OSError) -> SessionFormatError:
    return SessionFormatError(
        f"The session “{folder.name}” cannot be read ({error.strerror or error}).",
        recovery="Check that the disk is connected and that you may read the folder.",
    )
