"""What happened with each feeling the customer voiced, and the slips that are never hidden in a mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from perception.language.types import DismissingClass
from perception.scoring import params
from perception.scoring.context import Context
from perception.scoring.reasons import clock
from perception.scoring.responses import Response
from perception.types import Moment, Reason, Span

Outcome = Literal["named", "acknowledged", "missed", "jumped_to_fixing", "blocked"]

_DISMISSALS: Final[dict[DismissingClass, tuple[str, str]]] = {
    "pity_exit": ("pity_exit", "Pity without help can sound like a way out: “{quote}”"),
    "blame_shift": ("blame", "This can sound like blame: “{quote}”"),
    "over_promise": ("over_promise", "This may promise more than can be kept: “{quote}”"),
}


def moments_of(responses: Sequence[Response]) -> tuple[Moment, ...]:
    """One moment a voiced feeling, in order of time."""
    return tuple(
        Moment(
            t_s=response.opportunity.start_s,
            feeling=response.opportunity.word or response.opportunity.families[0],
            hidden=response.opportunity.hidden,
            outcome=outcome_of(response),
            quote=_quote(response),
        )
        for response in responses
    )


def outcome_of(response: Response) -> Outcome:
    """How a voiced feeling was met (product page 2.3)."""
    if response.level < 0:
        return "blocked"
    if response.level >= params.A_NAMED:
        return "named"
    if response.level >= params.A_ACKNOWLEDGED:
        return "acknowledged"
    return "jumped_to_fixing" if response.fixed_first else "missed"


def flags_of(context: Context) -> tuple[Reason, ...]:
    """Shouting, blame, pity without help and over-promising, in order of time (measurement page 8.3)."""
    found: list[tuple[float, Reason]] = []
    for span in context.raised:
        text = f"Your voice was much louder than your usual at {clock(span.start_s)}."
        found.append((span.start_s, Reason("shouting", text, 0.0, (span,))))
    allowed = context.setting.scenario is not None and context.setting.scenario.may_promise
    for sentence in context.csm_sentences:
        spans = (Span(sentence.start_s, sentence.end_s),)
        quote = sentence.note.text.strip()
        kinds = [_DISMISSALS[kind] for kind in sentence.note.dismissing if kind in _DISMISSALS]
        if "accusing" in sentence.note.judging and _DISMISSALS["blame_shift"] not in kinds:
            kinds.append(_DISMISSALS["blame_shift"])
        for ident, text in kinds:
            if not (allowed and ident == "over_promise"):
                found.append((sentence.start_s, Reason(ident, text.format(quote=quote), 0.0, spans, quote)))
    return tuple(reason for _, reason in sorted(found, key=lambda pair: (pair[0], pair[1].component)))


def _quote(response: Response) -> str | None:
    """The deciding sentence, else the first thing answered."""
    if response.decisive is not None:
        return response.decisive.note.text.strip()
    return response.turns[0].text if response.turns else None
