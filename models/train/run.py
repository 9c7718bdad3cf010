"""One run: trains a model by the recipe, goes on where an earlier call stopped, and stops in time."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from checkpoint import write_checkpoint
from measure import evaluate
from model import Shape, Transformer, initialise, loss_of
from settings import Refused, Settings
from state import Progress, RunFolder, is_done
from windows import Windows

LOG_EVERY = 10


@dataclass(frozen=True)
class Conduct:
    """What does not change a run's numbers. `heldout`: windows to measure [N, T], and how many texts were shorter."""

    device: torch.device
    tokenizer: Path
    heldout: tuple[Tensor, int] | None = None
    keep: tuple[float, ...] = (0.02, 0.1, 0.3, 0.6)
    weights: str = "f16"
    save_every: float = 120.0  # seconds, as is the limit
    time_limit: float = math.inf
    compiled: bool = True
    began: float = 0.0
    clock: Callable[[], float] = time.monotonic


def rate_at(settings: Settings, step: int) -> float:
    """A linear rise over the warm-up, then half a cosine down to the least rate at the last step."""
    if step < settings.warmup:
        return settings.rate * (step + 1) / settings.warmup
    share = (step - settings.warmup) / max(1, settings.steps - 1 - settings.warmup)
    least = settings.least_rate
    return settings.rate * (least + (1 - least) * (1 + math.cos(math.pi * share)) / 2)


def optimizer_of(model: Transformer, settings: Settings) -> torch.optim.AdamW:
    """Weight decay on matrices only: not on norms, nor on the numbers of heads. ε is below any gradient's square."""
    matrices, others = [], []
    for name, parameter in model.named_parameters():
        (matrices if name.endswith(".weight") and parameter.ndim == 2 else others).append(parameter)
    groups = [
        {"params": matrices, "weight_decay": settings.weight_decay},
        {"params": others, "weight_decay": 0.0},
    ]
    fused = {"fused": True} if next(model.parameters()).is_cuda else {}
    return torch.optim.AdamW(groups, lr=settings.rate, betas=(0.9, 0.95), eps=1e-15, **fused)


def mixed_loss(model: torch.nn.Module, ids: Tensor) -> Tensor:
    """The loss, on a GPU with the projections in bfloat16.

    Autocast is within what is compiled: were it around it, PyTorch would put the backward pass under it as well, and the
    attention's float32 there would become bfloat16.
    """
    with torch.autocast(ids.device.type, torch.bfloat16, enabled=ids.device.type == "cuda"):
        return loss_of(model, ids)


class Gradients:
    """Forward and backward pass of a batch; on a GPU in bfloat16 but for the attention, and compiled if that works."""

    def __init__(self, model: Transformer, device: torch.device, compiled: bool) -> None:
        self.model = model
        self.loss: Callable[[torch.nn.Module, Tensor], Tensor] = mixed_loss
        self.untried = compiled and device.type == "cuda"
        if self.untried:
            self.loss = torch.compile(mixed_loss, dynamic=False)
        else:
            model.recompute_attention(True)

    def __call__(self, ids: Tensor) -> Tensor:
        """The loss; gradients are added to the parameters'."""
        if self.untried and not self.try_compiled(ids):
            self.loss = mixed_loss
            self.model.zero_grad(set_to_none=True)
            self.model.recompute_attention(True)
        return self.backward(ids)

    def try_compiled(self, ids: Tensor) -> bool:
        """Compilers fail in many ways, and a slower run is better than none. Leaves no gradients."""
        self.untried = False
        try:
            self.backward(ids)
        except Exception as error:
            words = str(error).strip().splitlines()[:1]
            print(f"train: goes on without compilation, which failed: {type(error).__name__} {words}", flush=True)
            return False
        self.model.zero_grad(set_to_none=True)
        return True

    def backward(self, ids: Tensor) -> Tensor:
        loss = self.loss(self.model, ids)
        loss.backward()
        return loss.detach()


