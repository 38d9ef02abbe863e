"""Ranks segments by the share of a query's weight that they hold; a rarer word weighs more.

Both ways of ranking give the same scores, to the last digit: `counted` goes from segment to
segment, `sorted_out` from word to word over sets of bits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import log

from memories_fake.domain.word_index import Held, Place, as_bits, bits_of

# The service answers with its nearest moments even where nothing fits; those stay below 0.15,
# the least score that its lowest filtering level lets through.
UNRELATED_AT_MOST = 0.14
RELATED_AT_LEAST = 0.2
RELATED_SPAN = 0.75
MOST_GROUPS = 256
A_HAIR = 1e-9  # more than sums of weights can be wrong by


def weight_of(total: int, holding: int) -> float:
    """What a word weighs that so many of all segments hold."""
    return log(1 + (total + 1) / (holding + 1))


def share(weight: float, times: int) -> float:
    """What a segment has of a word's weight that holds it so often."""
    return weight * (1 - 0.1 / (1 + times))


def score(weight: float, whole: float) -> float:
    """The score of a segment that holds so much of the whole weight."""
    return RELATED_AT_LEAST + RELATED_SPAN * weight / whole


def counted(
    held: Mapping[str, Mapping[Place, int]], weights: Mapping[str, float]
) -> dict[Place, float]:
    """The score of each place that holds any of the words."""
    whole = sum(weights.values())
    scores: dict[Place, float] = defaultdict(float)
    for word, places in held.items():
        for place, times in places.items():
            scores[place] += share(weights[word], times)
    return {place: score(weight, whole) for place, weight in scores.items()}


@dataclass(frozen=True, slots=True)
class _Group:
    """Segments that hold the same of the words looked at so far: `times`, by the word's place."""

    bits: int
    times: Mapping[int, int]
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of the query, what it weighs, and which segments hold it."""

    weight: float
    held: Held


def sorted_out(asked: Sequence[Asked], scope: int, *, most: int) -> dict[float, int]:
    """Segments by their score, the best score first: at least the best `most` of the scope.

    Word by word, heaviest first, the segments are parted into those that hold it and those that
    do not; and those are let go of that can no longer come among the best.
    """
    groups = [_Group(scope, {})]
    order = sorted(range(len(asked)), key=lambda at: -asked[at].weight)
    left = list(accumulate((asked[at].weight for at in reversed(order)), initial=0.0))[-2::-1]
    for at, still in zip(order, left, strict=True):
        groups = _hopeful(_parted(groups, at, asked[at]), still, most=most)
        if len(groups) > MOST_GROUPS:
            return _added_up(asked, groups)
    return _by_score(asked, _by_weight(asked, groups))


def _parted(groups: Iterable[_Group], at: int, asked: Asked) -> list[_Group]:
    parts = []
    for group in groups:
        without = group.bits
        for times, bits in asked.held.items():
            if both := without & bits:
                weight = group.weight + share(asked.weight, times)
                parts.append(_Group(both, {**group.times, at: times}, weight))
                without ^= both
        if without:
            parts.append(replace(group, bits=without))
    return parts


def _hopeful(groups: list[_Group], still: float, *, most: int) -> list[_Group]:
    """The groups that may yet be among the best: so much weight is still to be given out."""
    best_first = sorted(groups, key=lambda each: -each.weight)
    if not groups or best_first[-1].weight + still >= best_first[0].weight - A_HAIR:
        return groups  # nothing is decided yet, and to count takes longer than all else
    found, least = 0, 0.0
    for group in best_first:
        found += group.bits.bit_count()
        if found >= most:
            least = group.weight
            break
    return [group for group in groups if group.weight + still >= least - A_HAIR]


def _by_weight(asked: Sequence[Asked], groups: Iterable[_Group]) -> dict[float, int]:
    """The segments by their weight, which is added up in the order of the query."""
    weights: dict[float, int] = defaultdict(int)
    for group in groups:
        if group.times:
            weight = 0.0
            for at in sorted(group.times):  # not by sum(), which later Pythons make more exact
                weight += share(asked[at].weight, group.times[at])
            weights[weight] |= group.bits
    return weights


def _by_score(asked: Sequence[Asked], weights: Mapping[float, int]) -> dict[float, int]:
    whole = sum(word.weight for word in asked)
    scores: dict[float, int] = defaultdict(int)
    for weight, bits in weights.items():
        scores[score(weight, whole)] |= bits
    return dict(sorted(scores.items(), reverse=True))


def _added_up(asked: Sequence[Asked], groups: Iterable[_Group]) -> dict[float, int]:
    """The same for a long query, whose words part the segments into too many groups."""
    scope = 0
    for group in groups:
        scope |= group.bits
    added: dict[int, float] = defaultdict(float)
    for word in asked:
        for times, bits in word.held.items():
            for bit in bits_of(bits & scope):
                added[bit] += share(word.weight, times)
    several: dict[float, list[int]] = defaultdict(list)
    for bit, weight in added.items():
        several[weight].append(bit)
    return _by_score(asked, {weight: as_bits(sorted(bits)) for weight, bits in several.items()})
