"""The program: `python3 models/train ‹command›`; see README.md for the commands from a corpus to shipped models."""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from pathlib import Path

from settings import SIZES, Refused, settings_of

BEGAN = time.monotonic()


def encode(asked: argparse.Namespace) -> None:
    from encode import encode_corpus

    encode_corpus(asked.corpus, asked.tokenizer, asked.out, asked.workers)


def tokenizer(asked: argparse.Namespace) -> None:
    from encode import count_words
    from merges import learn, write_tokenizer

    tokens, merges = learn(count_words(asked.corpus, asked.workers), asked.vocabulary)
    write_tokenizer(asked.out, tokens, merges, asked.longest)
    print(f"{asked.out}: {len(tokens)} tokens")


def fractions(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(",") if part)


def device_of(asked: argparse.Namespace):
    import torch

    return torch.device(asked.device or ("cuda" if torch.cuda.is_available() else "cpu"))


def windows_of(path: Path, folder: Path, length: int, count: int | None):
    from corpus import documents_of, read_text
    from tokenizer import Tokenizer
    from windows import text_windows

    return text_windows(documents_of(read_text(path)), Tokenizer(folder), length, count)


def run(asked: argparse.Namespace) -> None:
    from family import parts_of
    from run import Conduct, train
    from tokenizer import Tokenizer
    from windows import read_tokens

    size, rule = parts_of(asked.run)
    opened = Tokenizer(asked.tokens)
    tokens, data = read_tokens(asked.tokens)
    changes = {name: getattr(asked, name) for name in ("steps", "rate", "batch", "length", "seed")}
    settings = settings_of(SIZES[size], rule, opened.size, data, **changes)
    heldout = None
    if asked.heldout:
        length = min(asked.heldout_length, settings.length)
        heldout = windows_of(asked.heldout, asked.tokens, length, asked.heldout_texts)
    conduct = Conduct(
        device=device_of(asked),
        tokenizer=asked.tokens,
        heldout=heldout,
        keep=asked.keep,
        weights=asked.weights,
        save_every=asked.save_every,
        time_limit=asked.time_limit,
        compiled=not asked.no_compile,
        began=BEGAN,
    )
    done = train(settings, tokens, opened.begin, asked.out / asked.run, conduct)
    print(f"{asked.run}: {'done' if done else 'stopped, goes on when called again'}")


def family(asked: argparse.Namespace) -> int:
    from family import FAMILY, parts_of, train_family

    options = ["--tokens", str(asked.tokens), "--keep", ",".join(map(str, asked.keep))]
    for name in ("heldout", "heldout_texts", "heldout_length", "weights", "save_every", "steps", "batch"):
        value = getattr(asked, name)
        if value is not None:
            options += [f"--{name.replace('_', '-')}", str(value)]
    options += ["--no-compile"] if asked.no_compile else []
    runs = asked.runs.split(",") if asked.runs else FAMILY
    for each in runs:
        parts_of(each)
    limit = None if asked.time_limit == math.inf else asked.time_limit
    return 0 if train_family(runs, options, asked.out, limit) else 1


def evaluate(asked: argparse.Namespace) -> None:
    from checkpoint import read_checkpoint
    from measure import evaluate as measure

    windows, skipped = windows_of(asked.texts, asked.checkpoint, asked.tokens, asked.count)
    found = measure(read_checkpoint(asked.checkpoint, device_of(asked)), windows, skipped)
    text = json.dumps({"model": name_of(asked.checkpoint), **found}, indent=1)
    if asked.json:
        asked.json.write_text(text + "\n")
    print(text)


def name_of(checkpoint: Path) -> str:
    """The run's name, for the checkpoints within its folder."""
    folder = checkpoint.resolve()
    return folder.parent.name if folder.name == "final" or folder.name.startswith("step-") else folder.name


def golden(asked: argparse.Namespace) -> None:
    from golden import TEXT, write_golden

    named = {name_of(folder): folder for folder in asked.checkpoints}
    write_golden(named, asked.out, asked.text or TEXT)


def vectors(asked: argparse.Namespace) -> None:
    from vectors import write_vectors

    write_vectors(asked.out)


