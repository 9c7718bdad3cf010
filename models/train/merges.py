"""Learns a byte-level BPE from how often each word occurs (Sennrich et al. 2016), and writes it as `tokenizer.json`."""

from __future__ import annotations

import heapq
import json
from collections import Counter, defaultdict
from pathlib import Path

from tokenizer import BEGIN, END, FILES
from words import alphabet, spell

Pair = tuple[int, int]


def learn(counts: Counter[str], vocabulary: int) -> tuple[list[str], list[tuple[str, str]]]:
    """Tokens by id, special ones first, and the merges in the order learnt.

    The most frequent pair is joined first, of equally frequent ones that of the lowest ids.
    """
    tokens = [BEGIN, END, *sorted(alphabet())]
    numbers = {token: number for number, token in enumerate(tokens)}
    spelt = [([numbers[c] for c in spell(word)], count) for word, count in counts.items()]
    words = [word for word, _ in spelt]
    weights = [count for _, count in spelt]
    frequency: dict[Pair, int] = defaultdict(int)
    places: dict[Pair, set[int]] = defaultdict(set)
    for index, word in enumerate(words):
        for pair in zip(word, word[1:]):
            frequency[pair] += weights[index]
            places[pair].add(index)
    heap = [(-count, pair) for pair, count in frequency.items()]
    heapq.heapify(heap)
    merges: list[tuple[str, str]] = []
    while len(tokens) < vocabulary and heap:
        count, pair = heapq.heappop(heap)
        now = frequency.get(pair, 0)
        if now != -count:
            if now > 0:
                heapq.heappush(heap, (-now, pair))
            continue
        merges.append((tokens[pair[0]], tokens[pair[1]]))
        tokens.append(tokens[pair[0]] + tokens[pair[1]])
        for grown in join(pair, len(tokens) - 1, words, weights, frequency, places):
            heapq.heappush(heap, (-frequency[grown], grown))
    return tokens, merges


def join(
    pair: Pair,
    number: int,
    words: list[list[int]],
    weights: list[int],
    frequency: dict[Pair, int],
    places: dict[Pair, set[int]],
) -> set[Pair]:
    """Joins a pair in all words that hold it and keeps the counts right; returns the pairs that came to be."""
    grown: set[Pair] = set()
    for index in places.pop(pair):
        word, weight = words[index], weights[index]
        for each in zip(word, word[1:]):
            frequency[each] -= weight
        joined: list[int] = []
        i = 0
        while i < len(word):
            if i + 1 < len(word) and (word[i], word[i + 1]) == pair:
                joined.append(number)
                i += 2
            else:
                joined.append(word[i])
                i += 1
        words[index] = joined
        for each in zip(joined, joined[1:]):
            frequency[each] += weight
            if number in each:
                grown.add(each)
                places[each].add(index)
    frequency.pop(pair, None)
    return grown


def write_tokenizer(folder: Path, tokens: list[str], merges: list[tuple[str, str]], longest: int) -> None:
    """`tokenizer.json` and `tokenizer_config.json` in the form of the tokenizers library: `<s>` goes in front."""
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    first = {"SpecialToken": {"id": BEGIN, "type_id": 0}}
    text, other = ({"Sequence": {"id": name, "type_id": number}} for number, name in enumerate("AB"))
    content = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": i, "content": tokens[i], **flags} for i in (0, 1)],
        "normalizer": None,
        "pre_tokenizer": level,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [first, text],
            "pair": [text, other],
            "special_tokens": {BEGIN: {"id": BEGIN, "ids": [0], "tokens": [BEGIN]}},
        },
        "decoder": {**level, "add_prefix_space": True},
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "byte_fallback": False,
            "ignore_merges": False,
            "vocab": {token: number for number, token in enumerate(tokens)},
            "merges": [list(pair) for pair in merges],
        },
    }
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": BEGIN,
        "eos_token": END,
        "model_max_length": longest,
        "clean_up_tokenization_spaces": False,
        "add_bos_token": True,
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in zip(FILES, (content, config)):
        (folder / name).write_text(json.dumps(value, ensure_ascii=False, indent=2), "utf-8")
