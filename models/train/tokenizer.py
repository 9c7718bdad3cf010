"""A byte-level BPE tokenizer read from `tokenizer.json`, with the ids that the tokenizers library gives."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np

from settings import Refused
from words import spell, unspell, words_of

BEGIN, END = "<s>", "</s>"
FILES = ("tokenizer.json", "tokenizer_config.json")


class Words(dict):
    """Word → its ids as little-endian uint16 bytes, found when first asked for."""

    def __init__(self, vocabulary: dict[str, int], ranks: dict[tuple[str, str], int]) -> None:
        super().__init__()
        self.vocabulary, self.ranks = vocabulary, ranks

    def __missing__(self, word: str) -> bytes:
        symbols = merge(list(spell(word)), self.ranks)
        found = np.array([self.vocabulary[symbol] for symbol in symbols], "<u2").tobytes()
        self[word] = found
        return found


def merge(symbols: list[str], ranks: dict[tuple[str, str], int]) -> list[str]:
    """Joins the pair that was learnt first, everywhere, as long as there is a learnt one (Sennrich et al. 2016)."""
    while len(symbols) > 1:
        pairs = set(zip(symbols, symbols[1:]))
        first = min(pairs, key=lambda pair: ranks.get(pair, len(ranks)))
        if first not in ranks:
            break
        joined: list[str] = []
        i = 0
        while i < len(symbols):
            if i + 1 < len(symbols) and (symbols[i], symbols[i + 1]) == first:
                joined.append(symbols[i] + symbols[i + 1])
                i += 2
            else:
                joined.append(symbols[i])
                i += 1
        symbols = joined
    return symbols


class Tokenizer:
    """`folder` holds `tokenizer.json`; throws `Refused` unless it is a byte-level BPE with `<s>` and `</s>`."""

    def __init__(self, folder: Path) -> None:
        path = folder / FILES[0]
        if not path.is_file():
            raise Refused(f"tokenizer: expected {FILES[0]} in {folder}, got none")
        content = json.loads(path.read_text("utf-8"))
        check_form(content, path)
        model = content["model"]
        self.vocabulary: dict[str, int] = model["vocab"]
        pairs = (tuple(pair.split(" ") if isinstance(pair, str) else pair) for pair in model["merges"])
        self.words = Words(self.vocabulary, {pair: rank for rank, pair in enumerate(pairs)})
        self.added = {token["content"]: token["id"] for token in content["added_tokens"]}
        for name in (BEGIN, END):
            if name not in self.added:
                raise Refused(f"tokenizer: expected a token {name} in {path}, got {', '.join(self.added)}")
        self.begin, self.end = self.added[BEGIN], self.added[END]
        self.special = re.compile("(" + "|".join(map(re.escape, self.added)) + ")")
        self.size = max(*self.vocabulary.values(), *self.added.values()) + 1
        if self.size > 1 << 16:
            raise Refused(f"tokenizer: expected at most 65536 tokens, got {self.size}")

    def encode(self, text: str) -> np.ndarray:
        """The ids, uint16, without `<s>` in front."""
        return np.frombuffer(self.encode_bytes(text), "<u2")

    def encode_bytes(self, text: str) -> bytes:
        """The same as little-endian bytes. What is spelt like a special token is one, as in the tokenizers library."""
        lookup = self.words.__getitem__
        parts = self.special.split(text) if self.special.search(text) else [text]
        found = []
        for part in parts:
            if part in self.added:
                found.append(np.array([self.added[part]], "<u2").tobytes())
            else:
                found.extend(map(lookup, words_of(part)))
        return b"".join(found)

    def decode(self, ids: np.ndarray) -> str:
        """The text of ids, special tokens left out."""
        special = set(self.added.values())
        names = {number: token for token, number in self.vocabulary.items() if number not in special}
        return unspell([names[int(number)] for number in ids if int(number) in names])


def check_form(content: dict, path: Path) -> None:
    """Throws `Refused` where the file asks for something that is not done here."""
    before = content.get("pre_tokenizer") or {}
    wanted = {"type": "ByteLevel", "add_prefix_space": False, "use_regex": True}
    for name, value in wanted.items():
        if before.get(name, True if name == "use_regex" else None) != value:
            raise Refused(f"tokenizer: expected {name} {value} as pre_tokenizer of {path}, got {before.get(name)}")
    if content.get("normalizer") is not None or content["model"].get("type") != "BPE":
        raise Refused(f"tokenizer: expected a BPE without a normalizer in {path}, got another model")
