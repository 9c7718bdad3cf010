"""Writes `vectors.json`: small inputs of one attention layer and, for every rule, the weights and outputs in float64.

The float32 attention that trains is checked against it by `check.py`, the TypeScript reference by the unit tests.
Letters: H heads, K key heads, T tokens, D channels a head. Queries and keys are after the rotation.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from torch import Tensor

from model import rotate, rotations
from rules import RULES, attend

# One number a head, for rules that have one: near what training begins with, and far from it.
PARAMETERS = {"s": [0.3, 0.75], "sinks": [0.5, -2.0]}


def plain(*shape: int, seed: int, spread: float = 1.0) -> Tensor:
    """Normally distributed, rounded to thousandths, float64."""
    stream = torch.Generator().manual_seed(seed)
    return (torch.randn(*shape, generator=stream) * spread).double().mul(1000).round().div(1000)


def inputs() -> dict[str, dict[str, Tensor]]:
    """Name → q [H, T, D], k and v [K, T, D] and the gate [H, T, D]: 2 heads, 1 key head."""
    cases = {}
    for name, (tokens, size) in {
        "ordinary": (12, 8),
        "one key": (1, 8),
        "all equal": (5, 8),
        "none above zero": (6, 8),
        "large": (6, 16),
        "early block far below": (8, 16),
    }.items():
        seed = 10 * len(cases)
        heads, keys = (2, tokens, size), (1, tokens, size)
        cases[name] = {
            "q": plain(*heads, seed=seed, spread=1.5),
            "k": plain(*keys, seed=seed + 1, spread=1.5),
            "v": plain(*keys, seed=seed + 2),
            "gate": plain(*heads, seed=seed + 3, spread=2.0),
        }
    # Head 0 has equal scores above zero, head 1 scores of exactly zero.
    equal = cases["all equal"]
    equal["q"][:], equal["k"][:] = torch.tensor([1.5, 0.0]).double()[:, None, None], 1.0
    below = cases["none above zero"]
    below["q"], below["k"] = below["q"].abs() + 0.5, -below["k"].abs() - 0.5
    below["q"][1] *= 40
    # Products of whole numbers, exact in float32 too: scores from −10⁴ to 10⁴, some half a unit apart.
    large = cases["large"]
    large["q"], large["k"] = torch.zeros(2, 6, 16).double(), torch.zeros(1, 6, 16).double()
    large["q"][..., 0], large["q"][1, 3:, 0] = 200.0, -200.0
    large["q"][..., 1] = 1.0
    large["k"][..., 0] = torch.tensor([-200.0, 200.0, 200.0, -200.0, 0.0, 199.0]).double()
    large["k"][..., 1] = torch.tensor([0.0, 0.0, -2.0, 4.0, 3.0, 1.0]).double()
    # What silences a running peak that starts at −∞: first scores far below −85, a later one above zero.
    early = cases["early block far below"]
    early["q"][..., 0], early["k"][..., 0] = 40.0, -40.0
    early["k"][0, 5:, 0] = torch.tensor([0.125, -0.125, 0.25]).double()
    return cases


def expected(rule: str, case: dict[str, Tensor]) -> dict[str, Tensor]:
    """Weights [H, T, T] and output [H, T, D]; for gated, the output after the gate."""
    row = RULES[rule]
    own = torch.tensor(PARAMETERS[row.parameter], dtype=torch.float64) if row.parameter else None
    output, weights = attend(*(case[name][None] for name in "qkv"), row.weigh, own)
    if row.gated:
        output = output * torch.sigmoid(case["gate"])
    return {"weights": weights[0], "output": output[0]}


def short(values: Tensor) -> object:
    """Nested lists of at most 13 significant digits."""
    if values.ndim:
        return [short(each) for each in values]
    number = float(f"{values.item():.13g}")
    return int(number) if number == int(number) else number


def turned() -> list[dict[str, object]]:
    """Vectors before and after the rotation at a position."""
    found = []
    for size, position in ((8, 1), (16, 37)):
        cos, sin = (table[position].double() for table in rotations(position + 1, size, 10000.0))
        vector = plain(size, seed=size)
        found.append(
            {
                "position": position,
                "cos": short(cos),
                "sin": short(sin),
                "in": short(vector),
                "out": short(rotate(vector, cos, sin)),
            }
        )
    return found


def write_vectors(path: Path) -> None:
    """Weights are given for the keys that a query may see, row by row."""
    cases = inputs()
    content = {
        "inputs": {name: {part: short(values) for part, values in case.items()} for name, case in cases.items()},
        "rotations": turned(),
        "rules": {},
    }
    for rule, row in RULES.items():
        results = {}
        for name, case in cases.items():
            found = expected(rule, case)
            rows = [[short(each[i, : i + 1]) for i in range(each.shape[0])] for each in found["weights"]]
            results[name] = {"weights": rows, "output": short(found["output"])}
        content["rules"][rule] = {
            "parameter": PARAMETERS[row.parameter] if row.parameter else None,
            "gated": row.gated,
            "expected": results,
        }
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n")
