"""From a corpus to tokens on disk, a file a shard, on all cores; shards that are encoded already are passed over."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import Pool
from multiprocessing.pool import Pool as Workers
from pathlib import Path

import numpy as np

from corpus import batches_of, documents_of, read_text, shards_of
from settings import Refused
from tokenizer import FILES, Tokenizer
from words import words_of

_tokenizer: Tokenizer | None = None


def _open(folder: str | None) -> None:
    global _tokenizer
    _tokenizer = Tokenizer(Path(folder)) if folder else None


def _encode(documents: list[str]) -> bytes:
    assert _tokenizer
    end = np.array([_tokenizer.end], "<u2").tobytes()
    return b"".join(_tokenizer.encode_bytes(document) + end for document in documents)


def _count(documents: list[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update(words_of(document))
    return counts


@contextmanager
def workers(count: int | None, tokenizer: Path | None = None) -> Iterator[Workers]:
    """A process a core, each with the tokenizer open."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with Pool(count or cores, _open, (str(tokenizer) if tokenizer else None,)) as pool:
        yield pool


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def encode_corpus(corpus: Path, tokenizer: Path, out: Path, count: int | None = None) -> None:
    """Writes `‹shard›.u16`, each document ended by `</s>`, and `‹shard›.json`, which says what it was made from."""
    out.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        target = out / name
        if target.exists() and target.read_bytes() != (tokenizer / name).read_bytes():
            raise Refused(f"encode: expected the tokenizer that {out} was encoded with, got another {name}")
        shutil.copyfile(tokenizer / name, target)
    spelling = sha256_of(tokenizer / FILES[0])
    with workers(count, tokenizer) as pool:
        for shard in shards_of(corpus):
            encode_shard(shard, spelling, out, pool)


def encode_shard(shard: Path, spelling: str, out: Path, pool: Workers) -> None:
    stem = shard.name.split(".")[0]
    made = {"source": shard.name, "sha256": sha256_of(shard), "tokenizer": spelling}
    note, target = out / f"{stem}.json", out / f"{stem}.u16"
    if note.exists() and target.exists() and made.items() <= json.loads(note.read_text()).items():
        print(f"{stem}: encoded before")
        return
    began = time.monotonic()
    documents = documents_of(read_text(shard))
    partial = target.with_suffix(".partial")
    with partial.open("wb") as file:
        for tokens in pool.imap(_encode, batches_of(documents)):
            file.write(tokens)
    size = partial.stat().st_size // 2
    os.replace(partial, target)
    note.write_text(json.dumps({**made, "documents": len(documents), "tokens": size}) + "\n")
    print(f"{stem}: {len(documents)} documents, {size} tokens, {time.monotonic() - began:.1f} s", flush=True)


def count_words(corpus: Path, count: int | None = None) -> Counter[str]:
    """How often each word occurs in the whole corpus."""
    total: Counter[str] = Counter()
    with workers(count) as pool:
        for shard in shards_of(corpus):
            for counts in pool.imap_unordered(_count, batches_of(documents_of(read_text(shard)))):
                total.update(counts)
            print(f"{shard.name}: {len(total)} different words so far", file=sys.stderr, flush=True)
    return total
