"""Imagined stories: repeatable, and true to the length of the film, its name and the prompt."""

from __future__ import annotations

import itertools
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memories_fake.domain.imagining import imagine
from memories_fake.domain.records import Segment, Story
from memories_fake.runtime.chance import Chance
from memories_fake.runtime.media import Film, Line

CHANCE = Chance("a seed")
LONG_FILM = Film(duration_seconds=653.2, has_sound=True)
KITCHEN = re.compile(r"stove|pan\b|pot\b|cook|knife|oven|dough|counter")
PITCH = re.compile(r"pitch|goalkeeper|penalty|coach|touchline|floodlights")


def film(duration_seconds: float) -> Film:
    return Film(duration_seconds=duration_seconds, has_sound=True)


def texts(segments: tuple[Segment, ...]) -> list[str]:
    return [segment.text for segment in segments]


def seen(story: Story) -> str:
    return " ".join(texts(story.visual))


@given(st.floats(min_value=0.04, max_value=4000))
def test_what_is_shown_covers_the_film_without_gap_or_overlap(duration_seconds: float) -> None:
    visual = imagine("holiday", film(duration_seconds), CHANCE).visual
    starts = [segment.start_seconds for segment in visual]
    ends = [segment.end_seconds for segment in visual]
    assert [*starts, math.ceil(duration_seconds)] == [0, *ends]
    assert [segment.index for segment in visual] == list(range(len(visual)))
    assert all(start < end for start, end in zip(starts, ends, strict=True))


@given(st.floats(min_value=1, max_value=4000))
def test_all_that_is_said_lies_within_the_film_in_order(duration_seconds: float) -> None:
    audio = imagine("holiday", film(duration_seconds), CHANCE).audio
    edges = [edge for line in audio for edge in (line.start_seconds, line.end_seconds)]
    assert audio
    assert edges == sorted(edges)
    assert edges[0] >= 0
    assert edges[-1] <= duration_seconds
    assert [line.index for line in audio] == list(range(len(audio)))


@pytest.mark.parametrize("duration_seconds", [0.0, -1.0, math.nan, math.inf])
def test_a_film_of_no_or_unknown_length_is_one_second_long(duration_seconds: float) -> None:
    [segment] = imagine("holiday", film(duration_seconds), CHANCE).visual
    assert (segment.index, segment.start_seconds, segment.end_seconds) == (0, 0, 1)


def test_the_shots_of_a_long_film_last_three_to_nine_seconds() -> None:
    visual = imagine("holiday", LONG_FILM, CHANCE).visual
    lengths = [segment.end_seconds - segment.start_seconds for segment in visual]
    assert 3 <= min(lengths) < max(lengths) <= 9
    assert len(visual) >= 90


@pytest.mark.parametrize("duration_seconds", [2, 3, 5, 8, 20])
def test_even_a_short_film_has_several_short_shots(duration_seconds: int) -> None:
    visual = imagine("holiday", film(duration_seconds), CHANCE).visual
    assert len(visual) >= 2
    assert all(segment.end_seconds - segment.start_seconds <= 4 for segment in visual)


def test_equal_arguments_give_an_equal_story() -> None:
    assert imagine("a_day", LONG_FILM, CHANCE) == imagine("a_day", LONG_FILM, Chance("a seed"))


def test_another_seed_gives_another_story() -> None:
    assert imagine("a_day", LONG_FILM, CHANCE) != imagine("a_day", LONG_FILM, Chance("b seed"))


def test_another_name_gives_another_story() -> None:
    assert imagine("IMG_0001", LONG_FILM, CHANCE) != imagine("IMG_0002", LONG_FILM, CHANCE)


def test_the_words_of_the_name_return_through_the_film() -> None:
    shown = texts(imagine("cooking_pasta-final", LONG_FILM, CHANCE).visual)
    for word in ("cooking", "pasta"):
        assert sum(word in text for text in shown) >= 10
    assert not any("final" in text and "final whistle" not in text for text in shown)


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("cooking_pasta-final_v2.mp4", '"cooking pasta"'),
        ("ElephantsDream", '"elephants dream"'),
        ("ElephantsDream.hevc.mp4", '"elephants dream"'),
        ("20240512-harbourTour (copy) 1080p.MOV", '"harbour tour"'),
        ("lighthouse_3f2a9c1b77aa.webm", '"lighthouse"'),
        ("Café Olé", '"café olé"'),
        ("HDRSunsetWalk", '"sunset walk"'),
    ],
)
def test_a_name_is_read_as_words_and_its_noise_is_dropped(name: str, phrase: str) -> None:
    assert phrase in seen(imagine(name, LONG_FILM, CHANCE))


@pytest.mark.parametrize("name", ["IMG_20240512_1234.mov", "ZXKH15nDQBsi.hevc", "dQw4w9WgXcQ", ""])
def test_a_name_that_says_nothing_is_not_quoted(name: str) -> None:
    story = imagine(name, LONG_FILM, CHANCE)
    assert '"' not in seen(story)
    assert len(story.visual) > 90


