"""Answers that a program reads: valid JSON in the shape that the prompt names."""

from __future__ import annotations

import json

import pytest
from answering_films import CLOCK, film, said


def test_json_has_the_keys_that_the_prompt_names() -> None:
    found = json.loads(said("Return JSON with keys title, tags, highlights"))
    assert list(found) == ["title", "tags", "highlights"]
    assert all(isinstance(tag, str) for tag in found["tags"])
    assert {"start", "end"} <= found["highlights"][0].keys()


def test_json_follows_the_example_in_the_prompt() -> None:
    example = '[{"start": "MM:SS", "end": "MM:SS", "title": "...", "score": 0.9}, ...]'
    found = json.loads(said(f"Find the highlights. Return JSON like this: {example}"))
    assert len(found) == 5
    assert all(list(item) == ["start", "end", "title", "score"] for item in found)
    assert all(CLOCK.fullmatch(item["start"]) and 0 <= item["score"] <= 1 for item in found)


def test_json_nests_what_each_item_has() -> None:
    prompt = "Return a JSON object with key moments, an array where each item has start and label"
    found = json.loads(said(prompt))
    assert list(found) == ["moments"]
    assert all(list(item) == ["start", "label"] for item in found["moments"])
    assert all(isinstance(item["start"], int) for item in found["moments"])


def test_json_answers_yes_or_no_from_the_film() -> None:
    shape = '{"found": true, "answer": "yes|no", "at": ["00:10"]}'
    dog = json.loads(said(f"Is there a dog? Respond in JSON {shape}"))
    cat = json.loads(said(f"Is there a cat? Respond in JSON {shape}"))
    assert (dog["found"], dog["answer"], dog["at"]) == (True, "yes", ["00:20", "00:50"])
    assert (cat["found"], cat["answer"]) == (False, "no")


def test_json_nests_what_a_listing_says_of_its_items_in_brackets() -> None:
    prompt = "JSON with keys title (string), moments (array of objects with start, end and label)"
    found = json.loads(said(f"Find highlights. {prompt}"))
    assert isinstance(found["title"], str)
    assert all(list(moment) == ["start", "end", "label"] for moment in found["moments"])


def test_json_keys_of_two_words_mean_what_they_say() -> None:
    found = json.loads(said("JSON with keys has_dog, has_people, videoSummary, video_name"))
    assert found["has_dog"] is found["has_people"] is True
    assert "pier" in found["videoSummary"]
    assert found["video_name"] == "sea.mp4"


def test_json_names_no_time_for_what_never_occurs() -> None:
    shape = '{"found": true, "times": ["00:10"]}'
    assert json.loads(said(f"Is there a cat? JSON {shape}")) == {"found": False, "times": []}


def test_json_keeps_to_the_times_in_the_prompt_but_not_to_those_in_its_example() -> None:
    prompt = 'What happens between 0:20 and 0:40? JSON like [{"start": "00:00", "text": "..."}]'
    assert [item["start"] for item in json.loads(said(prompt))] == ["00:20", "00:30"]


def test_json_keys_may_be_called_objects() -> None:
    assert list(json.loads(said("JSON with keys objects, people, mood"))) == [
        "objects",
        "people",
        "mood",
    ]


@pytest.mark.parametrize("scale", ["(0-10)", "(integer 0 to 10)"])
def test_json_values_keep_to_the_scale_that_a_listing_names(scale: str) -> None:
    found = json.loads(said(f"JSON with keys title and rating {scale}"))
    assert isinstance(found["rating"], int)
    assert 1 < found["rating"] <= 10


def test_json_values_keep_to_the_scale_that_an_example_names() -> None:
    found = json.loads(said('Rate it. JSON: {"score": "0-100", "confidence": "0-1"}'))
    assert 10 < found["score"] <= 100
    assert 0 < found["confidence"] <= 1


@pytest.mark.parametrize("levels", ["high|medium|low", "low|medium|high"])
def test_json_gives_the_best_item_the_highest_level(levels: str) -> None:
    shape = f'[{{"start": 0, "importance": "{levels}", "score": 0.5}}]'
    items = json.loads(said(f"Find the highlights as JSON {shape}"))
    best = max(items, key=lambda item: item["score"])
    assert best["importance"] == "high"


def test_json_quotes_are_spoken_lines_and_numbered_items_count_up() -> None:
    shape = '{"quotes": [{"id": 1, "t": 12, "text": "..."}]}'
    quotes = json.loads(said(f"Return {shape} as JSON"))["quotes"]
    assert [(q["id"], q["t"]) for q in quotes] == [(1, 3), (2, 13), (3, 23), (4, 33)]
    assert quotes[0]["text"] == "My father built this pier."


def test_json_is_fenced_only_on_request_and_not_sent_when_refused() -> None:
    assert said("Summarize as JSON in a code block").startswith("```json\n{")
    assert said("Summarize as JSON, no markdown").startswith("{")
    assert not said("Do not use JSON. Where is the dog?").startswith(("{", "["))


def test_json_about_a_film_without_a_story_is_empty_but_valid() -> None:
    empty = film("empty.mp4", [])
    found = json.loads(said("Return JSON with keys title, highlights", empty))
    assert found == {"title": None, "highlights": []}
