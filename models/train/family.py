"""Trains a list of runs over all GPUs of a machine, one process a GPU, the longest runs first."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import torch

from rules import RULES
from settings import SIZES, Refused
from state import is_done

FAMILY = [f"tiny-{rule}" for rule in RULES] + ["small-softmax", "small-softpick"]


def parts_of(run: str) -> tuple[str, str]:
    """A run's size and rule, from its name."""
    size, _, rule = run.partition("-")
    if size not in SIZES or rule not in RULES:
        known = f"{'|'.join(SIZES)} and {'|'.join(RULES)}"
        raise Refused(f"train: expected a run's name of {known} with - between, got {run}")
    return size, rule


def cost_of(run: str) -> float:
    """In proportion to a run's work: parameters of a block by blocks by steps."""
    size = SIZES[parts_of(run)[0]]
    return size.layers * size.hidden * (size.hidden + size.intermediate) * size.steps


def devices() -> list[str]:
    """What CUDA_VISIBLE_DEVICES is to be for each process: the GPUs there are, or "" once where there is none."""
    count = torch.cuda.device_count()
    visible = [name for name in os.environ.get("CUDA_VISIBLE_DEVICES", "").split(",") if name]
    return visible[:count] if visible and count else [str(index) for index in range(count)] or [""]


@dataclass(frozen=True)
class Child:
    run: str
    device: str
    process: subprocess.Popen
    began: float


def start(run: str, device: str, options: list[str], out: Path, left: float | None) -> Child:
    """`options` are those of the command `run`; what it prints goes to `output.txt` in its folder."""
    (out / run).mkdir(parents=True, exist_ok=True)
    limit = ["--time-limit", f"{max(0.0, left):.0f}"] if left is not None else []
    command = [sys.executable, str(Path(__file__).parent), "run", run, "--out", str(out), *options, *limit]
    environment = {**os.environ, "CUDA_VISIBLE_DEVICES": device}
    with (out / run / "output.txt").open("a") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)
    print(f"{run}: begins on {'GPU ' + device if device else 'the CPU'}", flush=True)
    return Child(run, device, process, time.monotonic())


def train_family(runs: list[str], options: list[str], out: Path, time_limit: float | None) -> bool:
    """Whether all ended well; those that the time limit stopped go on when this is called again."""
    began = time.monotonic()
    waiting = sorted((run for run in runs if not is_done(out / run)), key=cost_of, reverse=True)
    free = devices()
    working: list[Child] = []
    well = True
    try:
        while waiting or working:
            left = None if time_limit is None else time_limit - (time.monotonic() - began)
            if left is not None and left <= 0:
                waiting.clear()
            while free and waiting:
                working.append(start(waiting.pop(0), free.pop(0), options, out, left))
            for child in [each for each in working if each.process.poll() is not None]:
                working.remove(child)
                free.append(child.device)
                well &= ended(child, out)
            time.sleep(0.5)
    finally:
        for child in working:
            child.process.terminate()
    print(table(runs, out))
    return well


def ended(child: Child, out: Path) -> bool:
    status = child.process.returncode
    word = "done" if is_done(out / child.run) else "stopped" if status == 0 else f"failed with {status}"
    print(f"{child.run}: {word} after {time.monotonic() - child.began:.0f} s", flush=True)
    if status != 0:
        print((out / child.run / "output.txt").read_text()[-2000:], flush=True)
    return status == 0


def table(runs: list[str], out: Path) -> str:
    """A line a run: steps, loss, speed, and what was last measured on the held-out texts."""
    rows = [f"{'run':<24}{'steps':>14}{'loss':>8}{'tokens/s':>10}{'held-out':>10}{'sink 0.2':>10}{'zero':>8}"]
    for run in runs:
        log = out / run / "log.jsonl"
        lines = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
        trained = [line for line in lines if "loss" in line]
        measured = [line["heldout"] for line in lines if "heldout" in line]
        if not trained:
            rows.append(f"{run:<24}{'none':>14}")
            continue
        of = json.loads((out / run / "settings.json").read_text())["steps"]
        speed = statistics.median([line["tokensPerSecond"] for line in trained if line["tokensPerSecond"]] or [0])
        row = f"{run:<24}{trained[-1]['step']:>8}/{of:<5}{trained[-1]['loss']:>8.3f}{speed:>10.0f}"
        if measured:
            last = measured[-1]
            row += f"{last['nll']:>10.3f}{100 * last['sink02']:>9.1f}%{100 * last['zero16']:>7.1f}%"
        rows.append(row)
    return "\n".join(rows)
