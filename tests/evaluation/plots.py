"""Plots of an evaluation as PNG files, in the programme's colours. Numbers only; nobody is ever shown.

Every helper saves `folder / name` (made by `file_name` where a title is at hand) and gives the name back, for
Table.plots. Matplotlib draws without a screen; nothing of it is kept between two plots.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.ui.tokens import LIGHT

SIZE_INCHES: Final = (6.0, 4.5)
DPI: Final = 120
# Colours in the order they are used; also told apart by the kind of line.
COLOURS: Final = (LIGHT.good, LIGHT.you, LIGHT.watch, LIGHT.customer, LIGHT.muted)
LINES: Final = ("-", "--", "-.", ":", (0, (1, 3)))


def file_name(*words: str) -> str:
    """A plain file name from words: “Smile, GENKI” gives smile-genki.png."""
    return "-".join(filter(None, re.split(r"[^a-z0-9]+", " ".join(words).lower()))) + ".png"


@contextmanager
def figure(folder: Path, name: str, *, title: str, x: str, y: str) -> Iterator[Any]:
    """Axes to draw on (matplotlib Axes), saved as `folder / name` at the end."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    made = Figure(figsize=SIZE_INCHES, dpi=DPI, facecolor=LIGHT.card, layout="constrained")
    FigureCanvasAgg(made)
    axes = made.add_subplot()
    axes.set_facecolor(LIGHT.card)
    axes.set_title(title, color=LIGHT.ink, fontsize=11, loc="left")
    axes.set_xlabel(x, color=LIGHT.ink)
    axes.set_ylabel(y, color=LIGHT.ink)
    axes.tick_params(colors=LIGHT.muted)
    axes.grid(color=LIGHT.line, linewidth=0.6)
    axes.set_axisbelow(True)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(LIGHT.unknown)
    yield axes
    folder.mkdir(parents=True, exist_ok=True)
    made.savefig(folder / name, metadata={"Software": None})  # the same numbers give the same file


def roc_points(positive: ArrayLike, score: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """False and true positive rates from strict to lenient. positive: (n,) truth. score: (n,) higher = more likely."""
    truth = np.asarray(positive, dtype=bool)
    values = np.asarray(score, dtype=np.float64)
    order = np.argsort(-values, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(values[order])), len(values) - 1)  # equal scores are passed together
    hits, alarms = np.cumsum(truth[order])[ends], np.cumsum(~truth[order])[ends]
    true_rate = np.concatenate(([0.0], hits / max(1, int(truth.sum()))))
    return np.concatenate(([0.0], alarms / max(1, int((~truth).sum())))), true_rate


def roc(folder: Path, name: str, *, title: str, curves: Mapping[str, tuple[ArrayLike, ArrayLike]]) -> str:
    """ROC curves. curves: label -> (truth, score)."""
    with figure(folder, name, title=title, x="false positive rate", y="true positive rate") as axes:
        axes.plot([0, 1], [0, 1], color=LIGHT.unknown, linewidth=0.8)
        for i, (label, (positive, score)) in enumerate(curves.items()):
            axes.plot(*roc_points(positive, score), color=_colour(i), linestyle=_line(i), label=label)
        axes.set_aspect("equal")
        _legend(axes, "lower right")
    return name


def scatter(
    folder: Path, name: str, *, title: str, x: str, y: str, clouds: Mapping[str, tuple[ArrayLike, ArrayLike]]
) -> str:
    """Points with the identity line. clouds: label -> (truth, measured)."""
    with figure(folder, name, title=title, x=x, y=y) as axes:
        ends = [np.asarray(side, dtype=np.float64) for cloud in clouds.values() for side in cloud]
        low, high = min(np.nanmin(side) for side in ends), max(np.nanmax(side) for side in ends)
        axes.plot([low, high], [low, high], color=LIGHT.unknown, linewidth=0.8)
        for i, (label, (truth, measured)) in enumerate(clouds.items()):
            axes.scatter(truth, measured, s=10, color=_colour(i), alpha=0.55, linewidths=0, label=label)
        _legend(axes, "upper left")
    return name


def histogram(
    folder: Path, name: str, *, title: str, x: str, groups: Mapping[str, ArrayLike], bins: int | Sequence[float] = 30
) -> str:
    """Overlaid histograms on common bins. groups: label -> values."""
    values = {label: np.asarray(group, dtype=np.float64) for label, group in groups.items()}
    edges = np.histogram_bin_edges(np.concatenate([v[np.isfinite(v)] for v in values.values()]), bins)
    with figure(folder, name, title=title, x=x, y="how many") as axes:
        for i, (label, group) in enumerate(values.items()):
            axes.hist(group, bins=edges, color=_colour(i), alpha=0.25)
            axes.hist(group, bins=edges, color=_colour(i), linestyle=_line(i), histtype="step", label=label)
        _legend(axes, "best")
    return name


def drawn(folder: Path, name: str, draw: Callable[[Any], object], *, title: str, x: str, y: str) -> str:
    """Anything else: `draw(axes)` draws it."""
    with figure(folder, name, title=title, x=x, y=y) as axes:
        draw(axes)
    return name


def _colour(i: int) -> str:
    return COLOURS[i % len(COLOURS)]


def _line(i: int) -> Any:
    return LINES[i % len(LINES)]


def _legend(axes: Any, where: str) -> None:
    axes.legend(loc=where, frameon=False, labelcolor=LIGHT.ink, fontsize=9)
