"""When a live cue comes and when it goes: at most one, seldom, never at a bad moment (product page 3, F8.3).

Pure and deterministic: the same readings give the same cues. It is asked about five times a second.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from app.practice import cue_params as params
from app.practice.cue_rules import RULES, Cause, HeldRule, Pronoun, Seen, TurnRule, turn_cause, words_of
from app.practice.cue_values import Cue, CueSettings
from app.practice.cue_view import CueOver, CueView, HeardTurn
from perception.types import LETTERS, Letter, LiveLetter

AFTER_THE_TURN: Final[frozenset[Letter]] = frozenset({"A", "Y"})


@dataclass(slots=True)
class _Held:
    """Since when a state has held, and when it was seen last."""

    since_s: float
    last_s: float


class CuePolicy:
    """Decides over one call. pronoun: how the customer is spoken of."""

    def __init__(self, settings: CueSettings, *, pronoun: Pronoun = "they") -> None:
        self.settings = settings
        self._pronoun: Pronoun = pronoun
        self._budget = min(max(settings.budget, 0), params.MOST_CUES)
        self._spacing_s = max(settings.spacing_s, params.LEAST_SPACING_S)
        self._shown_s = max(settings.shown_s, params.LEAST_SHOWN_S)
        self._rules = tuple(rule for rule in RULES if rule.letter in settings.letters and self._trust(rule.name))
        self._held: dict[str, _Held] = {}
        self._low: dict[Letter, float] = {}
        self._turns: list[HeardTurn] = []
        self._told_turn: dict[str, float] = {}
        self._shown: Cue | None = None
        self._better_s: float | None = None
        self._times: list[tuple[float, Letter]] = []
        self._last_s = -math.inf

    @property
    def shown(self) -> Cue | None:
        """The cue that is shown now."""
        return self._shown

    def update(self, now_s: float, view: CueView) -> tuple[Cue | CueOver, ...]:
        """What changes now: a cue comes, a cue goes, or nothing. now_s: session time, never going back."""
        if now_s - self._last_s > params.LATE_S:
            self._held.clear()
            self._low.clear()
        self._last_s = now_s
        self._take_turn(now_s, view.turn)
        self._watch_letters(now_s, view)
        causes = self._causes(now_s, view)
        over = self._take_away(now_s, view)
        if over is not None:
            return (over,)
        return self._show(now_s, view, causes)

    # ------------------------------------------------------------ what is going on

    def _take_turn(self, now_s: float, turn: HeardTurn | None) -> None:
        if turn is not None and (not self._turns or turn.end_s > self._turns[-1].end_s):
            self._turns = [*self._turns, turn][-params.TURNS_KEPT :]
        self._turns = [one for one in self._turns if now_s - one.end_s <= params.TURNS_WITHIN_S]

    def _watch_letters(self, now_s: float, view: CueView) -> None:
        for letter in LETTERS:
            shown = view.letters.get(letter)
            level = shown.level if shown is not None and shown.coverage >= params.LOW_COVERAGE else None
            if level is None or level > params.LOW_OVER:
                self._low.pop(letter, None)
            elif level < params.LOW:
                self._low.setdefault(letter, now_s)

    def _causes(self, now_s: float, view: CueView) -> list[Cause]:
        """The causes there are now, the more important first."""
        found = [
            self._held_cause(rule, now_s, view) if isinstance(rule, HeldRule) else self._turn_cause(rule, now_s, view)
            for rule in self._rules
        ]
        return [cause for cause in found if cause is not None]

    def _held_cause(self, rule: HeldRule, now_s: float, view: CueView) -> Cause | None:
        seen = rule.see(now_s, view)
        held = self._hold(rule.name, seen, now_s)
        if held is None or not seen.holds:
            return None
        needed_s = rule.lasts_s / self._trust(rule.name)
        if now_s - held.since_s < needed_s:
            return None
        numbers = {**seen.numbers, "lasted_s": now_s - held.since_s}
        limits = {**seen.limits, "lasted_s": needed_s}
        return self._low_cause(rule, held.since_s, now_s, view, (numbers, limits))

    def _low_cause(
        self,
        rule: HeldRule,
        since_s: float,
        now_s: float,
        view: CueView,
        why: tuple[dict[str, float], dict[str, float]],
    ) -> Cause | None:
        numbers, limits = why
        if rule.low:
            low_s, needed_s = self._low_s(rule.letter, now_s), params.LOW_S / self._trust(rule.name)
            if low_s < needed_s:
                return None
            numbers |= {"low_s": low_s, **_level(view.letters.get(rule.letter))}
            limits |= {"low_s": needed_s, "level": params.LOW}
        return Cause(rule.name, rule.letter, words_of(rule, self._pronoun), since_s, numbers, limits)

    def _hold(self, name: str, seen: Seen, now_s: float) -> _Held | None:
        held = self._held.get(name)
        if seen.holds:
            if held is None or now_s - held.last_s > params.HOLD_S:
                held = self._held[name] = _Held(now_s, now_s)
            held.last_s = now_s
        elif held is not None and now_s - held.last_s > params.HOLD_S:
            del self._held[name]
            held = None
        return held

    def _turn_cause(self, rule: TurnRule, now_s: float, view: CueView) -> Cause | None:
        if not self._turns or view.csm_since_s is not None:
            return None
        last = self._turns[-1]
        if now_s - last.end_s > params.TURN_FRESH_S or self._told_turn.get(rule.name) == last.end_s:
            return None
        trust, low_s = self._trust(rule.name), self._low_s(rule.letter, now_s)
        found = turn_cause(rule, self._turns, trust=trust, low_s=low_s)
        if found is None:
            return None
        turns, needed = found
        numbers = {"turns": float(len(turns)), **_level(view.letters.get(rule.letter))}
        limits = {"turns": float(needed)}
        if rule.low:
            numbers["low_s"], limits["low_s"] = low_s, params.LOW_S / trust
        return Cause(rule.name, rule.letter, words_of(rule, self._pronoun), turns[0].start_s, numbers, limits)

    # ------------------------------------------------------------ coming and going

    def _take_away(self, now_s: float, view: CueView) -> CueOver | None:
        cue = self._shown
        if cue is None:
            return None
        done = self._done(cue, now_s, view)
        if not done and now_s - cue.t_s < self._shown_s and not self._quiet(now_s, view, cue.letter):
            return None
        self._shown = None
        read = now_s - cue.t_s >= params.UNREAD_S
        if not read:
            self._times.remove((cue.t_s, cue.letter))
            self._told_turn.pop(cue.rule, None)
        return CueOver(cue.rule, cue.letter, now_s, done, read)

    def _done(self, cue: Cue, now_s: float, view: CueView) -> bool:
        """Whether what it asks for has been done for a moment. What was said in a turn is done in the next one."""
        rule = next(rule for rule in RULES if rule.name == cue.rule)
        if not isinstance(rule, HeldRule):
            return False
        stopped = cue.rule == "monologue" and view.csm_since_s is None
        if not stopped and rule.see(now_s, view).holds is not False:
            self._better_s = None
            return False
        if self._better_s is None:
            self._better_s = now_s
        return now_s - self._better_s >= params.BACK_S

    def _show(self, now_s: float, view: CueView, causes: list[Cause]) -> tuple[Cue, ...]:
        for cause in causes:
            if self._shown is None and self._may(now_s, view, cause.letter):
                self._shown = Cue(
                    cause.rule, cause.letter, cause.text, now_s, cause.since_s, cause.numbers, cause.limits
                )
                self._better_s = None
                self._times.append((now_s, cause.letter))
                if self._turns:
                    self._told_turn[cause.rule] = self._turns[-1].end_s
                return (self._shown,)
        return ()

    def _may(self, now_s: float, view: CueView, letter: Letter) -> bool:
        if self._quiet(now_s, view, letter):
            return False
        self._times = [one for one in self._times if now_s - one[0] <= params.BUDGET_WINDOW_S]
        if len(self._times) >= self._budget:
            return False
        own_s = max(self.settings.letter_spacing_s, self._spacing_s)
        return all(now_s - t_s >= (own_s if of == letter else self._spacing_s) for t_s, of in self._times)

    @staticmethod
    def _quiet(now_s: float, view: CueView, letter: Letter) -> bool:
        """Whether this is a moment in which no cue of the letter may be seen."""
        if view.feeling_s is not None and now_s - view.feeling_s < params.FEELING_QUIET_S:
            return True
        if view.csm_since_s is None:
            return False
        return letter in AFTER_THE_TURN or now_s - view.csm_since_s < params.TURN_QUIET_S

    # ------------------------------------------------------------ small things

    def _trust(self, rule: str) -> float:
        """0..1; 0 for a rule that is switched off."""
        trust = min(1.0, self.settings.trust_in.get(rule, 1.0))
        return trust if trust >= params.TRUST_LEAST else 0.0

    def _low_s(self, letter: Letter, now_s: float) -> float:
        since_s = self._low.get(letter)
        return 0.0 if since_s is None else now_s - since_s


def _level(shown: LiveLetter | None) -> dict[str, float]:
    return {} if shown is None or shown.level is None else {"level": shown.level}


def trust_after_wrong(trust: float) -> float:
    """The trust in a rule after "that was wrong"; below TRUST_LEAST the rule is switched off."""
    return round(max(0.0, min(1.0, trust)) * params.TRUST_STEP, 3)


def goes_without(calls_before: int, *, fading: bool) -> bool:
    """Whether the next practice call goes without words. calls_before: practice calls so far."""
    return fading and (calls_before + 1) % params.FADING == 0
