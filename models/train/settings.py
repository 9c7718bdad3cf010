"""What a run is: its size, its rule and the recipe, from which nothing of a run may differ once it has begun."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields


class Refused(Exception):
    """Something is not as it must be; the message says what was expected and what was found."""


@dataclass(frozen=True)
class Size:
    """A shape, and what is usual for it: the highest learning rate and the number of steps."""

    layers: int
    hidden: int
    heads: int
    intermediate: int
    rate: float
    steps: int


SIZES = {
    "toy": Size(layers=2, hidden=64, heads=4, intermediate=176, rate=3e-3, steps=60),
    "tiny": Size(layers=8, hidden=256, heads=8, intermediate=704, rate=3e-3, steps=3000),
    "small": Size(layers=12, hidden=512, heads=8, intermediate=1408, rate=1.5e-3, steps=9000),
}


@dataclass(frozen=True)
class Settings:
    """All that decides a run's numbers but the machine. A batch holds `batch` windows of `length` tokens."""

    rule: str
    layers: int
    hidden: int
    heads: int
    intermediate: int
    vocabulary: int
    length: int
    batch: int
    steps: int
    rate: float
    warmup: int
    least_rate: float
    weight_decay: float
    clip: float
    seed: int
    data: str

    def check_same(self, stored: dict[str, object]) -> None:
        """Throws `Refused` unless the stored settings of a run are these."""
        for field in fields(self):
            began, now = stored.get(field.name), getattr(self, field.name)
            if began != now:
                raise Refused(f"train: expected {field.name} {began}, with which this run began, got {now}")

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def settings_of(size: Size, rule: str, vocabulary: int, data: str, **changes: object) -> Settings:
    """The recipe for a size; `data` is the fingerprint of the tokens that it is trained on."""
    recipe: dict[str, object] = {
        "length": 512,
        "batch": 64,
        "steps": size.steps,
        "rate": size.rate,
        "warmup": 100,
        "least_rate": 0.1,
        "weight_decay": 0.1,
        "clip": 1.0,
        "seed": 1,
    }
    recipe.update({name: value for name, value in changes.items() if value is not None})
    shape = {name: getattr(size, name) for name in ("layers", "hidden", "heads", "intermediate")}
    return Settings(rule=rule, vocabulary=vocabulary, data=data, **shape, **recipe)  # type: ignore[arg-type]