def test_a_long_name_comes_up_in_pieces_until_all_of_it_was_said() -> None:
    story = imagine("how_to_mend_an_umbrella_under_heavy_rain", LONG_FILM, CHANCE)
    for phrase in ('"how to mend"', '"an umbrella under"', '"heavy rain"'):
        assert phrase in seen(story)


def test_a_chinese_name_stands_verbatim_in_quotes_and_its_meaning_is_understood() -> None:
    story = imagine("足球.mp4", LONG_FILM, CHANCE)
    assert '"足球"' in seen(story)
    assert PITCH.search(seen(story))


@pytest.mark.parametrize("seed", ["one", "two", "three", "four"])
def test_the_name_decides_what_kind_of_film_it_is(seed: str) -> None:
    cooking = imagine("my pasta recipe", LONG_FILM, Chance(seed))
    football = imagine("football-match", LONG_FILM, Chance(seed))
    assert len(KITCHEN.findall(seen(cooking))) > 20
    assert len(PITCH.findall(seen(football))) > 20
    assert not PITCH.search(seen(cooking))


def test_when_the_name_says_nothing_chance_decides() -> None:
    openings = {imagine("clip", film(4), Chance(str(n))).visual[0].text for n in range(40)}
    assert len(openings) > 30


def test_no_sentence_is_the_same_as_the_one_before() -> None:
    for seed in map(str, range(20)):
        story = imagine("a walk in the park", LONG_FILM, Chance(seed))
        for track in (texts(story.visual), texts(story.audio)):
            assert all(one != other for one, other in itertools.pairwise(track))


def test_repeats_are_rare() -> None:
    shown = texts(imagine("a walk in the park", LONG_FILM, CHANCE).visual)
    assert len(set(shown)) >= 0.95 * len(shown)


def test_the_same_few_people_return_through_a_film() -> None:
    shown = seen(imagine("pasta", film(3000), CHANCE))
    people = ["the cook", "the older woman", "the helper", "the man in the cap", "the teenager"]
    met = [person for person in people if f"{person} " in shown]
    assert 2 <= len(met) <= 3
    assert all(shown.count(f"{person} ") > 5 for person in met)


def test_a_film_has_an_arc() -> None:
    story = imagine("pasta", LONG_FILM, CHANCE)
    plating = re.compile(r"blue plate|grating cheese|two full plates|hanging the apron")
    half = len(story.visual) // 2
    assert not any(plating.search(text) for text in texts(story.visual[:half]))
    assert any(plating.search(text) for text in texts(story.visual[half:]))


def test_a_film_without_sound_has_no_speech() -> None:
    silent = Film(duration_seconds=60, has_sound=False)
    assert imagine("concert", silent, CHANCE).audio == ()


def test_speech_is_in_the_first_person_and_starts_with_one_space() -> None:
    said = texts(imagine("concert", LONG_FILM, CHANCE).audio)
    assert all(re.match(r" \S", text) for text in said)
    assert all(re.search(r"\b(I|my|me)\b", text) for text in said)
    assert sum("concert" in text for text in said) >= 5


def test_subtitles_are_taken_as_they_are() -> None:
    subtitles = (Line(1, 3, "Hello there."), Line(5, 6, " Good night."))
    spoken = Film(duration_seconds=60, has_sound=True, subtitles=subtitles)
    assert imagine("concert", spoken, CHANCE).audio == (
        Segment(0, 1, 3, " Hello there."),
        Segment(1, 5, 6, " Good night."),
    )


def test_a_prompt_steers_what_is_shown_and_leaves_the_rest_alone() -> None:
    plain = imagine("pasta", LONG_FILM, CHANCE)
    steered = imagine("pasta", LONG_FILM, CHANCE, prompt="Please focus on the brand of the oven.")
    assert sum("brand oven" in text for text in texts(steered.visual)) > 20
    assert "please" not in seen(steered).lower()
    assert '"pasta"' in seen(steered)
    assert steered.audio == plain.audio
    assert [s.start_seconds for s in steered.visual] == [s.start_seconds for s in plain.visual]


def test_a_prompt_without_content_words_changes_nothing() -> None:
    plain = imagine("pasta", LONG_FILM, CHANCE)
    assert imagine("pasta", LONG_FILM, CHANCE, prompt="Describe what you see!") == plain


def test_a_chinese_prompt_stands_verbatim_in_quotes() -> None:
    assert '"请描述颜色"' in seen(imagine("pasta", LONG_FILM, CHANCE, prompt="请描述颜色"))


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_name_and_no_prompt_is_too_strange(name: str, prompt: str) -> None:
    story = imagine(name, film(20), CHANCE, prompt=prompt)
    assert all(segment.text.strip() for segment in (*story.visual, *story.audio))
