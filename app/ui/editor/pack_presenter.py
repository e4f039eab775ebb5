"""What a pack would bring, in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.practice.pack_files import PackPlan
from app.ui.words import listed


@dataclass(frozen=True, slots=True)
class PackView:
    """The question before a pack is brought in. brings: whether it would change anything."""

    text: str
    answer: str
    brings: bool


def present_pack(plan: PackPlan) -> PackView:
    """What a pack brings and what it replaces."""
    label, titles = plan.pack.label, {one.scenario.id: one.scenario.title for one in plan.pack.scenarios}
    head = f"“{label.name}” {label.version}" + (f" by {label.author}" if label.author else "")

    def names(ids: tuple[str, ...]) -> str:
        return listed(f"“{titles[one]}”" for one in ids)

    parts = []
    if plan.new:
        parts.append(f"brings {names(plan.new)}")
    if plan.replaces:
        parts.append(f"replaces your own {names(plan.replaces)}")
    if plan.covers:
        parts.append(f"takes the place of the shipped {names(plan.covers)}")
    if not parts:
        return PackView(f"You have all of {head} already.", "", brings=False)
    warnings = sum(len(one.findings) for one in plan.pack.scenarios)
    tail = f" The checks have {warnings} thing{'s' if warnings > 1 else ''} to mention." if warnings else ""
    replacing = bool(plan.replaces or plan.covers)
    return PackView(f"{head} {'; '.join(parts)}.{tail}", "Replace and import" if replacing else "Import", brings=True)
