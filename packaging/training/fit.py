"""Fits the top layers and the heads to items, and reads sentences with what was fitted."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from perception.inference.sentence_columns import COLUMNS
from perception.inference.sentence_input import SentenceInput
from perception.language.types import SentenceInContext
from training.batches import Batch, batches, ordered_batches
from training.items import Forms, Item
from training.network import Reader

FloatArray = NDArray[np.float32]
# Where a rare class holds counts for more than where it does not; calibration undoes what that does to likelihoods.
RARE_WEIGHT: Final = 4.0
RARE: Final = torch.tensor(
    [float((":" in name and not name.startswith("ekman:")) or name == "joining") for name in COLUMNS]
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How to fit. layers: how many of the top layers learn. rate: of the top layer; each lower one learns less."""

    epochs: int = 3
    size: int = 32
    rate: float = 1e-4
    head_rate: float = 1e-3
    layers: int = 3
    fall: float = 0.8
    seed: int = 7


def fit(
    reader: Reader,
    source: SentenceInput,
    items_of: Callable[[int, random.Random], Sequence[Item]],
    forms: Forms,
    plan: Plan,
) -> None:
    """Fit `reader` in place, with rates that rise for a tenth of the steps and then fall to nearly nothing.

    items_of: the items of an epoch.
    """
    torch.manual_seed(plan.seed)
    dice = random.Random(plan.seed)
    optimiser = torch.optim.AdamW(_groups(reader, plan), weight_decay=0.01)
    first = list(items_of(0, dice))
    steps = max(1, plan.epochs * -(-len(first) // plan.size))
    warm = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.02, (steps - step) / max(1, steps - warm)))
    )
    began = time.monotonic()
    reader.train()
    for epoch in range(plan.epochs):
        items = [forms.change(item) for item in (first if epoch == 0 else items_of(epoch, dice))]
        losses = []
        for batch in batches(items, source, plan.size, dice):
            with torch.autocast("cpu", torch.bfloat16):
                logits = reader(batch.pieces, batch.part, batch.seen)
            loss = loss_of(logits, batch)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        print(f"  epoch {epoch + 1}: loss {np.mean(losses):.4f}, {time.monotonic() - began:.0f} s", flush=True)
    reader.eval()


def _groups(reader: Reader, plan: Plan) -> list[dict[str, object]]:
    for part in reader.parameters():
        part.requires_grad_(False)
    groups: list[dict[str, object]] = [{"params": list(reader.head.parameters()), "lr": plan.head_rate}]
    for depth, layer in enumerate(list(reader.layers)[::-1][: plan.layers]):
        groups.append({"params": list(layer.parameters()), "lr": plan.rate * plan.fall**depth})
    for group in groups:
        for part in group["params"]:  # type: ignore[attr-defined]
            part.requires_grad_(True)
    return groups


def loss_of(logits: Tensor, batch: Batch) -> Tensor:
    """Weighted cross-entropy over the columns that the items speak of; an item is as strong as its strongest row."""
    wide = batch.owner[:, None].expand(-1, logits.shape[1])
    best = torch.full((len(batch.target), logits.shape[1]), -1e9)
    best = best.scatter_reduce(0, wide, logits.float(), reduce="amax")
    known = ~torch.isnan(batch.target)
    target = torch.nan_to_num(batch.target)
    each = torch.nn.functional.binary_cross_entropy_with_logits(best, target, reduction="none")
    heavy = 1.0 + (RARE_WEIGHT - 1.0) * target * RARE
    return (each * heavy * batch.weights * known).sum() / len(batch.target)


def read(reader: Reader, source: SentenceInput, sentences: Sequence[SentenceInContext]) -> FloatArray:
    """Logits of each sentence, (sentences, columns), the strongest of its windows."""
    owned = [(at, row) for at, sentence in enumerate(sentences) for row in source.rows(sentence)]
    out = np.full((len(sentences), len(COLUMNS)), -np.inf, dtype=np.float32)
    reader.eval()
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        for places, batch in ordered_batches([row for _, row in owned], 64):
            logits = reader(batch.pieces, batch.part, batch.seen).float().numpy()
            for place, row in zip(places, logits, strict=True):
                at = owned[place][0]
                out[at] = np.maximum(out[at], row)
    return out
