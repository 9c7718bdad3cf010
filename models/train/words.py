"""Splits a text into the words that a byte-level BPE works on, as GPT-2 does (Radford et al. 2019).

The pattern is `'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+`. Python's `re` has
no \\p, so the classes are written out from the Unicode database. \\s is the property White_Space, as in the tokenizers
library; Python's own \\s holds U+001C to U+001F too, and JavaScript's U+FEFF in place of U+0085.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache
from itertools import chain

WHITE_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

# Beyond U+FFFF classes are long lists, searched for every character that is not in them: most texts do without.
ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def class_of(major: str, last: int) -> str:
    """All characters up to `last` whose general category begins with `major`, as the inside of a bracket."""
    ranges: list[list[int]] = []
    for code in range(last + 1):
        if unicodedata.category(chr(code))[0] != major:
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(end))}" for first, end in ranges)


@lru_cache(maxsize=None)
def pattern(last: int) -> re.Pattern[str]:
    """GPT-2's pattern for texts without a character above `last`."""
    letter, number = class_of("L", last), class_of("N", last)
    return re.compile(
        "'s|'t|'re|'ve|'m|'ll|'d"
        f"| ?[{letter}]+| ?[{number}]+| ?[^{WHITE_SPACE}{letter}{number}]+"
        f"|[{WHITE_SPACE}]+(?![^{WHITE_SPACE}])|[{WHITE_SPACE}]+"
    )


def words_of(text: str) -> list[str]:
    """The words one after another; together they are the text."""
    return pattern(sys.maxunicode if ASTRAL.search(text) else 0xFFFF).findall(text)


def alphabet() -> list[str]:
    """How byte-level vocabularies spell each byte: printable ones by themselves, the others from U+0100 on."""
    printable = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others = iter(range(0x100, 0x200))
    return [chr(byte if byte in printable else next(others)) for byte in range(256)]


def spell(word: str, spelling: list[str] = alphabet()) -> str:
    """The word's UTF-8 bytes in that alphabet."""
    return "".join(spelling[byte] for byte in word.encode("utf-8"))


def unspell(tokens: list[str]) -> str:
    """The text that byte-level tokens stand for; bytes that are no UTF-8 become U+FFFD."""
    bytes_of = {character: byte for byte, character in enumerate(alphabet())}
    return bytes(bytes_of[character] for character in chain.from_iterable(tokens)).decode("utf-8", "replace")
