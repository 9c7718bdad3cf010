"""Reads and writes safetensors files: the header's length in 8 bytes, a header in JSON, the data."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from settings import Refused

TYPES = {"F16": torch.float16, "F32": torch.float32, "BF16": torch.bfloat16}
NAMES = {dtype: name for name, dtype in TYPES.items()}


def write_tensors(path: Path, tensors: dict[str, Tensor]) -> None:
    """In the order of their names; the header ends at a multiple of 8 bytes. Written beside and then renamed."""
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    end = 0
    for name, tensor in sorted(tensors.items()):
        begin, end = end, end + tensor.numel() * tensor.element_size()
        header[name] = {"dtype": NAMES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [begin, end]}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    partial = path.with_name(f"{path.name}.partial")
    with partial.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for _, tensor in sorted(tensors.items()):
            file.write(bytes_of(tensor))
    os.replace(partial, path)


def bytes_of(tensor: Tensor) -> bytes:
    """Through int16, since NumPy has no bfloat16."""
    plain = tensor.detach().cpu().contiguous()
    return (plain.view(torch.int16) if plain.element_size() == 2 else plain).numpy().tobytes()


def read_tensors(path: Path) -> dict[str, Tensor]:
    """Throws `Refused` where the file is truncated or of a type not known here."""
    data = path.read_bytes()
    length = int.from_bytes(data[:8], "little")
    if len(data) < 8 or 8 + length > len(data):
        raise Refused(f"tensors: expected a safetensors file at {path}, got {len(data)} bytes of another")
    found = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        if name == "__metadata__":
            continue
        if entry["dtype"] not in TYPES:
            raise Refused(f"tensors: expected F16, BF16 or F32 for {name}, got {entry['dtype']}")
        dtype = TYPES[entry["dtype"]]
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        if end > len(data):
            raise Refused(f"tensors: expected {name} to end at byte {end} of {path}, got {len(data)} bytes")
        kind = np.float32 if dtype == torch.float32 else np.int16
        flat = torch.from_numpy(np.frombuffer(data[begin:end], kind).copy())
        found[name] = (flat if dtype == torch.float32 else flat.view(dtype)).reshape(entry["shape"])
    return found
