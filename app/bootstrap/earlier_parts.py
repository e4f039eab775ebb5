"""What a session keeps of a call from before its engine was started again."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app.engine.building import Before
from app.engine.messages import StartCall
from perception.errors import MediaError
from perception.recording.reader import Session, open_session
from perception.types import AudioBlock, Gap

log = logging.getLogger(__name__)


def before(command: StartCall) -> Before:
    """Observations and sound of the earlier segments. Raises SessionFormatError."""
    session = open_session(Path(command.folder))
    return Before((*session.observations(), restart_gap(session, command)), _sound(session, command.segment))


def restart_gap(session: Session, command: StartCall) -> Gap:
    """The time in which nothing was measured, up to the segment that begins."""
    return Gap(session.last_time_s(), command.start_s, "all", "The measuring part was started again.")


def _sound(session: Session, until: int) -> Iterator[AudioBlock]:
    from perception.devices.media_audio import iter_audio

    for part in session.parts():
        if part.number >= until or part.media is None or not (session.folder / part.media).is_file():
            continue
        try:
            blocks = iter_audio(session.folder / part.media)
        except MediaError as error:
            log.info("nothing is heard again of part %d: %s", part.number, error)
            continue
        for block in blocks:
            yield replace(block, t_s=block.t_s + part.start_s)
