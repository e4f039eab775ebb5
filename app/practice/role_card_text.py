"""The words of a partner's role card, for paper and for the partner's screen: simple mark-up, no colours of its own."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from app.practice.role_card import RoleCard, Step

FOOT: Final = "Only for the partner. Fold it, and do not show it before the debrief."


def role_card_html(card: RoleCard) -> str:
    """The whole card."""
    parts = [
        f"<h2>You play {escape(card.name)}</h2>",
        f"<p>{escape(card.role)}. <i>What they know about you: {escape(card.history)}</i></p>",
        _list("What happened", card.happened),
        _list(f"What it means for {card.first_name}", card.means),
        _list(f"What {card.first_name} wants in the end", card.needs),
        f"<h3>How you begin</h3><p>{escape(card.begin)} Say one of these, then go on in your own words:</p>",
        _items([f"“{line}”" for line in card.lines]),
        "<h3>How it goes on</h3>",
        f"<p><b>When they listen:</b> {_arc(card.better)}<br/><b>When they do not:</b> {_arc(card.worse)}</p>",
        _list("What you feel and do not say, until they name it or ask", card.unsaid),
        _list("This helps: calm down a little, and tell one thing more", card.calms),
        _list("This hurts: get sharper, or go quiet", card.angers),
        _ends(card),
    ]
    return "".join(parts)


def role_card_style(size_px: float) -> str:
    """The style of the card in a type of this size."""
    return (
        f"h2 {{ font-size: {round(size_px * 1.6)}px; margin: 0 0 2px 0; }}"
        f"h3 {{ font-size: {round(size_px)}px; margin: {round(size_px * 0.7)}px 0 1px 0; }}"
        "p { margin: 0 0 2px 0; } ul { margin: 0; } li { margin: 0 0 1px 0; }"
    )


def _list(heading: str, items: Sequence[str]) -> str:
    return f"<h3>{escape(heading)}</h3>{_items(items)}" if items else ""


def _items(items: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"


def _arc(steps: Sequence[Step]) -> str:
    said = [f"<i>({escape(step.feeling)}, unsaid)</i>" if step.hidden else escape(step.feeling) for step in steps]
    return " → ".join(said) or "as you like"


def _ends(card: RoleCard) -> str:
    well = f"<b>Heard:</b> “{escape(card.ends_well)}”" if card.ends_well else ""
    badly = f"<b>Brushed off a second time:</b> “{escape(card.ends_badly)}”" if card.ends_badly else ""
    ends = "<br/>".join(filter(None, (well, badly)))
    return f"<h3>How you leave</h3><p>{ends}</p>" if ends else ""