def card(asked: argparse.Namespace) -> None:
    from card import write_card

    write_card(asked.run, asked.evaluations, asked.out, asked.title)


def pack(asked: argparse.Namespace) -> None:
    from parts import pack as cut

    leave = tuple(asked.leave.split(",")) if asked.leave else ()
    print(f"{asked.out}: {cut(asked.folder, asked.out, int(asked.size * (1 << 20)), leave)} parts")


def unpack(asked: argparse.Namespace) -> None:
    from parts import unpack as join

    print(f"{asked.out}: {join(asked.parts, asked.out)} files")


def parser() -> argparse.ArgumentParser:
    program = argparse.ArgumentParser(prog="python3 models/train", description=__doc__.split(";")[0])
    commands = program.add_subparsers(required=True)

    def command(function, words: str, *folders: str, **more: str) -> argparse.ArgumentParser:
        added = commands.add_parser(function.__name__, help=words, description=words)
        added.set_defaults(function=function)
        for folder in folders:
            added.add_argument(folder, type=Path, required=True)
        for name, count in more.items():
            added.add_argument(name, type=Path, nargs=count or None)
        return added

    added = command(tokenizer, "learn a byte-level BPE from a corpus", "--corpus", "--out")
    added.add_argument("--vocabulary", type=int, default=8192)
    added.add_argument("--longest", type=int, default=512)
    added.add_argument("--workers", type=int, help="processes; one a core unless said")

    added = command(encode, "encode a corpus, a shard at a time", "--corpus", "--tokenizer", "--out")
    added.add_argument("--workers", type=int, help="processes; one a core unless said")

    added = command(run, "train one model, or go on with it", "--tokens", "--out")
    added.add_argument("run", help="size and rule, as tiny-softpick")
    added.add_argument("--rate", type=float)
    added.add_argument("--length", type=int)
    added.add_argument("--seed", type=int)
    added.add_argument("--device")
    conduct(added)

    added = command(family, "train many models over all GPUs of the machine", "--tokens", "--out")
    added.add_argument("--runs", help="names with commas between; all of the family unless said")
    conduct(added)

    added = command(evaluate, "measure a checkpoint on texts", "--texts", checkpoint="")
    added.add_argument("--tokens", type=int, default=256, help="T, <s> included")
    added.add_argument("--count", type=int, help="of texts that are long enough; all unless said")
    added.add_argument("--json", type=Path)
    added.add_argument("--device")

    added = command(golden, "write golden files of checkpoints", "--out", checkpoints="+")
    added.add_argument("--text")

    added = command(vectors, "write the test vectors of the attention")
    added.add_argument("--out", type=Path, default=Path(__file__).parent / "vectors.json")

    added = command(card, "write a model's README from a run and its measurements", "--run", "--out", evaluations="*")
    added.add_argument("--title", required=True)

    added = command(pack, "cut a folder into parts", "--out", folder="")
    added.add_argument("--size", type=float, default=15, help="of a part, in MiB")
    added.add_argument("--leave", help="names of files and folders that stay behind, as state.pt,step-*")
    command(unpack, "put a folder together again", "--out", parts="")
    return program


def conduct(added: argparse.ArgumentParser) -> None:
    """What `run` and `family` have in common."""
    added.add_argument("--steps", type=int, help="those of the size unless said")
    added.add_argument("--batch", type=int, help="windows a step, 64 unless said")
    added.add_argument("--heldout", type=Path, help="texts to measure at every tenth of the steps")
    added.add_argument("--heldout-texts", type=int, default=200)
    added.add_argument("--heldout-length", type=int, default=256, help="T of these")
    added.add_argument("--keep", type=fractions, default=(0.02, 0.1, 0.3, 0.6), help="checkpoints, as 0.1,0.3")
    added.add_argument("--weights", choices=("f16", "f32"), default="f16", help="of checkpoints")
    added.add_argument("--save-every", type=float, default=120.0, help="seconds between states")
    added.add_argument("--time-limit", type=float, default=math.inf, help="seconds, after which the state is saved")
    added.add_argument("--no-compile", action="store_true", help="on a GPU: without torch.compile")


def main() -> int:
    asked = parser().parse_args()
    try:
        return asked.function(asked) or 0
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
