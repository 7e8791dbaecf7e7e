"""All pairs: a short list of combinations in which any two values of any two factors meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, product
from typing import Any

Combination = dict[str, Any]


def pairs_of(combination: Mapping[str, Any]) -> set[tuple[str, int, str, int]]:
    """The pairs that a combination of values' indices covers."""
    return {(a, combination[a], b, combination[b]) for a, b in combinations(sorted(combination), 2)}


def all_pairs(factors: Mapping[str, Sequence[Any]]) -> list[Combination]:
    """Combinations that cover every pair, most new pairs first. The same on every run."""
    ranges = [range(len(values)) for values in factors.values()]
    candidates = [dict(zip(factors, indices, strict=True)) for indices in product(*ranges)]
    open_pairs = set().union(*map(pairs_of, candidates))
    chosen = []
    while open_pairs:
        best = max(candidates, key=lambda candidate: len(open_pairs & pairs_of(candidate)))
        open_pairs -= pairs_of(best)
        chosen.append({name: factors[name][index] for name, index in best.items()})
    return chosen
