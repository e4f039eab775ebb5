"""The shipped form of a fitted reader: one ONNX file with int8 weights, its vocabulary and its calibration."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from perception.inference.sentence_columns import COLUMNS
from perception.inference.sentence_input import SPEAKER_WORDS
from perception.inference.sentence_reader import ABOUT, NETWORK
from training.network import Reader

OPSET: Final = 17
_KEPT: Final = re.compile(r"(##)?[\x21-\x7e]+")
_SPECIAL: Final = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def english_pieces(vocabulary: Sequence[str]) -> list[int]:
    """Numbers of the word pieces that English text can need; letters of other scripts and unused places go."""
    kept = [at for at, piece in enumerate(vocabulary) if _needed(piece)]
    assert {vocabulary[at] for at in kept} >= {*_SPECIAL, *SPEAKER_WORDS.values()}
    return kept


def _needed(piece: str) -> bool:
    return piece in _SPECIAL or (bool(_KEPT.fullmatch(piece)) and not re.fullmatch(r"\[\w+\]", piece))


def with_vocabulary(reader: Reader, vocabulary: Sequence[str], kept: Sequence[int]) -> tuple[Reader, list[str]]:
    """A copy of `reader` that knows only these word pieces."""
    small = Reader(len(kept))
    state = dict(reader.state_dict())
    state["words.weight"] = state["words.weight"][torch.tensor(kept)]
    small.load_state_dict(state)
    return small.eval(), [vocabulary[at] for at in kept]


class Shipped(nn.Module):
    """The network as it is called: one unfilled row in, likelihoods out. Embeddings are int8 with a scale a word."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        table = reader.words.weight.detach()
        scale = table.abs().amax(1, keepdim=True) / 127.0
        self.reader = reader
        self.scale = nn.Parameter(scale, requires_grad=False)
        self.table = nn.Parameter((table / scale).round().to(torch.int8), requires_grad=False)
        self.head_weight = nn.Parameter(reader.head.weight.detach().clone(), requires_grad=False)
        self.head_bias = nn.Parameter(reader.head.bias.detach().clone(), requires_grad=False)

    def forward(self, pieces: Tensor, part: Tensor) -> Tensor:
        """pieces, part: (1, n). Gives (1, columns)."""
        reader = self.reader
        words = self.table[pieces].float() * self.scale[pieces]
        places = reader.places.weight[: pieces.shape[1]]
        x = reader.norm(words + places + reader.parts(part))
        for layer in reader.layers:
            x = layer(x, None)
        share = part.float().unsqueeze(-1)
        mean = (x * share).sum(1) / share.sum(1)
        pooled = torch.cat((x[:, 0], mean), dim=1)
        # Written out, so that it stays in floating point and calibration finds its weights by name.
        return torch.sigmoid((pooled[:, None, :] * self.head_weight).sum(2) + self.head_bias)


def export(reader: Reader, vocabulary: Sequence[str], folder: Path, about: dict[str, str]) -> Path:
    """Write the reader and its description into `folder`; gives the path of the network."""
    folder.mkdir(parents=True, exist_ok=True)
    plain, network = folder / "plain.onnx", folder / NETWORK
    fed = (torch.tensor([[2, 5, 3, 6, 7, 3]]), torch.tensor([[0, 0, 0, 1, 1, 1]]))
    torch.onnx.export(
        Shipped(reader).eval(),
        fed,
        str(plain),
        dynamo=False,
        opset_version=OPSET,
        input_names=["pieces", "part"],
        output_names=["likelihoods"],
        dynamic_axes={"pieces": {1: "n"}, "part": {1: "n"}},
    )
    quantize_dynamic(
        plain,
        network,
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
    )
    plain.unlink()
    model = onnx.load(network)
    for key, value in {"columns": json.dumps(COLUMNS), "vocabulary": "\n".join(vocabulary)}.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.save(model, network)
    describe(folder, about)
    return network


def calibrate(network: Path, slopes: NDArray[np.float64], shifts: NDArray[np.float64], about: dict[str, str]) -> None:
    """Move every likelihood p to sigmoid(slope * logit(p) + shift) by changing the last layer."""
    model = onnx.load(network)
    for entry in model.graph.initializer:
        value = numpy_helper.to_array(entry)
        if entry.name == "head_weight":
            entry.CopyFrom(numpy_helper.from_array((value * slopes[:, None]).astype(np.float32), entry.name))
        elif entry.name == "head_bias":
            entry.CopyFrom(numpy_helper.from_array((value * slopes + shifts).astype(np.float32), entry.name))
    onnx.save(model, network)
    describe(network.parent, about)


def describe(folder: Path, about: dict[str, str]) -> None:
    """Write reader.toml with size and checksum of the network."""
    content = (folder / NETWORK).read_bytes()
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in about.items()]
    lines += [f"bytes = {len(content)}", f'sha256 = "{hashlib.sha256(content).hexdigest()}"']
    (folder / ABOUT).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