class Run:
    def __init__(self, settings: Settings, tokens: np.ndarray, begin: int, folder: Path, conduct: Conduct) -> None:
        self.settings, self.conduct = settings, conduct
        self.files = RunFolder(folder, settings)
        if conduct.device.type == "cuda":
            # Products of the attention's float32 in TF32: their factors come from bfloat16 projections.
            torch.set_float32_matmul_precision("high")
        shape = Shape(
            rule=settings.rule,
            layers=settings.layers,
            hidden=settings.hidden,
            heads=settings.heads,
            intermediate=settings.intermediate,
            vocabulary=settings.vocabulary,
            longest=settings.length,
            key_heads=settings.heads,
        )
        self.model = Transformer(shape)
        initialise(self.model, settings.seed)
        self.model.to(conduct.device)
        self.windows = Windows(tokens, settings.length, settings.seed, conduct.device, begin)
        self.optimizer = optimizer_of(self.model, settings)
        self.gradients = Gradients(self.model, conduct.device, conduct.compiled)
        self.kept = {round(share * settings.steps): f"step-{round(share * settings.steps)}" for share in conduct.keep}

    def go(self) -> bool:
        """Trains until the end or the time limit; whether the end is reached. The state is saved in either case."""
        progress = self.files.load(self.model, self.optimizer)
        clock = self.conduct.clock
        saved = clock()
        watch = Stopwatch()
        losses = [torch.tensor(loss, device=self.conduct.device) for loss in progress.losses]
        while progress.step < self.settings.steps:
            late = clock() - self.conduct.began > self.conduct.time_limit
            if late or clock() - saved > self.conduct.save_every:
                with watch.paused():
                    self.save(progress, losses)
                saved = clock()
            if late:
                return False
            self.step(progress, losses, watch)
            with watch.paused():
                self.mark(progress.step)
        self.save(progress, losses)
        write_checkpoint(self.files.folder / "final", self.model, self.conduct.tokenizer, self.conduct.weights)
        return True

    def step(self, progress: Progress, losses: list[Tensor], watch: Stopwatch) -> None:
        settings = self.settings
        rate = rate_at(settings, progress.step)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        losses.append(self.gradients(self.windows.batch(progress.step, settings.batch)))
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), settings.clip)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        progress.step += 1
        if progress.step % LOG_EVERY == 0 or progress.step == settings.steps:
            self.write_line(progress, losses, norm, rate, watch)

    def write_line(
        self, progress: Progress, losses: list[Tensor], norm: Tensor, rate: float, watch: Stopwatch
    ) -> None:
        """`loss` is the mean since the last line, `norm` that of the gradient before it is clipped."""
        tokens = self.settings.batch * self.settings.length
        loss = torch.stack(losses).mean().item()
        if not math.isfinite(loss):
            raise Refused(f"train: expected a finite loss, got {loss} at step {progress.step}")
        speed = watch.rate(progress.step) * tokens
        line = {"step": progress.step, "loss": loss, "norm": norm.item(), "rate": rate}
        self.files.append({**line, "tokens": progress.step * tokens, "tokensPerSecond": round(speed)})
        losses.clear()

    def mark(self, step: int) -> None:
        """Measures every tenth of the steps, and keeps checkpoints where asked."""
        steps = self.settings.steps
        if self.conduct.heldout and step * 10 // steps > (step - 1) * 10 // steps:
            found = evaluate(self.model, *self.conduct.heldout)
            tokens = step * self.settings.batch * self.settings.length
            self.files.append({"step": step, "tokens": tokens, "heldout": found})
        if step in self.kept and step < steps:
            folder = self.files.folder / self.kept[step]
            write_checkpoint(folder, self.model, self.conduct.tokenizer, self.conduct.weights)

    def save(self, progress: Progress, losses: list[Tensor]) -> None:
        self.files.save(self.model, self.optimizer, Progress(progress.step, [loss.item() for loss in losses]))


class Stopwatch:
    """Steps a second since the last reading, without the pauses."""

    def __init__(self) -> None:
        self.since, self.idle, self.step = time.monotonic(), 0.0, -1

    def paused(self) -> Stopwatch:
        return self

    def __enter__(self) -> None:
        self.stopped = time.monotonic()

    def __exit__(self, *_: object) -> None:
        self.idle += time.monotonic() - self.stopped

    def rate(self, step: int) -> float:
        """0 at the first reading of a call, whose steps hold the compilation."""
        now = time.monotonic()
        steps = step - self.step if self.step >= 0 else 0
        speed = steps / max(1e-9, now - self.since - self.idle)
        self.since, self.idle, self.step = now, 0.0, step
        return speed


def train(settings: Settings, tokens: np.ndarray, begin: int, folder: Path, conduct: Conduct) -> bool:
    """Whether the run is done; throws `Refused` if another one began in the folder."""
    RunFolder(folder, settings)
    return is_done(folder) or Run(settings, tokens, begin, folder, conduct).go()
