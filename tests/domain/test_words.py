"""The words that search and chat count."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memories_fake.domain import words
from memories_fake.domain.words import content_words, terms


def test_forms_of_one_word_share_a_stem() -> None:
    assert len(set(content_words("chop chops chopping Chopped"))) == 1


def test_words_come_in_order_and_with_repeats() -> None:
    assert content_words("red onions, then red carrots") == ["red", "onion", "red", "carrot"]


def test_small_words_are_dropped() -> None:
    assert content_words("What is it that he was doing with them?") == []


@pytest.mark.parametrize("small", ["don't", "can’t", "there's", "we’re", "I'll", "isn't"])
def test_contractions_of_small_words_are_small(small: str) -> None:
    assert content_words(small) == []


def test_a_possessive_counts_as_its_owner() -> None:
    assert content_words("the dog's bowl") == content_words("dog bowl")
    assert content_words("the dog’s bowl") == content_words("dog bowl")


def test_numbers_are_kept() -> None:
    assert content_words("42 boats, 3.5 metres, 1,000 lights") == [
        "42",
        "boat",
        "3.5",
        "metr",
        "1000",
        "light",
    ]


def test_chinese_and_japanese_are_taken_character_by_character() -> None:
    assert content_words("足球 goal かな") == ["足", "球", "goal", "か", "な"]


def test_underscores_and_dots_part_words() -> None:
    assert content_words("my_harbour_walk.mp4") == ["harbour", "walk", "mp4"]


def test_accents_and_width_do_not_matter() -> None:
    assert content_words("Café ＡＢＣ") == content_words("cafe abc")


def test_terms_keep_their_spelling() -> None:
    assert terms("The Red Onions of Proog") == ["Red", "Onions", "Proog"]


def test_stemming_is_the_same_from_many_threads() -> None:
    text = " ".join(f"running{i} happily{i} lighthouses{i}" for i in range(50))
    alone = content_words(text + " once")
    with ThreadPoolExecutor(4) as pool:
        assert all(found == alone for found in pool.map(content_words, [text + " once"] * 8))


@given(st.text())
def test_any_text_gives_one_lower_case_stem_for_each_term(text: str) -> None:
    stems = content_words(text)
    assert len(stems) == len(terms(text))
    assert all(word and not word.isspace() for word in stems)
    assert content_words(text) == stems


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_ascii_is_parted_as_any_text_is(text: str) -> None:
    of_any_script = words._word_of_any_script()
    assert words._ASCII_WORD.findall(text) == of_any_script.findall(text)
