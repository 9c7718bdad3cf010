"""Writes a model's README: its shape and recipe, how it came to be, and what was measured of it."""

from __future__ import annotations

import json
from pathlib import Path

from rules import RULES

DATA = """| family | licence |
| --- | --- |
| public-domain books (Project Gutenberg, Standard Ebooks, ELTeC and others) | public domain in the USA; CC0 and CC-BY 4.0 for the editions |
| English Wikipedia, articles of 2014 and 2021 | CC-BY-SA 3.0; authors in the page histories |
| OpenStax textbooks (Rice University) | CC-BY 4.0 |
| Perseus Digital Library, English translations | CC-BY-SA 4.0 |
| Microsoft technical documentation | CC-BY 4.0 |
| writing of the US government on the web, US State Department history | public domain and CC0 |
| other open books, documentation and stories (Rust, Jekyll, SICP, AOSA, African Storybook and others) | MIT or Apache-2.0, CC-BY, CC-BY-SA |

About half of the text is books, a third Wikipedia. Documents were filtered for English prose and repeated paragraphs
were kept once."""

LIMITS = """It is a small language model, trained briefly, half on old books. It knows next to nothing, is wrong about facts, reads
only English, and may repeat the views of its sources, some of them a century old. Do not use what it says."""

# Heading of a column → what is in it.
METRICS = {
    "sink rate at 0.2 / 0.3, %": lambda m: f"{100 * m['sink02']:.1f} / {100 * m['sink03']:.1f}",
    "zeros, %": lambda m: f"{100 * m['zero16']:.1f}",
    "dead heads, %": lambda m: f"{100 * m['dead']:.1f}",
    "kurtosis": lambda m: f"{m['kurt']:.0f}",
    "least / largest": lambda m: f"{m['min']:.0f} / {m['max']:.0f}",
    "loss, nats": lambda m: f"{m['nll']:.3f}",
}


def row(cells: list[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def table(heads: list[str], rows: list[list[str]]) -> str:
    return "\n".join([row(heads), row(["---"] * len(heads)), *map(row, rows)])


def parameters_of(settings: dict, rule: str) -> int:
    """Of a model with tied embeddings."""
    hidden, gated = settings["hidden"], RULES[rule].gated
    block = (5 if gated else 4) * hidden**2 + 3 * hidden * settings["intermediate"] + 2 * hidden
    block += settings["heads"] if RULES[rule].parameter else 0
    return settings["layers"] * block + settings["vocabulary"] * hidden + hidden


def facts(settings: dict) -> str:
    rule = RULES[settings["rule"]]
    size = settings["hidden"] // settings["heads"]
    tokens = settings["steps"] * settings["batch"] * settings["length"]
    shape = f"{settings['layers']} layers × {settings['heads']} heads of {size} channels"
    rows = [
        ["attention", f"{rule.title}: {rule.formula}"],
        ["shape", f"{shape}, hidden size {settings['hidden']}, SwiGLU of {settings['intermediate']}, embeddings tied"],
        ["parameters", f"{parameters_of(settings, settings['rule']):,}"],
        ["position", f"rotary (base 10,000), at most {settings['length']} tokens, `<s>` included"],
        ["vocabulary", f"{settings['vocabulary']:,} byte-level BPE tokens"],
        [
            "trained on",
            f"{tokens / 1e6:.0f} M tokens in {settings['steps']:,} steps of {settings['batch']} windows of "
            f"{settings['length']}, each beginning with `<s>`",
        ],
        [
            "optimiser",
            f"AdamW (0.9, 0.95), rate {settings['rate']:g} falling by a cosine to a tenth after {settings['warmup']} "
            f"steps of warm-up, weight decay {settings['weight_decay']:g} on matrices, gradients clipped at "
            f"{settings['clip']:g}",
        ],
        ["seed", str(settings["seed"])],
        ["licence of the weights", "MIT"],
    ]
    return table(["", ""], rows)


def measured(heads: list[str], rows: list[tuple[list[str], dict]]) -> str:
    return table([*heads, *METRICS], [[*cells, *(of(found) for of in METRICS.values())] for cells, found in rows])


def write_card(run: Path, evaluations: list[Path], out: Path, title: str) -> None:
    """From a run's folder and the JSON files of `evaluate`; `out` is the README to write."""
    settings = json.loads((run / "settings.json").read_text())
    lines = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    course = [
        ([f"{line['step']:,}", f"{line['tokens'] / 1e6:.1f}"], line["heldout"])
        for line in lines
        if "heldout" in line
    ]
    found = sorted((json.loads(path.read_text()) for path in evaluations), key=lambda each: each["T"])
    sections = [
        f"# {title}",
        f"A language model whose attention is {RULES[settings['rule']].title}, made to be looked at: it runs in "
        "any browser.\nOthers of its size have the same shape, data and recipe, and differ in the attention alone.",
        facts(settings),
    ]
    if found:
        sections += [
            "## What to expect",
            "On the first T tokens of held-out texts, by `python3 models/train evaluate`:",
            measured(["T", "texts"], [([str(each["T"]), str(each["texts"])], each) for each in found]),
        ]
    sections += ["## Limits", LIMITS]
    if course:
        first = course[0][1]
        sections += [
            "## How it came to be",
            f"At every tenth of the training, on {first['texts']} held-out texts at T = {first['T']}:",
            measured(["step", "M tokens"], course),
        ]
    sections += [
        "## What it was trained on",
        DATA,
        "## Files",
        "`card.json` states every file with its size and SHA-256. `graph.onnx` runs as it is in ONNX Runtime, its weights\n"
        "beside it. The folder was made by `npm run export` from a checkpoint that `models/train` trained.",
    ]
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("\n\n".join(sections) + "\n")
