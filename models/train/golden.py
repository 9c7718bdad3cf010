"""Golden files: one text's numbers and all its attention maps, in the form of `tests/golden`."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from checkpoint import read_checkpoint
from measure import OFF_BELOW, Moments, exact
from tokenizer import Tokenizer

TEXT = (
    "According to all known laws of aviation, there is no way that a bee should be able to fly. Its wings are too "
    "small to get its fat little body off the ground. The bee, of course, flies anyway. Because bees don't care what "
    "humans think is impossible."
)


class Recording:
    """Keeps all that one forward pass shows."""

    def __init__(self) -> None:
        self.states: list[Tensor] = []
        self.weights: list[Tensor] = []
        self.outputs: list[Tensor] = []

    def state(self, index: int, state: Tensor) -> None:
        self.states.append(state[0])

    def heads(self, layer: int, weights: Tensor, output: Tensor) -> None:
        self.weights.append(weights[0])
        self.outputs.append(output[0].unflatten(-1, (weights.shape[1], -1)))


def summary(ids: Tensor, logits: Tensor, seen: Recording) -> dict[str, object]:
    """The golden numbers of ids [T] and logits [T, V]."""
    weights = torch.stack(seen.weights).double()  # [L, H, T, T]
    loudness = torch.stack(seen.outputs).abs().amax(-1)  # [L, T, H]
    triangle = torch.ones(len(ids), len(ids), dtype=torch.bool).tril()
    first = weights[..., 0].mean(-1)
    top = logits[-1].topk(5)
    pooled = torch.stack([state for index, state in enumerate(seen.states) if index != len(seen.weights)])
    return {
        "ids": ids.tolist(),
        "T": len(ids),
        "nll": F.cross_entropy(logits[:-1].double(), ids[1:]).item(),
        "top": [[id, value] for id, value in zip(top.indices.tolist(), top.values.tolist())],
        "col0": first.tolist(),
        "rowsum": weights.sum(-1).mean(-1).tolist(),
        "zero": ((weights == 0) & triangle).sum((-1, -2)).tolist(),
        "outmax": loudness.amax(1).tolist(),
        "off": (loudness < OFF_BELOW).double().mean(1).tolist(),
        "hid": [extremes(state) for state in seen.states],
        "kurt": Moments.of(pooled).kurtosis(),
        "logit_last_head": logits[-1, :8].tolist(),
        "sink02": (first > 0.2).double().mean().item(),
        "sink03": (first > 0.3).double().mean().item(),
    }


def extremes(state: Tensor) -> dict[str, object]:
    quartiles = np.quantile(state.double().numpy(), [0.25, 0.5, 0.75])
    return {"min": state.min().item(), "max": state.max().item(), "q": quartiles.tolist()}


def write_golden(checkpoints: dict[str, Path], out: Path, text: str = TEXT) -> None:
    """`golden.json` and `‹model›.weights.f32` of models by name."""
    out.mkdir(parents=True, exist_ok=True)
    found = {}
    for name, folder in checkpoints.items():
        model = read_checkpoint(folder, torch.device("cpu"))
        tokenizer = Tokenizer(folder)
        ids = torch.tensor([tokenizer.begin, *tokenizer.encode(text).tolist()])
        seen = Recording()
        with exact(model):
            logits = model(ids[None], seen)[0]
        found[name] = summary(ids, logits, seen)
        torch.stack(seen.weights).numpy().astype("<f4").tofile(out / f"{name}.weights.f32")
    (out / "golden.json").write_text(json.dumps(found))
