"""Two ways of ranking, one by one and by sets of bits, which may not differ by a digit."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memories_fake.domain import ranking, word_index
from memories_fake.domain.ranking import Asked, counted, sorted_out, weight_of
from memories_fake.domain.word_index import Told, WordIndex, bits_of, index_of
from memories_fake.domain.words import content_words

WORDS = ("harbour", "kitchen", "boat", "violin", "lamp", "goal")
texts = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
films = st.lists(st.lists(texts, max_size=4), max_size=12)


def indexed(told: list[list[str]]) -> WordIndex:
    return index_of(Told(f"VI{at:03}", each) for at, each in enumerate(told))


def by_bits(index: WordIndex, query: str, most: int) -> list[tuple[tuple[str, int], float]]:
    asked = []
    for word in dict.fromkeys(content_words(query)):
        held = index.held(word)
        size = sum(bits.bit_count() for bits in held.values())
        asked.append(Asked(weight_of(index.starts[-1], size), held))
    sets = sorted_out(asked, index.everything, most=most)
    return [(place, score) for score, bits in sets.items() for place in index.places(bits)][:most]


def one_by_one(told: list[list[str]], query: str, most: int) -> list[tuple[tuple[str, int], float]]:
    held: dict[str, dict[tuple[str, int], int]] = {}
    for word in dict.fromkeys(content_words(query)):
        counts = {
            (f"VI{at:03}", index): content_words(text).count(word)
            for at, each in enumerate(told)
            for index, text in enumerate(each)
        }
        held[word] = {place: times for place, times in counts.items() if times}
    total = sum(map(len, told))
    scores = counted(held, {word: weight_of(total, len(at)) for word, at in held.items()})
    return sorted(scores.items(), key=lambda each: (-each[1], each[0]))[:most]


@given(films, texts, st.integers(1, 20))
def test_both_ways_give_the_same_places_and_scores(
    told: list[list[str]], query: str, most: int
) -> None:
    assert by_bits(indexed(told), query, most) == one_by_one(told, query, most)


@given(films, texts, st.integers(1, 20))
def test_so_does_a_query_of_too_many_words_to_part_by(
    told: list[list[str]], query: str, most: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranking, "MOST_GROUPS", 1)
        assert by_bits(indexed(told), query, most) == one_by_one(told, query, most)


@given(films)
def test_packed_and_unpacked_words_hold_the_same(told: list[list[str]]) -> None:
    listed = indexed(told)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(word_index, "FEW", 1)
        packed = indexed(told)
    for word in WORDS:
        assert packed.held(word) == listed.held(word)


@given(st.sets(st.integers(0, 5_000)))
def test_bits_come_lowest_first(numbers: set[int]) -> None:
    assert list(bits_of(sum(1 << number for number in numbers))) == sorted(numbers)


def test_a_query_about_a_million_segments_looks_at_sets_and_not_at_segments() -> None:
    """Of the best set a few are taken: whoever goes through all of them takes too long."""
    everything = (1 << 999_999) - 1
    every_third = everything // 7
    asked = [Asked(2.0, {1: every_third}), Asked(1.0, {1: everything ^ every_third})]
    best, *others = sorted_out(asked, everything, most=10).values()
    assert list(islice(bits_of(best), 4)) == [0, 3, 6, 9]
    assert not others
