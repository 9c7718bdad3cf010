"""A transformer of the layout of fla's: RMSNorm before each part, rotary positions, SwiGLU, no biases.

Letters: B texts, T tokens, C hidden size, H heads, K key heads, D channels a head, L layers, V vocabulary.
Names of modules are those of the tensors in a checkpoint.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from rules import RULES, attend, logarithms


@dataclass(frozen=True)
class Shape:
    """What `config.json` says of a model."""

    rule: str
    layers: int
    hidden: int
    heads: int
    intermediate: int
    vocabulary: int
    longest: int
    key_heads: int
    epsilon: float = 1e-6
    base: float = 10000.0
    tied: bool = True


class Observer(Protocol):
    """Is shown what a forward pass would otherwise forget."""

    def state(self, index: int, state: Tensor) -> None:
        """Embeddings (0), the output of block `index`, and of the final norm (L + 1): [B, T, C]."""

    def heads(self, layer: int, weights: Tensor, output: Tensor) -> None:
        """Weights [B, H, T, T], and what goes into the output projection [B, T, H·D]: for gated, after the gate."""


class RMSNorm(nn.Module):
    """Zhang and Sennrich 2019, in float32."""

    def __init__(self, size: int, epsilon: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        x = x.float()
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + self.epsilon) * self.weight


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotary embedding (Su et al. 2021), channel i turned with i + D/2: x [..., T, D], tables [T, D/2]."""
    low, high = x.chunk(2, -1)
    return torch.cat([low * cos - high * sin, high * cos + low * sin], -1)


def rotations(length: int, size: int, base: float) -> tuple[Tensor, Tensor]:
    """Cosines and sines [T, D/2] of position · base^(−2i/D), in float32."""
    frequencies = 1 / base ** (torch.arange(0, size, 2).float() / size)
    angles = torch.arange(length).float()[:, None] * frequencies
    return angles.cos(), angles.sin()


