"""Reads a corpus: files of documents with a line that holds U+241E between them, plain or compressed with zstd."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from settings import Refused

SEPARATOR = re.compile("^\u241e$", re.MULTILINE)

# The corpus is compressed with a window of 2²⁷ bytes, more than readers allow unasked.
WINDOW_LOG = 27


def shards_of(folder: Path) -> list[Path]:
    """The corpus's files in the order of their names; throws `Refused` if there is none."""
    found = sorted([*folder.glob("train-*.txt.zst"), *folder.glob("train-*.txt")])
    if not found:
        raise Refused(f"corpus: expected train-*.txt.zst or train-*.txt in {folder}, got none")
    return found


def read_text(path: Path) -> str:
    """A file's text, decompressed if its name ends in `.zst`."""
    data = decompress(path) if path.suffix == ".zst" else path.read_bytes()
    return data.decode("utf-8")


def decompress(path: Path) -> bytes:
    """By the module `zstandard`, by Python's own from 3.14 on, or by the program `zstd`, whichever there is."""
    try:
        import zstandard
    except ImportError:
        pass
    else:
        with path.open("rb") as file:
            reader = zstandard.ZstdDecompressor(max_window_size=1 << WINDOW_LOG)
            return reader.stream_reader(file, read_across_frames=True).read()
    try:
        from compression import zstd
    except ImportError:
        pass
    else:
        return zstd.decompress(
            path.read_bytes(), options={zstd.DecompressionParameter.window_log_max: WINDOW_LOG}
        )
    try:
        command = ["zstd", "-dcq", f"--long={WINDOW_LOG}", str(path)]
        return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    except FileNotFoundError:
        raise Refused("corpus: expected the module zstandard or the program zstd, got neither") from None
    except subprocess.CalledProcessError as error:
        raise Refused(f"corpus: expected {path} to be readable by zstd, got exit {error.returncode}") from None


def documents_of(text: str) -> list[str]:
    """The documents of a text: between its separators, or without any, one a line; empty ones left out."""
    parts = SEPARATOR.split(text) if SEPARATOR.search(text) else text.splitlines()
    return [part for part in (part.strip("\n") for part in parts) if part]


def batches_of(documents: list[str], characters: int = 1 << 20) -> Iterator[list[str]]:
    """Documents in groups of about so many characters, so that workers have even shares."""
    group: list[str] = []
    size = 0
    for document in documents:
        group.append(document)
        size += len(document)
        if size >= characters:
            yield group
            group, size = [], 0
    if group:
        yield group
