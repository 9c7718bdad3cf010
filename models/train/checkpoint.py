"""A checkpoint folder as fla's `transformer` has it: `config.json`, `model.safetensors`, the tokenizer's files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import torch

from model import Shape, Transformer
from rules import RULES
from settings import Refused
from tensors import read_tensors, write_tensors
from tokenizer import FILES

WEIGHTS = {"f16": (torch.float16, "float16"), "f32": (torch.float32, "float32")}


def config_of(shape: Shape, weights: str) -> dict[str, object]:
    return {
        "architectures": ["TransformerForCausalLM"],
        "model_type": "transformer",
        "attn_impl": RULES[shape.rule].implementations[0],
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_heads": shape.heads,
        "num_kv_heads": None if shape.key_heads == shape.heads else shape.key_heads,
        "hidden_ratio": 4,
        "intermediate_size": shape.intermediate,
        "hidden_act": "swish",
        "norm_eps": shape.epsilon,
        "elementwise_affine": True,
        "qkv_bias": False,
        "qk_norm": False,
        "window_size": None,
        "rope_theta": shape.base,
        "max_position_embeddings": shape.longest,
        "vocab_size": shape.vocabulary,
        "tie_word_embeddings": shape.tied,
        "bos_token_id": 0,
        "eos_token_id": 1,
        "pad_token_id": None,
        "initializer_range": 0.02,
        "torch_dtype": WEIGHTS[weights][1],
    }


def shape_of(config: dict) -> Shape:
    """Throws `Refused` for an attention that is not in the table."""
    name = config["attn_impl"]
    rule = next((rule for rule, row in RULES.items() if name in row.implementations), None)
    if rule is None:
        raise Refused(f"checkpoint: expected a known attn_impl, got {name}")
    hidden = config["hidden_size"]
    ratio = int(hidden * (config.get("hidden_ratio") or 4) * 2 / 3)
    return Shape(
        rule=rule,
        layers=config["num_hidden_layers"],
        hidden=hidden,
        heads=config["num_heads"],
        key_heads=config.get("num_kv_heads") or config["num_heads"],
        intermediate=config.get("intermediate_size") or -(-ratio // 256) * 256,
        vocabulary=config["vocab_size"],
        longest=config["max_position_embeddings"],
        epsilon=config["norm_eps"],
        base=config["rope_theta"],
        tied=config["tie_word_embeddings"],
    )


def write_checkpoint(folder: Path, model: Transformer, tokenizer: Path, weights: str = "f16") -> None:
    """Written beside and then renamed, so that a folder of that name is whole. Takes the place of an older one."""
    partial = folder.with_name(f"{folder.name}.partial-{weights}")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    stored = {name: tensor.to(WEIGHTS[weights][0]) for name, tensor in model.state_dict().items()}
    for name, tensor in stored.items():
        if not torch.isfinite(tensor).all():
            raise Refused(f"checkpoint: expected finite numbers in {weights} for {name}, got others")
    write_tensors(partial / "model.safetensors", stored)
    (partial / "config.json").write_text(json.dumps(config_of(model.shape, weights), indent=1) + "\n")
    for name in FILES:
        shutil.copyfile(tokenizer / name, partial / name)
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)


def read_checkpoint(folder: Path, device: torch.device) -> Transformer:
    """In float32, ready to be measured; throws `Refused` unless every tensor is there and none is left over."""
    config = folder / "config.json"
    if not config.is_file():
        raise Refused(f"checkpoint: expected config.json in {folder}, got none")
    model = Transformer(shape_of(json.loads(config.read_text())))
    stored = read_tensors(folder / "model.safetensors")
    wanted = model.state_dict()
    # A table of logarithms rounded to f16 would be less than the one that is there.
    derived = {name for name in wanted if name.endswith(".logn")}
    if stored.keys() - derived != wanted.keys() - derived:
        names = sorted((stored.keys() ^ wanted.keys()) - derived)
        raise Refused(f"checkpoint: expected the tensors of a transformer in {folder}, got others: {names[0]}")
    found = {name: tensor.float() for name, tensor in stored.items() if name not in derived}
    model.load_state_dict({**wanted, **found})
    return model.to(device).eval()