class Attention(nn.Module):
    """Scores and weights are in float32, whatever the projections are computed in."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        rule = RULES[shape.rule]
        self.weigh, self.gated, self.parameter = rule.weigh, rule.gated, rule.parameter
        self.heads, self.key_heads = shape.heads, shape.key_heads
        self.size = shape.hidden // shape.heads
        keys = self.key_heads * self.size
        self.q_proj = linear(shape.hidden, shape.hidden * (2 if rule.gated else 1))
        self.k_proj, self.v_proj = linear(shape.hidden, keys), linear(shape.hidden, keys)
        self.o_proj = linear(shape.hidden, shape.hidden)
        self.recompute = False
        if rule.parameter == "s":
            self.s = nn.Parameter(torch.full((shape.heads, 1), 0.3))
            self.register_buffer("logn", logarithms(shape.longest, torch.empty(0)))
        if rule.parameter == "sinks":
            self.sinks = nn.Parameter(torch.zeros(shape.heads))

    def split(self, x: Tensor, heads: int) -> Tensor:
        """[B, T, heads·D] → [B, heads, T, D]"""
        return x.float().unflatten(-1, (heads, self.size)).transpose(1, 2)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, layer: int, observer: Observer | None) -> Tensor:
        q, k, v = self.q_proj(x), self.k_proj(x), self.v_proj(x)
        gate = None
        if self.gated:
            q, gate = q.chunk(2, -1)
        with torch.autocast(x.device.type, enabled=False):
            inputs = (
                rotate(self.split(q, self.heads), cos, sin),
                rotate(self.split(k, self.key_heads), cos, sin),
                self.split(v, self.key_heads),
                self.weigh,
                getattr(self, self.parameter) if self.parameter else None,
            )
            if self.recompute and torch.is_grad_enabled():
                mixed, weights = checkpoint(attend, *inputs, use_reentrant=False, preserve_rng_state=False)
            else:
                mixed, weights = attend(*inputs)
            output = mixed.transpose(1, 2).flatten(2)
            if gate is not None:
                output = output * torch.sigmoid(gate.float())
        if observer is not None:
            observer.heads(layer, weights, output)
        return self.o_proj(output)


class SwiGLU(nn.Module):
    """Shazeer 2020."""

    def __init__(self, hidden: int, intermediate: int) -> None:
        super().__init__()
        self.gate_proj, self.up_proj = linear(hidden, intermediate), linear(hidden, intermediate)
        self.down_proj = linear(intermediate, hidden)

    def forward(self, x: Tensor) -> Tensor:
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Block(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.attn_norm = RMSNorm(shape.hidden, shape.epsilon)
        self.attn = Attention(shape)
        self.mlp_norm = RMSNorm(shape.hidden, shape.epsilon)
        self.mlp = SwiGLU(shape.hidden, shape.intermediate)

    def forward(self, h: Tensor, cos: Tensor, sin: Tensor, layer: int, observer: Observer | None) -> Tensor:
        h = h + self.attn(self.attn_norm(h), cos, sin, layer, observer)
        return h + self.mlp(self.mlp_norm(h))


class Decoder(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.embeddings = nn.Embedding(shape.vocabulary, shape.hidden)
        self.layers = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.norm = RMSNorm(shape.hidden, shape.epsilon)
        cos, sin = rotations(shape.longest, shape.hidden // shape.heads, shape.base)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)

    def forward(self, ids: Tensor, observer: Observer | None) -> Tensor:
        h = self.embeddings(ids)
        cos, sin = self.cos[: ids.shape[1]], self.sin[: ids.shape[1]]
        if observer is not None:
            observer.state(0, h)
        for layer, block in enumerate(self.layers):
            h = block(h, cos, sin, layer, observer)
            if observer is not None:
                observer.state(layer + 1, h)
        h = self.norm(h)
        if observer is not None:
            observer.state(len(self.layers) + 1, h)
        return h


class Transformer(nn.Module):
    """Ids [B, T] → logits [B, T, V]."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape, self.tied = shape, shape.tied
        self.model = Decoder(shape)
        if not shape.tied:
            self.lm_head = linear(shape.hidden, shape.vocabulary)

    def forward(self, ids: Tensor, observer: Observer | None = None) -> Tensor:
        head = self.model.embeddings.weight if self.tied else self.lm_head.weight
        return F.linear(self.model(ids, observer), head)

    def recompute_attention(self, recompute: bool) -> None:
        """Whether weights are computed a second time for the backward pass in place of being kept."""
        for block in self.model.layers:
            block.attn.recompute = recompute


def linear(width: int, out: int) -> nn.Linear:
    return nn.Linear(width, out, bias=False)


def loss_of(model: nn.Module, ids: Tensor) -> Tensor:
    """Mean loss in nats of each next token of windows [B, T]; the last token predicts nothing."""
    targets = F.pad(ids[:, 1:], (0, 1), value=-100)
    return F.cross_entropy(model(ids).flatten(0, 1), targets.flatten(), ignore_index=-100)


@torch.no_grad()
def initialise(model: nn.Module, seed: int) -> None:
    """N(0, 0.02), sinks N(0, 0.006), norms 1 and s 0.3 as they are.

    Every tensor has a stream of its own, so that models of different rules begin with the same numbers; so has the half
    of a gated `q_proj` that is the gate.
    """
    for name, parameter in model.named_parameters():
        if name.endswith(("norm.weight", "attn.s")):
            continue
        deviation = 0.006 if name.endswith("sinks") else 0.02
        halves = [parameter]
        if name.endswith("q_proj.weight") and parameter.shape[0] > parameter.shape[1]:
            halves = list(parameter.chunk(2))
        for half, part in zip(halves, ("", " gate")):
            stream = torch.Generator().manual_seed(zlib.crc32(f"{seed} {name}{part}".encode()))
            half.copy_(torch.normal(0.0, deviation, half.shape, generator=stream))
