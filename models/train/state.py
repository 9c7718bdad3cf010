"""What a run leaves on disk: its settings, its log, and the state that it goes on from; each is whole at any time."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import torch

from model import Transformer
from settings import Settings


def replace_text(path: Path, text: str) -> None:
    """Written beside and then renamed, so that what is there is never half a file."""
    partial = path.with_name(f"{path.name}.partial")
    partial.write_text(text)
    os.replace(partial, path)


@dataclass
class Progress:
    """Where a run stands: steps done, and the losses since the last line of the log."""

    step: int
    losses: list[float]


class RunFolder:
    """`settings.json`, `log.jsonl`, `state.pt`, and the checkpoints `step-‹n›` and `final`."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        """Throws `Refused` if a run with other settings began here."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        stored = folder / "settings.json"
        if stored.exists():
            settings.check_same(json.loads(stored.read_text()))
        else:
            replace_text(stored, json.dumps(settings.as_json(), indent=1) + "\n")
        self.log = folder / "log.jsonl"
        self.state = folder / "state.pt"

    def save(self, model: Transformer, optimizer: torch.optim.Optimizer, progress: Progress) -> None:
        """The step tells the place in the data and the learning rate; nothing random is drawn after the beginning."""
        partial = self.state.with_suffix(".partial")
        with partial.open("wb") as file:
            content = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
            torch.save({**content, "step": progress.step, "losses": progress.losses}, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, self.state)

    def load(self, model: Transformer, optimizer: torch.optim.Optimizer) -> Progress:
        """Goes on from the last state if there is one; lines of the log from after it are taken back."""
        if not self.state.exists():
            progress = Progress(0, [])
        else:
            # A file of this program's own: it need not be told from code.
            content = torch.load(self.state, map_location="cpu", weights_only=False)
            model.load_state_dict(content["model"])
            optimizer.load_state_dict(content["optimizer"])
            progress = Progress(content["step"], content["losses"])
        kept = [line for line in self.lines() if line["step"] <= progress.step]
        replace_text(self.log, "".join(json.dumps(line) + "\n" for line in kept))
        return progress

    def lines(self) -> list[dict]:
        """The log, less a last line that was cut off."""
        if not self.log.exists():
            return []
        whole = self.log.read_text().rpartition("\n")[0]
        return [json.loads(line) for line in whole.splitlines()]

    def append(self, line: dict) -> None:
        with self.log.open("a") as file:
            file.write(json.dumps(line) + "\n")


def is_done(folder: Path) -> bool:
    """Whether a run has written its last checkpoint."""
    return (folder / "final" / "config.json").exists()
