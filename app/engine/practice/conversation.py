"""The customer's side of the conversation: when to speak, when to stop, when to wait. Moved on by `step`, fifty times a
second; it reads no clock and waits for nothing."""

from __future__ import annotations

from typing import Final

from app.engine.practice.cast import Cast
from app.engine.practice.held import BrokenOff, Pending
from app.engine.practice.speaking import Speaking, short_sound
from app.engine.practice.told import step_record
from app.engine.practice_messages import CustomerDoing, CustomerIs, CustomerLeft
from app.practice.scenario.model import Timing
from app.practice.turn_end import is_backchannel, patience_s
from app.practice.turns import CsmTurn, CustomerTurn
from perception.pipeline.ear import Hearing
from perception.recording.records import StepRecord

YIELD_S: Final = 0.2  # of the CSM's speech before the customer begins to stop
STOPPED_S: Final = 0.4  # after the CSM began, the customer is silent
DEAF_S: Final = 1.0  # without any sound from the microphone, not even silence: it is gone
BACKCHANNEL_S: Final = 0.6  # shorter speech of the CSM does not end the customer's turn
_GO_ON_S: Final = 0.3  # of silence after a backchannel, then the customer goes on
_SAME_TIME_S: Final = 0.5  # who begins so soon after the customer did had not ended their turn
_COUNTS_S: Final = 1.0  # said alone for so long, a line counts: the CSM's turn had ended
_OWN_RIGHT_S: Final = 1.2  # a customer who breaks in does not stop at once
_SOUND_AFTER_S: Final = 0.6  # words that are not there by then are bridged by a short sound
_SOON_S: Final = 0.25
_SOUND_LEAST_S: Final = 1.5  # of the CSM's turn; shorter ones are heard soon
_AFTER_SOUND_S: Final = 0.05
_NOD_PAUSE_S: Final = 0.2
_NOD_LEAST_S: Final = 2.0  # of the CSM's turn
_NOD_EVERY_S: Final = 5.0
_HOPELESS_S: Final = 4.0  # without words for so long, the customer takes what there is
_NOISE_S: Final = 0.7  # less speech without any word is a cough
_BROKEN_IN_S: Final = 2.5  # of silence after breaking in: the CSM leaves it at that
_STILL_S: Final = 0.1  # of silence inside speech


