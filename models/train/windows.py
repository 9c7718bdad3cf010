"""The training windows: the same ones in the same order for every rule, so that runs differ in the rule alone."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import torch

from settings import Refused
from tokenizer import Tokenizer


def read_tokens(folder: Path) -> tuple[np.ndarray, str]:
    """All shards one behind the other, uint16, and a fingerprint of what they were made from."""
    notes = sorted(path for path in folder.glob("*.json") if path.with_suffix(".u16").exists())
    if not notes:
        raise Refused(f"windows: expected encoded shards in {folder}, got none")
    made = [json.loads(path.read_text()) for path in notes]
    if len({note["tokenizer"] for note in made}) != 1:
        raise Refused(f"windows: expected shards of one tokenizer in {folder}, got several")
    shards = [np.fromfile(path.with_suffix(".u16"), "<u2") for path in notes]
    for path, shard, note in zip(notes, shards, made):
        if len(shard) != note["tokens"]:
            raise Refused(f"windows: expected {note['tokens']} tokens in {path.stem}, got {len(shard)}")
    fields = [[note["source"], note["sha256"], note["tokenizer"], note["tokens"]] for note in made]
    return np.concatenate(shards), hashlib.sha256(json.dumps(fields).encode()).hexdigest()[:16]


class Windows:
    """Windows of T tokens: `<s>` and the next T − 1 of the stream, shuffled anew each time that all have been seen.

    Every window begins with `<s>`, as every text does later: a token that stands at position 0 and nowhere else is
    what sinks form on. The stream lies on the device (4 bytes a token), so that no batch has to be sent there.
    """

    def __init__(self, tokens: np.ndarray, length: int, seed: int, device: torch.device, begin: int = 0) -> None:
        self.count = len(tokens) // (length - 1)
        if self.count < 1:
            raise Refused(f"windows: expected at least {length - 1} tokens, got {len(tokens)}")
        self.stream = torch.from_numpy(tokens.astype(np.int32)).to(device)
        self.offsets = torch.arange(length - 1, device=device)
        self.length, self.seed, self.begin, self.device = length, seed, begin, device
        self._epoch, self._order = -1, self.offsets

    def order(self, epoch: int) -> torch.Tensor:
        """The starts of all windows in the order of an epoch, [count]."""
        if epoch != self._epoch:
            shuffled = np.random.Generator(np.random.PCG64([self.seed, epoch])).permutation(self.count)
            self._order = torch.from_numpy(shuffled * (self.length - 1)).to(self.device)
            self._epoch = epoch
        return self._order

    def batch(self, step: int, size: int) -> torch.Tensor:
        """The windows of a step, counted from 0: int64 [size, T]. They depend on nothing else."""
        starts = []
        first = step * size
        while size > 0:
            epoch, at = divmod(first, self.count)
            taken = self.order(epoch)[at : at + size]
            starts.append(taken)
            first += len(taken)
            size -= len(taken)
        begins = torch.cat(starts)
        windows = torch.full((len(begins), self.length), self.begin, device=self.device)
        windows[:, 1:] = self.stream[begins[:, None] + self.offsets].long()
        return windows


def text_windows(
    texts: list[str], tokenizer: Tokenizer, length: int, count: int | None = None
) -> tuple[torch.Tensor, int]:
    """`<s>` and the first T − 1 tokens of each text, int64 [N, T], and how many of those looked at were shorter."""
    found, skipped = [], 0
    for text in texts:
        if count is not None and len(found) == count:
            break
        ids = tokenizer.encode(text)
        if len(ids) < length - 1:
            skipped += 1
        else:
            found.append(np.concatenate([[tokenizer.begin], ids[: length - 1]]).astype(np.int64))
    if not found:
        raise Refused(f"windows: expected a text of at least {length - 1} tokens, got none among {len(texts)}")
    return torch.from_numpy(np.stack(found)), skipped
