"""The encoder (MiniLM: six layers, 384 wide) and the heads on it, in PyTorch, from the published weights on."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from perception.inference.sentence_columns import COLUMNS

LAYERS: Final = 6
WIDTH: Final = 384
HEADS: Final = 12
INNER: Final = 1536
PLACES: Final = 128
TINY: Final = 1e-12


class Layer(nn.Module):
    """One layer: attention, then two dense steps, each added to what came in and normalised."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.mix = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.grow, self.shrink = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm_mixed, self.norm_out = nn.LayerNorm(WIDTH, eps=TINY), nn.LayerNorm(WIDTH, eps=TINY)

    def forward(self, x: Tensor, seen: Tensor) -> Tensor:
        """x: (rows, pieces, WIDTH). seen: (rows, 1, 1, pieces), False where a row is filled up."""
        rows, pieces, _ = x.shape
        split = [
            part(x).view(rows, pieces, HEADS, WIDTH // HEADS).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        ]
        mixed = nn.functional.scaled_dot_product_attention(*split, attn_mask=seen)
        x = self.norm_mixed(x + self.mix(mixed.transpose(1, 2).reshape(rows, pieces, WIDTH)))
        return self.norm_out(x + self.shrink(nn.functional.gelu(self.grow(x))))


class Reader(nn.Module):
    """Encoder and one linear head over the first place and the mean of the sentence's places."""

    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.places = nn.Embedding(PLACES, WIDTH)
        self.parts = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=TINY)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.drop = nn.Dropout(0.15)
        self.head = nn.Linear(2 * WIDTH, len(COLUMNS))

    def embed(self, pieces: Tensor, part: Tensor) -> Tensor:
        """What goes into the first layer."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        return self.norm(self.words(pieces) + self.places(places) + self.parts(part))

    def pooled(self, pieces: Tensor, part: Tensor, seen: Tensor) -> Tensor:
        """(rows, 2 * WIDTH). part: 1 in the sentence, 0 before it and where a row is filled up. seen: 1 or 0."""
        x = self.embed(pieces, part)
        wide = seen.bool()[:, None, None, :]
        for layer in self.layers:
            x = layer(x, wide)
        share = part.to(x.dtype).unsqueeze(-1)
        mean = (x * share).sum(1) / share.sum(1).clamp(min=1.0)
        return torch.cat((x[:, 0], mean), dim=1)

    def forward(self, pieces: Tensor, part: Tensor, seen: Tensor) -> Tensor:
        """Logits, (rows, columns)."""
        return self.head(self.drop(self.pooled(pieces, part, seen)).float())


def from_published(folder: Path) -> tuple[Reader, list[str]]:
    """A reader with the published weights of all-MiniLM-L6-v2 below new heads, and the vocabulary.

    folder: holds model.safetensors and vocab.txt.
    """
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    reader = Reader(len(vocabulary))
    reader.load_state_dict(_renamed(load_file(folder / "model.safetensors")), strict=False)
    return reader, vocabulary


def _renamed(published: dict[str, Tensor]) -> dict[str, Tensor]:
    base = {key.removeprefix("bert."): value for key, value in published.items()}
    out = {
        "words.weight": base["embeddings.word_embeddings.weight"],
        "places.weight": base["embeddings.position_embeddings.weight"][:PLACES],
        "parts.weight": base["embeddings.token_type_embeddings.weight"],
        "norm.weight": base["embeddings.LayerNorm.weight"],
        "norm.bias": base["embeddings.LayerNorm.bias"],
    }
    names = {
        "attention.self.query": "query", "attention.self.key": "key", "attention.self.value": "value",
        "attention.output.dense": "mix", "attention.output.LayerNorm": "norm_mixed",
        "intermediate.dense": "grow", "output.dense": "shrink", "output.LayerNorm": "norm_out",
    }  # fmt: skip
    for at in range(LAYERS):
        for theirs, ours in names.items():
            for what in ("weight", "bias"):
                out[f"layers.{at}.{ours}.{what}"] = base[f"encoder.layer.{at}.{theirs}.{what}"]
    return out
