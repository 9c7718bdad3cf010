"""What a model does on held-out texts: sinks, sparsity, dead heads, hidden states and loss, all from float32 weights.

Definitions as the paper's authors compute them (Zuhri et al. 2025, section 7 and their published code).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from model import Transformer

# A token whose head gives nowhere more than this has no output: section 7.2.
OFF_BELOW = 1e-6

# Cells of maps that are in memory at once, for each of a few copies.
MOST_CELLS = 1 << 24


@dataclass(frozen=True)
class Moments:
    """Count, mean and Σ (v − mean)^p of a set of values, float64."""

    count: float
    mean: float
    m2: float
    m3: float
    m4: float

    @staticmethod
    def of(values: Tensor) -> Moments:
        wide = values.double()
        mean = wide.mean()
        square = (wide - mean).square()
        m3 = (square * (wide - mean)).sum()
        return Moments(wide.numel(), *(each.item() for each in (mean, square.sum(), m3, square.square().sum())))

    def join(self, other: Moments) -> Moments:
        """Of the union of two sets (Pébay 2008, section 2.1)."""
        a, b = self, other
        count = a.count + b.count
        p, q, d = a.count / count, b.count / count, b.mean - a.mean
        between = count * p * q
        return Moments(
            count,
            a.mean + d * q,
            a.m2 + b.m2 + d**2 * between,
            a.m3 + b.m3 + d**3 * between * (p - q) + 3 * d * (p * b.m2 - q * a.m2),
            a.m4
            + b.m4
            + d**4 * between * (p * p - p * q + q * q)
            + 6 * d**2 * (p * p * b.m2 + q * q * a.m2)
            + 4 * d * (p * b.m3 - q * a.m3),
        )

    def kurtosis(self) -> float:
        """Pearson's: 3 for a normal distribution."""
        return self.count * self.m4 / self.m2**2


class Tally:
    """Adds up what a forward pass shows, so that no map has to be kept."""

    def __init__(self, model: Transformer, device: torch.device) -> None:
        shape = model.shape
        self.layers, self.heads_each = shape.layers, shape.heads
        self.moments: Moments | None = None
        self.least, self.most = float("inf"), -float("inf")
        self.maps, self.cells, self.rows, self.tokens = 0, 0, 0, 0
        self.sink02, self.sink03, self.zero, self.zero16, self.sum = 0, 0, 0, 0, 0.0
        self.off = torch.zeros(shape.layers, shape.heads, dtype=torch.int64, device=device)

    def state(self, index: int, state: Tensor) -> None:
        """The raw output of the last block is not among the pooled states."""
        if index == self.layers:
            return
        found = Moments.of(state)
        self.moments = self.moments.join(found) if self.moments else found
        self.least, self.most = min(self.least, state.min().item()), max(self.most, state.max().item())

    def heads(self, layer: int, weights: Tensor, output: Tensor) -> None:
        texts, heads, length, _ = weights.shape
        first = weights[..., 0].double().mean(-1)
        self.maps += texts * heads
        self.sink02 += (first > 0.2).sum().item()
        self.sink03 += (first > 0.3).sum().item()
        triangle = torch.ones(length, length, dtype=torch.bool, device=weights.device).tril()
        self.cells += texts * heads * length * (length + 1) // 2
        self.zero += ((weights == 0) & triangle).sum().item()
        self.zero16 += ((weights.half() == 0) & triangle).sum().item()
        self.rows += texts * heads * length
        self.sum += weights.sum(-1).double().sum().item()
        largest = output.unflatten(-1, (heads, -1)).abs().amax(-1)
        self.off[layer] += (largest < OFF_BELOW).sum((0, 1))
        if layer == 0:
            self.tokens += texts * length


@contextmanager
def exact(model: Transformer) -> Iterator[None]:
    """Without gradients, autocast or TF32; afterwards all is as it was."""
    training, precision = model.training, torch.get_float32_matmul_precision()
    model.eval()
    torch.set_float32_matmul_precision("highest")
    try:
        with torch.no_grad():
            yield
    finally:
        torch.set_float32_matmul_precision(precision)
        model.train(training)


def evaluate(model: Transformer, windows: Tensor, skipped: int) -> dict[str, object]:
    """The metrics of windows [N, T], each with `<s>` first; shares are fractions, the loss is in nats."""
    device = model.model.embeddings.weight.device
    count, length = windows.shape
    tally = Tally(model, device)
    loss = 0.0
    at_once = max(1, min(64, MOST_CELLS // (model.shape.heads * length * length)))
    with exact(model):
        for batch in windows.split(at_once):
            ids = batch.to(device)
            logits = model(ids, tally)[:, :-1]
            each = F.cross_entropy(logits.transpose(1, 2), ids[:, 1:], reduction="none")
            loss += each.double().mean(-1).sum().item()
    assert tally.moments
    share = tally.off.double() / tally.tokens
    return {
        "rule": model.shape.rule,
        "T": length,
        "texts": count,
        "skipped": skipped,
        "sink02": tally.sink02 / tally.maps,
        "sink03": tally.sink03 / tally.maps,
        "kurt": tally.moments.kurtosis(),
        "min": tally.least,
        "max": tally.most,
        "zero": tally.zero / tally.cells,
        "zero16": tally.zero16 / tally.cells,
        "dead": (share >= 0.95).double().mean().item(),
        "mostlyDead": ((share >= 0.75) & (share < 0.95)).double().mean().item(),
        "nll": loss / count,
        "rowsum": tally.sum / tally.rows,
    }
