"""The attention rules: how a row of scores becomes weights. The table of `src/attention/rules.ts` in PyTorch.

Every rule is shifted by a peak M = max(floor, max x), which keeps each exponential at most 1. Gradients hold M: all
terms but ε carry e^(−M), so that it cancels (Zuhri et al. 2025, eq. 7). In the softpick family masked keys are left out
of the sums by a factor of 0, never by a very low score: |e^(−∞) − 1| is 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

# Of eq. 2, added after the shift by M.
EPSILON = 1e-6

# scores [..., H, T, T], mask [T, T] (true where a query may see a key), the number of each head [H] or None → weights
Weigh = Callable[[Tensor, Tensor, "Tensor | None"], Tensor]


def exponentials(scores: Tensor, allowed: Tensor, floor: float | Tensor | None) -> tuple[Tensor, Tensor]:
    """e^(x − M), 0 where not allowed, and M [..., T, 1]."""
    x = scores.masked_fill(~allowed, -torch.inf)
    peak = x.detach().amax(-1, keepdim=True)
    if isinstance(floor, Tensor):
        peak = torch.maximum(peak, floor.detach())
    elif floor is not None:
        peak = peak.clamp_min(floor)
    return torch.exp(x - peak), peak


def softmax(scores: Tensor, mask: Tensor, parameter: Tensor | None) -> Tensor:
    each, _ = exponentials(scores, mask, None)
    return each / each.sum(-1, keepdim=True)


def softmax_plus_one(scores: Tensor, mask: Tensor, parameter: Tensor | None) -> Tensor:
    each, peak = exponentials(scores, mask, 0.0)
    return each / (each.sum(-1, keepdim=True) + torch.exp(-peak))


def softmax_sink(scores: Tensor, mask: Tensor, parameter: Tensor | None) -> Tensor:
    """Beside a score of each head's own, whose weight is dropped; it is not divided by √D."""
    assert parameter is not None
    own = parameter.view(-1, 1, 1)
    each, peak = exponentials(scores, mask, own)
    return each / (each.sum(-1, keepdim=True) + torch.exp(own - peak))


def rectified(scores: Tensor, mask: Tensor, parameter: Tensor | None) -> Tensor:
    """A row that is not empty adds up to 1 or more, so that the floor of 1 changes the empty one alone."""
    each, _ = exponentials(scores, mask & (scores >= 0), 0.0)
    return each / each.sum(-1, keepdim=True).clamp_min(1)


def rises(scores: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """|eˣ − 1| · e^(−M) without cancellation, and the same where x > 0, else 0; both are 0 where masked, as x is."""
    x = scores * mask
    peak = x.detach().amax(-1, keepdim=True).clamp_min(0)
    each = torch.exp(x.clamp_min(0) - peak) * -torch.expm1(-x.abs())
    return each, torch.where(x > 0, each, torch.zeros_like(each))


def softpick(scores: Tensor, mask: Tensor, parameter: Tensor | None) -> Tensor:
    each, top = rises(scores, mask)
    return top / (each.sum(-1, keepdim=True) + EPSILON)


def relu_softpick(scores: Tensor, mask: Tensor, parameter: Tensor | None) -> Tensor:
    _, top = rises(scores, mask)
    return top / (top.sum(-1, keepdim=True) + EPSILON)


def logarithms(length: int, like: Tensor) -> Tensor:
    """ln(i + 2) of each query i counted from 0, [T]."""
    return torch.log(torch.arange(length, device=like.device, dtype=like.dtype) + 2)


def scaled_softpick(scores: Tensor, mask: Tensor, parameter: Tensor | None) -> Tensor:
    """Softpick of s · ln(i + 2) · x (eqs. 8 and 9)."""
    assert parameter is not None
    growth = logarithms(scores.shape[-2], scores)[:, None]
    return softpick(scores * (parameter.view(-1, 1, 1) * growth), mask, None)


@dataclass(frozen=True)
class Rule:
    """`implementations` are the names that `attn_impl` has for it; `parameter` is a tensor with a number a head."""

    weigh: Weigh
    implementations: tuple[str, ...]
    title: str
    formula: str
    parameter: str | None = None
    gated: bool = False


RULES = {
    "softmax": Rule(softmax, ("parallel_attn", "flash_attn", "naive_attn"), "softmax", "eˣⁱ / Σ eˣʲ"),
    "softpick": Rule(
        softpick,
        ("parallel_softpick_attn", "naive_softpick_attn"),
        "softpick",
        "max(eˣⁱ − 1, 0) / (Σ |eˣʲ − 1| + ε)",
    ),
    "rectified": Rule(
        rectified,
        ("parallel_rectified_attn", "naive_rectified_attn"),
        "rectified softmax",
        "eˣⁱ / Σ eˣʲ over x ≥ 0, else 0",
    ),
    "relu-softpick": Rule(
        relu_softpick,
        ("parallel_relu_softpick_1_attn", "naive_relu_softpick_1_attn"),
        "ReLU softpick",
        "max(eˣⁱ − 1, 0) / (Σ max(eˣʲ − 1, 0) + ε)",
    ),
    "scaled-softpick": Rule(
        scaled_softpick,
        ("parallel_scaled_softpick_attn", "naive_scaled_softpick_attn"),
        "scaled softpick",
        "softpick of sₕ · ln(q + 2) · x for query q = 0, 1, …",
        parameter="s",
    ),
    "softmax-plus-one": Rule(
        softmax_plus_one,
        ("parallel_softmax_plus_one_attn", "naive_softmax_plus_one_attn"),
        "softmax plus one",
        "eˣⁱ / (1 + Σ eˣʲ)",
    ),
    "softmax-sink": Rule(
        softmax_sink,
        ("gpt_oss_flex_attention_sink", "gpt_oss_naive_sink"),
        "softmax with a learnt sink",
        "eˣⁱ / (eˢʰ + Σ eˣʲ), s of head h",
        parameter="sinks",
    ),
    "gated": Rule(
        softmax,
        ("parallel_gated_attn", "naive_gated_attn"),
        "softmax with gated outputs",
        "eˣⁱ / Σ eˣʲ, then each output times σ of a gate",
        gated=True,
    ),
}


def attend(q: Tensor, k: Tensor, v: Tensor, weigh: Weigh, parameter: Tensor | None) -> tuple[Tensor, Tensor]:
    """Outputs [B, H, T, D] and weights [B, H, T, T] of causal attention.

    q is [B, H, T, D]; k and v are [B, K, T, D], each for H/K heads that lie side by side; all after the rotation.
    """
    group = q.shape[1] // k.shape[1]
    if group > 1:
        k, v = k.repeat_interleave(group, 1), v.repeat_interleave(group, 1)
    length = q.shape[-2]
    mask = torch.ones(length, length, dtype=torch.bool, device=q.device).tril()
    weights = weigh(q @ k.transpose(-1, -2) * q.shape[-1] ** -0.5, mask, parameter)
    return weights @ v, weights
