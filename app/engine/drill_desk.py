"""What the engine does for drills: watching, reading a written answer, saying a sentence."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.engine.building import Builder
from app.engine.call_session import Preview
from app.engine.drill_messages import AnswerJudged, JudgeAnswer, StartDrill
from app.engine.drill_session import DrillWatch
from app.engine.messages import Event, SaySentence
from app.engine.problems import describe_problem
from app.engine.sentence_speaker import SentenceSpeaker
from perception.pipeline.clock import SessionClock


class DrillDesk:
    """Belongs to the host's thread; answers are read in a thread of their own."""

    def __init__(self, *, builder: Builder, emit: Callable[[Event], None], preview: Preview) -> None:
        self._builder = builder
        self._emit = emit
        self._preview = preview
        self._speaker = SentenceSpeaker(
            make_voice=builder.voice,
            make_output=builder.sound_output,
            clock=SessionClock(),
            emit=emit,
        )
        self._watch: DrillWatch | None = None
        self._reading: threading.Thread | None = None
        self._read_next: JudgeAnswer | None = None

    @property
    def watching(self) -> bool:
        """Whether devices are open for a drill."""
        return self._watch is not None

    def start(self, command: StartDrill) -> None:
        """Open the devices. Raises PerceptionError when a model is missing."""
        watch = DrillWatch(command, builder=self._builder, clock=SessionClock(), emit=self._emit, preview=self._preview)
        watch.start()
        self._watch = watch

    def stop(self) -> None:
        """Close the devices."""
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.stop()

    def close(self) -> None:
        """End everything; an answer that is being read is waited for."""
        self.stop()
        self._speaker.close()
        self._read_next = None
        if self._reading is not None:
            self._reading.join()

    def tick(self) -> None:
        """Send a reading, begin to read the next answer."""
        if self._watch is not None:
            self._watch.tick()
        if self._read_next is not None and (self._reading is None or not self._reading.is_alive()):
            command, self._read_next = self._read_next, None
            self._reading = threading.Thread(target=self._read, args=(command,), name="attune-answer", daemon=True)
            self._reading.start()

    def judge(self, command: JudgeAnswer) -> None:
        """Read a written answer after the one under way; of those that wait the newest is enough."""
        self._read_next = command

    def say(self, command: SaySentence) -> None:
        """Say a sentence in place of what is being said."""
        self._speaker.say(command)

    def be_quiet(self) -> None:
        """Say no more, and give the loudspeaker back."""
        self._speaker.close()

    def _read(self, command: JudgeAnswer) -> None:
        try:
            judged = self._builder.answer_judge().judge(command.said, command.heard)
        except Exception as error:  # noqa: BLE001 - becomes a message to the user
            kept = "Your answer stands; you can go on."
            self._emit(describe_problem(error, what="model", doing="reading the answer", severity="notice", kept=kept))
            self._emit(AnswerJudged(command.number, None))
        else:
            self._emit(AnswerJudged(command.number, judged))