class Conversation:
    """One practice call. All calls come from one thread. thinking_s: as in PracticePlan."""

    def __init__(self, cast: Cast, *, thinking_s: float = 0.0) -> None:
        self._cast = cast
        self._thinking_s = thinking_s
        self._speaking: Speaking | None = None
        self._broken: BrokenOff | None = None
        self._pending: Pending | None = None
        self._held: BrokenOff | None = None
        self._paused = False
        self._timing = Timing()
        self._turn_since_s: float | None = None
        self._quiet_since_s = 0.0
        self._interrupted = False
        self._interrupted_line: BrokenOff | None = None
        self._unkept: StepRecord | None = None
        self._answered_turn: CsmTurn | None = None  # what the line being said answers
        self._answered_until_s = 0.0
        self._carried: str | None = None  # words from before the customer broke in
        self._broke_in = False
        self._waiting = False
        self._sound_end_s = 0.0
        self._sounded_s: float | None = None
        self._sounds = 0
        self._nodded_s = 0.0
        self.ended = False

    @property
    def speaking(self) -> bool:
        """Whether the customer speaks."""
        return self._speaking is not None

    @property
    def paused(self) -> bool:
        """Whether the call is held."""
        return self._paused

    @property
    def csm_turn_since_s(self) -> float | None:
        """When the running turn of the CSM began; None when there is none."""
        return self._turn_since_s

    def begin(self, now_s: float) -> None:
        """The customer says their first turn."""
        self._say(Pending(self._cast.director.open(), now_s), now_s)

    def step(self, now_s: float) -> None:
        """What happened since the last call."""
        if self.ended or self._paused:
            return
        heard = self._cast.ear.now
        if self._speaking is not None:
            self._while_speaking(self._speaking, now_s, heard)
        elif self._broken is not None:
            self._while_broken_off(self._broken, now_s, heard)
        elif self._pending is not None:
            self._while_pending(self._pending, now_s, heard)
        elif now_s - heard.heard_s > DEAF_S:
            self._while_deaf(now_s, heard)
        else:
            self._while_listening(now_s, heard)

    def finish(self) -> None:
        """The call ends here."""
        self._settle()

    # ------------------------------------------------------------ commands

    def repeat(self, now_s: float) -> None:
        """Say the last line again."""
        if self.ended or self._paused or not self._cast.director.steps:
            return
        if self._speaking is not None:
            self._speaking.break_off(now_s, latest_s=now_s + YIELD_S)
        if self._pending is None:
            self._pending = Pending(self._cast.director.repeat(), now_s)
        self._say(self._pending, now_s)  # an answer that was still to come is said instead

    def pause(self, now_s: float) -> None:
        """Fall silent."""
        broken, self._broken = self._broken, None
        if self._speaking is not None:
            at_s = self._speaking.break_off(now_s, latest_s=now_s + YIELD_S)
            broken, self._speaking = BrokenOff(self._speaking, at_s, now_s), None
        self._held, self._paused = broken, True
        if broken is None and self._pending is None:
            self._carry()

    def resume(self, now_s: float) -> None:
        """Go on: with the sentence that was not finished, or listening."""
        held, self._held, self._paused = self._held, None, False
        self._cast.ear.restart()
        if held is not None:
            self._go_on(held, held.speaking.sentence_at(held.at_s), now_s)
        elif self._pending is None and not self.ended and self._cast.director.steps:
            self._listen(now_s)

    # ------------------------------------------------------------ speaking

    def _say(self, pending: Pending, now_s: float) -> None:
        cast, turn = self._cast, pending.step.customer
        self._pending = self._broken = None
        wording = cast.wording(turn.text)
        line = cast.line(wording)
        self._speaking = Speaking(turn, wording, line, player=cast.player, outlets=cast.outlets, now_s=now_s)
        self._timing = cast.timing(turn.node)
        first_s = self._speaking.start_s
        after = None if pending.asked_s is None else first_s - pending.asked_s
        sounded = after if pending.sounded_s is None or pending.asked_s is None else pending.sounded_s - pending.asked_s
        cast.begins(turn, first_s)
        self._settle()
        self._unkept = step_record(pending.step, t_s=first_s, sound_after_s=sounded, answer_after_s=after)
        self._answered_turn, self._answered_until_s = pending.turn, pending.asked_s or now_s
        self._rehearse()

    def _rehearse(self) -> None:
        """What may come next, made while this is said and answered."""
        cast, speaking = self._cast, self._speaking
        if speaking is None or speaking.turn.end is not None:
            return
        wordings = [cast.wording(text) for text in cast.director.options()]
        cast.prepare((*cast.sounds(speaking.turn.mood), *wordings))

    def _while_speaking(self, speaking: Speaking, now_s: float, heard: Hearing) -> None:
        if speaking.turn.kind == "break_in":
            self._cast.words.step(heard)
        if now_s >= speaking.end_s:
            speaking.finish(now_s)
            self._speaking = None
            self._after(speaking, now_s)
            return
        if now_s - speaking.start_s >= _COUNTS_S and not heard.speaking:
            self._settle()
        if speaking.turn.end is not None or speaking.nearly_over(now_s):
            return  # the last word is said to its end
        if not heard.speaking or heard.since_s is None or heard.silence_s > _STILL_S:
            return
        right_s = _OWN_RIGHT_S if speaking.turn.kind == "break_in" else 0.0
        since_s = max(heard.since_s, speaking.start_s + right_s)
        if min(heard.run_s, now_s - since_s) >= YIELD_S:
            at_s = speaking.break_off(now_s, latest_s=max(now_s, since_s + STOPPED_S))
            first = heard.since_s <= speaking.start_s + _SAME_TIME_S or speaking.turn.kind == "break_in"
            self._speaking, self._broken = None, BrokenOff(speaking, at_s, since_s, first)

    def _while_broken_off(self, broken: BrokenOff, now_s: float, heard: Hearing) -> None:
        length_s = 0.0 if heard.until_s is None else heard.until_s - broken.since_s
        if length_s >= BACKCHANNEL_S:
            self._broken = None
            if broken.first and self._answered_turn is not None and broken.speaking.turn.kind in ("answer", "repeat"):
                self._take_back(self._answered_turn, self._answered_until_s)
            else:
                self._settle()
                self._interrupted = not broken.first
                self._interrupted_line = broken
            self._be("listening", now_s)
            self._while_listening(now_s, heard)
        elif heard.silence_s >= _GO_ON_S or heard.since_s is None:
            self._go_on(broken, broken.speaking.go_on_from(broken.at_s), now_s)

    def _while_pending(self, pending: Pending, now_s: float, heard: Hearing) -> None:
        if pending.turn is not None and heard.speaking and heard.run_s >= YIELD_S:
            self._pending = None
            self._take_back(pending.turn, now_s if pending.asked_s is None else pending.asked_s)
            self._be("listening", now_s)
            self._while_listening(now_s, heard)
        elif now_s >= pending.due_s:
            self._say(pending, now_s)

    def _take_back(self, turn: CsmTurn, until_s: float) -> None:
        """The CSM had only paused: the turn goes on, and the answer will be to all of it."""
        self._cast.director.take_back()
        self._timing = self._cast.timing(self._cast.director.point.node)
        self._unkept = self._answered_turn = None
        self._carried = turn.text or None
        self._turn_since_s = until_s - turn.seconds
        self._interrupted, self._broke_in = turn.interrupted, turn.cut_short

    def _settle(self) -> None:
        """The line being said counts: keep its step."""
        record, self._unkept, self._answered_turn = self._unkept, None, None
        if record is not None:
            self._cast.keep(record)

    def _go_on(self, broken: BrokenOff, from_s: float, now_s: float) -> None:
        """Say the rest of a line."""
        self._broken = None
        self._forget_turn(now_s)
        speaking, cast = broken.speaking, self._cast
        line = cast.line(speaking.wording)
        if from_s >= line.seconds:
            self._after(speaking, now_s)
            return
        self._speaking = Speaking(
            speaking.turn,
            speaking.wording,
            line,
            player=cast.player,
            outlets=cast.outlets,
            now_s=now_s,
            from_s=from_s,
            goes_on=speaking,
        )

    def _after(self, speaking: Speaking, now_s: float) -> None:
        """A line was said to its end."""
        self._settle()
        if speaking.turn.end is not None:
            self.ended = True
            self._be("gone", now_s)
            self._cast.outlets.emit(CustomerLeft(now_s, speaking.turn.end))
            return
        if speaking.turn.kind == "break_in":
            if self._cast.ear.now.speaking:  # the CSM talks on
                self._be("listening", now_s)
                return
            self._carry()
        self._listen(now_s)

    # ------------------------------------------------------------ listening

    def _listen(self, now_s: float) -> None:
        self._forget_turn(now_s)
        self._quiet_since_s = now_s
        self._be("listening", now_s)

    def _forget_turn(self, now_s: float) -> None:
        """What the CSM said so far is no turn; speech under way begins one."""
        self._cast.words.begin()
        self._cast.ear.forget(now_s)
        self._turn_since_s = None
        self._interrupted = False
        self._interrupted_line = None
        self._waiting = False
        self._sounded_s = None

    def _carry(self) -> None:
        """Keep what is known of the CSM's turn for when it goes on."""
        text = " ".join(part for part in (self._carried, self._cast.words.text) if part)
        self._carried = text or None

    def _while_listening(self, now_s: float, heard: Hearing) -> None:
        if heard.since_s is None or heard.until_s is None:
            self._while_silent(now_s)
            return
        if self._turn_since_s is None:
            self._turn_since_s = heard.since_s
            if self._waiting:
                self._waiting = False
                self._be("listening", now_s)
        self._cast.words.step(heard)
        self._maybe_nod(now_s, heard)
        if heard.speaking and heard.silence_s < _STILL_S:
            self._maybe_break_in(now_s)
        elif self._cast.words.knows(heard.until_s):
            if heard.silence_s >= patience_s(self._cast.words.text, thinking_s=self._thinking_s):
                self._answer(now_s, heard, heard.until_s)
        elif heard.silence_s >= _HOPELESS_S + self._thinking_s:
            self._answer(now_s, heard, heard.until_s)
        elif self._wants_sound(heard):
            self._sound(now_s)

    def _while_deaf(self, now_s: float, heard: Hearing) -> None:
        """The microphone is gone: half a turn is kept for when it is back, and the silence is nobody's."""
        if self._turn_since_s is not None and heard.until_s is not None and self._cast.words.knows(heard.until_s):
            self._carry()
            self._forget_turn(now_s)
        self._quiet_since_s = now_s

    def _while_silent(self, now_s: float) -> None:
        quiet_s = now_s - self._quiet_since_s
        if self._carried is not None and self._broke_in and quiet_s >= _BROKEN_IN_S:
            self._answer(now_s, Hearing(), now_s - quiet_s)
        elif not self._waiting and quiet_s >= self._timing.silence_s + self._thinking_s:
            step = self._cast.director.silence()
            if step is None:
                self._waiting = True
                self._be("waiting", now_s)
            else:
                self._say(Pending(step, now_s), now_s)

    def _maybe_nod(self, now_s: float, heard: Hearing) -> None:
        """A sign of listening in a short pause of a longer turn."""
        pause = _NOD_PAUSE_S <= heard.silence_s < _NOD_PAUSE_S + 0.1
        if pause and heard.total_s >= _NOD_LEAST_S and now_s - self._nodded_s >= _NOD_EVERY_S:
            self._nodded_s = now_s
            self._be("listening", now_s, nods=True)

    def _maybe_break_in(self, now_s: float) -> None:
        after_s = self._timing.interrupts_after_s
        if self._broke_in or after_s is None or self._turn_since_s is None or now_s - self._turn_since_s < after_s:
            return
        step = self._cast.director.break_in()
        if step is not None:
            self._broke_in = True
            self._say(Pending(step, now_s), now_s)

    def _wants_sound(self, heard: Hearing) -> bool:
        """Not where the words come sooner than the sound would be over."""
        late = heard.silence_s >= _SOUND_AFTER_S and heard.total_s >= _SOUND_LEAST_S and self._sounded_s is None
        return late and self._cast.words.awaited_s(heard.heard_s) > _SOON_S

    def _sound(self, now_s: float) -> None:
        """ "Mm." while the words arrive."""
        cast, turn = self._cast, self._last_turn()
        sounds = cast.sounds(turn.mood)
        line = cast.line(sounds[self._sounds % len(sounds)])
        self._sounds += 1
        self._sounded_s = now_s
        end_s = short_sound(line, player=cast.player, outlets=cast.outlets, turn=turn, now_s=now_s)
        self._sound_end_s = end_s + _AFTER_SOUND_S

    def _answer(self, now_s: float, heard: Hearing, until_s: float) -> None:
        """The CSM's turn is over."""
        words, line = self._cast.words, self._interrupted_line
        text = " ".join(part for part in (self._carried, words.text) if part)
        if not text and heard.total_s < _NOISE_S:
            self._forget_turn(now_s)
            return
        if line is not None and is_backchannel(words.text):
            self._go_on(line, line.speaking.go_on_from(line.at_s), now_s)
            return
        since_s = until_s if self._turn_since_s is None else self._turn_since_s
        turn = CsmTurn(text, until_s - since_s, words.p if text else 0.0, self._interrupted, self._broke_in)
        sounded_s = self._sounded_s
        self._forget_turn(now_s)
        self._carried, self._broke_in = None, False
        step = self._cast.director.answer(turn)
        self._cast.answered(step, since_s, until_s)
        due_s = max(now_s, until_s + step.customer.waits_s, self._sound_end_s)
        pending = Pending(step, due_s, until_s, sounded_s, turn)
        if due_s <= now_s:
            self._say(pending, now_s)
        else:
            self._pending = pending
            self._be("thinking", now_s)

    def _last_turn(self) -> CustomerTurn:
        return self._cast.director.steps[-1].customer

    def _be(self, doing: CustomerDoing, now_s: float, *, nods: bool = False) -> None:
        turn = self._last_turn()
        intensity = turn.feeling.intensity if turn.feeling is not None else 1
        self._cast.outlets.emit(CustomerIs(now_s, doing, turn.display, intensity, nods))
