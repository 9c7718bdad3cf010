"""Checks the recipe: `python3 models/train/check.py`. The attention that trains is held against `vectors.json`."""

from __future__ import annotations

import json
import math
import tempfile
import unittest
from collections import Counter
from itertools import count
from pathlib import Path

import numpy as np
import torch

from checkpoint import read_checkpoint, shape_of, write_checkpoint
from corpus import documents_of
from measure import Moments, evaluate
from merges import learn, write_tokenizer
from model import Transformer, initialise, rotate
from parts import pack, unpack
from rules import RULES, attend
from run import Conduct, rate_at, train
from settings import SIZES, Refused, settings_of
from tensors import read_tensors, write_tensors
from tokenizer import Tokenizer
from windows import Windows, text_windows
from words import words_of

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())
CPU = torch.device("cpu")
TEXT = "It was a bright day. The bee's wings, it's said, weren't large;  naïve bees don't care: 日本 😀 42½!\n\n  So. "


class InFolder(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def tokenizer(self, vocabulary: int = 300) -> Path:
        tokens, merges = learn(Counter(words_of(TEXT * 3)), vocabulary)
        write_tokenizer(self.folder / "tokenizer", tokens, merges, 64)
        return self.folder / "tokenizer"


class AttentionInFloat32(unittest.TestCase):
    def test_has_the_weights_and_outputs_of_the_vectors_for_every_rule(self) -> None:
        self.assertEqual(set(VECTORS["rules"]), set(RULES))
        for rule, found in VECTORS["rules"].items():
            for name, want in found["expected"].items():
                with self.subTest(rule=rule, input=name):
                    self.hold(rule, VECTORS["inputs"][name], found["parameter"], want)

    def hold(self, rule: str, case: dict, parameter: list[float] | None, want: dict) -> None:
        q, k, v, gate = (torch.tensor(case[part], dtype=torch.float32) for part in ("q", "k", "v", "gate"))
        own = torch.tensor(parameter) if parameter else None
        output, weights = (each[0] for each in attend(q[None], k[None], v[None], RULES[rule].weigh, own))
        if RULES[rule].gated:
            output = output * torch.sigmoid(gate)
        # A score of size x has an error of some x · 2⁻²⁴, which is the relative error of its exponential.
        error = 1e-6 + float((q @ k.transpose(-1, -2)).abs().max()) * 2**-22
        for head, rows in enumerate(want["weights"]):
            for i, row in enumerate(rows):
                found = weights[head, i].tolist()
                self.assertEqual(found[i + 1 :], [0.0] * (len(found) - i - 1))
                for a, b in zip(found, row):
                    self.assertLessEqual(abs(a - b), error)
                    self.assertFalse(b == 0 and a != 0, "weight where there is none")
        np.testing.assert_allclose(output.numpy(), np.array(want["output"]), atol=20 * error)

    def test_turns_vectors_as_the_vectors_say(self) -> None:
        for each in VECTORS["rotations"]:
            vector, cos, sin = (torch.tensor(each[part]) for part in ("in", "cos", "sin"))
            np.testing.assert_allclose(rotate(vector, cos, sin).numpy(), each["out"], atol=1e-6)


class Gradients(unittest.TestCase):
    def test_are_those_of_finite_differences(self) -> None:
        case = VECTORS["inputs"]["ordinary"]
        for rule, row in RULES.items():
            with self.subTest(rule=rule):
                inputs = [torch.tensor(case[part])[None, :, :6].double() for part in ("q", "k", "v")]
                own = VECTORS["rules"][rule]["parameter"]
                inputs += [torch.tensor(own).double()] if own else []
                for each in inputs:
                    each.requires_grad_()

                def output(q, k, v, own=None, row=row):
                    return attend(q, k, v, row.weigh, own)[0]

                # M is held: what ε·e^M adds while it moves, a few millionths, is left out.
                self.assertTrue(torch.autograd.gradcheck(output, inputs, eps=1e-6, atol=1e-5, rtol=1e-5))

    def test_are_finite_on_rows_that_go_wrong_elsewhere(self) -> None:
        for rule, row in RULES.items():
            for name, case in VECTORS["inputs"].items():
                with self.subTest(rule=rule, input=name):
                    q, k, v = (torch.tensor(case[part])[None].float().requires_grad_() for part in ("q", "k", "v"))
                    own = torch.tensor(VECTORS["rules"][rule]["parameter"] or [0.0, 0.0]).requires_grad_()
                    attend(q, k, v, row.weigh, own)[0].sum().backward()
                    for each in (q, k, v):
                        self.assertTrue(torch.isfinite(each.grad).all())

    def test_of_a_row_without_a_positive_score_is_exactly_zero_for_softpick(self) -> None:
        case = VECTORS["inputs"]["none above zero"]
        q, k, v = (torch.tensor(case[part])[None].float().requires_grad_() for part in ("q", "k", "v"))
        attend(q, k, v, RULES["softpick"].weigh, None)[0].sum().backward()
        self.assertEqual([float(each.grad.abs().max()) for each in (q, k, v)], [0, 0, 0])


class Models(InFolder):
    def test_of_different_rules_begin_with_the_same_numbers(self) -> None:
        states = {}
        for rule in RULES:
            model = Transformer(shape_of({**CONFIG, "attn_impl": RULES[rule].implementations[0]}))
            initialise(model, 1)
            states[rule] = model.state_dict()
        for rule, state in states.items():
            for name, tensor in states["softmax"].items():
                self.assertTrue(torch.equal(state[name][: len(tensor)], tensor), f"{rule} {name}")

    def test_are_the_same_after_a_checkpoint_in_float32_for_every_rule(self) -> None:
        tokenizer = self.tokenizer()
        ids = torch.arange(20)[None]
        for rule in RULES:
            with self.subTest(rule=rule), torch.no_grad():
                model = Transformer(shape_of({**CONFIG, "attn_impl": RULES[rule].implementations[0]}))
                initialise(model, 2)
                write_checkpoint(self.folder / rule, model, tokenizer, "f32")
                self.assertTrue(torch.equal(read_checkpoint(self.folder / rule, CPU)(ids), model(ids)))

    def test_give_the_same_gradient_whether_weights_are_kept_or_computed_again(self) -> None:
        model = Transformer(shape_of({**CONFIG, "attn_impl": "parallel_softpick_attn"}))
        initialise(model, 3)
        found = []
        for again in (False, True):
            model.zero_grad()
            model.recompute_attention(again)
            model(torch.arange(20)[None]).square().sum().backward()
            found.append(model.model.layers[0].attn.q_proj.weight.grad.clone())
        self.assertTrue(torch.equal(*found))


class Tensors(InFolder):
    def test_come_back_from_a_file_bit_by_bit(self) -> None:
        values = torch.randn(3, 5)
        written = {"b": values, "a.half": values.half(), "c": values[0].bfloat16(), "d": torch.zeros(0, 2)}
        write_tensors(self.folder / "file", written)
        read = read_tensors(self.folder / "file")
        self.assertEqual(read.keys(), written.keys())
        for name, tensor in written.items():
            self.assertEqual(read[name].dtype, tensor.dtype)
            self.assertTrue(torch.equal(read[name], tensor))

    def test_of_a_truncated_file_are_refused(self) -> None:
        write_tensors(self.folder / "file", {"a": torch.zeros(8)})
        data = (self.folder / "file").read_bytes()
        (self.folder / "file").write_bytes(data[:-4])
        with self.assertRaisesRegex(Refused, "expected a to end at byte"):
            read_tensors(self.folder / "file")


class Text(InFolder):
    def test_is_split_into_words_as_gpt2_does(self) -> None:
        self.assertEqual("".join(words_of(TEXT)), TEXT)
        self.assertEqual(
            words_of("I'll  say 'tis 1½d — it\u0301 \n x"),
            ["I", "'ll", " ", " say", " '", "tis", " 1½", "d", " —", " it", "\u0301", " \n", " x"],
        )
        self.assertEqual(words_of("𝒜b 😀\x1c"), ["𝒜b", " 😀\x1c"])

    def test_comes_back_from_its_tokens(self) -> None:
        tokenizer = Tokenizer(self.tokenizer())
        self.assertEqual(tokenizer.decode(tokenizer.encode(TEXT)), TEXT)
        self.assertLess(len(tokenizer.encode(TEXT)), len(TEXT.encode()))
        self.assertEqual(tokenizer.encode("</s>").tolist(), [tokenizer.end])

    def test_teaches_the_most_frequent_pair_first_and_of_equal_ones_the_lowest(self) -> None:
        _, merges = learn(Counter({"abab": 2, "bc": 3, "xy": 3}), 262)
        self.assertEqual(merges, [("a", "b"), ("b", "c"), ("x", "y"), ("ab", "ab")])

    def test_has_documents_between_separators_or_one_a_line(self) -> None:
        self.assertEqual(documents_of("a\n\nb\n\u241e\n\u241e\nc \u241e\n"), ["a\n\nb", "c \u241e"])
        self.assertEqual(documents_of("a\n\nb\n"), ["a", "b"])


class Data(InFolder):
    def test_gives_each_window_once_an_epoch_in_an_order_that_the_seed_fixes(self) -> None:
        tokens = np.arange(2, 2 + 7 * 5 + 3, dtype=np.uint16)
        windows = Windows(tokens, 8, 1, CPU)
        self.assertEqual(windows.count, 5)
        batches = [windows.batch(step, 2) for step in range(5)]
        self.assertTrue(all((batch[:, 0] == 0).all() for batch in batches))
        first = torch.cat(batches)[:5, 1:]
        self.assertEqual(sorted(first.flatten().tolist()), tokens[:35].tolist())
        self.assertTrue(torch.equal(Windows(tokens, 8, 1, CPU).batch(3, 2), batches[3]))
        self.assertFalse(torch.equal(torch.cat(batches)[5:, 1:], first))

    def test_counts_texts_that_are_too_short(self) -> None:
        windows, skipped = text_windows([TEXT, "Yes.", TEXT], Tokenizer(self.tokenizer()), 16, 2)
        self.assertEqual((tuple(windows.shape), skipped, windows[:, 0].tolist()), ((2, 16), 1, [0, 0]))


class Metrics(unittest.TestCase):
    def test_join_moments_of_parts_to_those_of_the_whole(self) -> None:
        values = torch.randn(1000) * 3 + 100
        values[5] = 400
        joined, whole = Moments.of(values[:300]).join(Moments.of(values[300:])), Moments.of(values)
        self.assertAlmostEqual(joined.kurtosis() / whole.kurtosis(), 1, 9)

    def test_of_an_even_model_are_known(self) -> None:
        """Without queries all scores are 0: softmax is even, softpick all zero, and all its heads are dead."""
        length = 12
        for rule, first, zero, dead in (
            ("softmax", sum(1 / (i + 1) for i in range(length)) / length, 0, 0),
            ("softpick", 0, 1, 1),
        ):
            model = Transformer(shape_of({**CONFIG, "attn_impl": RULES[rule].implementations[0]}))
            initialise(model, 1)
            for block in model.model.layers:
                torch.nn.init.zeros_(block.attn.q_proj.weight)
            found = evaluate(model, torch.randint(0, 300, (3, length)), 0)
            self.assertEqual((found["sink02"], found["sink03"]), (float(first > 0.2), float(first > 0.3)))
            self.assertEqual((found["zero"], found["zero16"], found["dead"]), (zero, zero, dead))
            self.assertAlmostEqual(found["rowsum"], 1 - zero, 6)


class Runs(InFolder):
    def go(self, name: str, **conduct: object) -> bool:
        tokens = np.random.Generator(np.random.PCG64(1)).integers(2, 300, 2000).astype(np.uint16)
        settings = settings_of(SIZES["toy"], "softpick", 300, "made", steps=20, batch=2, length=16)
        tokenizer = self.tokenizer()
        heldout = (torch.randint(0, 300, (2, 16), generator=torch.Generator().manual_seed(1)), 0)
        return train(settings, tokens, 0, self.folder / name, Conduct(CPU, tokenizer, heldout, (0.5,), **conduct))

    def lines(self, name: str) -> list[dict]:
        lines = [json.loads(line) for line in (self.folder / name / "log.jsonl").read_text().splitlines()]
        return [{key: value for key, value in line.items() if key != "tokensPerSecond"} for line in lines]

    def test_give_the_same_numbers_with_and_without_interruption(self) -> None:
        self.assertTrue(self.go("whole"))
        calls = 1
        while not self.go("parts", time_limit=14, save_every=5, clock=count().__next__):
            calls += 1
        self.assertGreater(calls, 2)
        for checkpoint in ("final", "step-10"):
            file = f"{checkpoint}/model.safetensors"
            whole, parts = (read_tensors(self.folder / name / file) for name in ("whole", "parts"))
            self.assertTrue(all(torch.equal(parts[name], tensor) for name, tensor in whole.items()))
        self.assertEqual(self.lines("parts"), self.lines("whole"))

    def test_refuse_to_go_on_with_other_settings(self) -> None:
        self.go("run")
        other = settings_of(SIZES["toy"], "softmax", 300, "made")
        with self.assertRaisesRegex(Refused, "expected rule softpick, with which this run began, got softmax"):
            train(other, np.zeros(9, np.uint16), 0, self.folder / "run", Conduct(CPU, self.folder))

    def test_learn_at_a_rate_that_rises_and_falls_to_a_tenth(self) -> None:
        settings = settings_of(SIZES["tiny"], "softmax", 8192, "made")
        rates = [rate_at(settings, step) for step in range(settings.steps)]
        self.assertEqual(rates.index(max(rates)), 99)
        self.assertTrue(math.isclose(rates[-1], 3e-4) and math.isclose(max(rates), 3e-3))


class Parts(InFolder):
    def test_give_the_folder_back(self) -> None:
        files = {"a": b"x" * 2500, "sub/b": b"", "sub/c": bytes(range(256)) * 9}
        for name, data in files.items():
            (self.folder / "from" / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / "from" / name).write_bytes(data)
        self.assertEqual(pack(self.folder / "from", self.folder / "parts", 1000), 5)
        unpack(self.folder / "parts", self.folder / "to")
        self.assertEqual({name: (self.folder / "to" / name).read_bytes() for name in files}, files)
        (self.folder / "parts" / "part-003").write_bytes(b"other")
        with self.assertRaisesRegex(Refused, "expected part-003 as it was packed"):
            unpack(self.folder / "parts", self.folder / "again")


CONFIG = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_heads": 2,
    "intermediate_size": 48,
    "vocab_size": 300,
    "max_position_embeddings": 64,
    "norm_eps": 1e-6,
    "rope_theta": 10000.0,
    "tie_word_embeddings": True,
}

if __name__ == "__main__":
    unittest.main()
