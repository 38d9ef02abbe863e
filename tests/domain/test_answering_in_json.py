"""Answers that a program reads: valid JSON in the shape that the prompt names."""

from __future__ import annotations

import json

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


def test_json_is_fenced_only_on_request_and_not_sent_when_refused() -> None:
    assert said("Summarize as JSON in a code block").startswith("```json\n{")
    assert said("Summarize as JSON, no markdown").startswith("{")
    assert not said("Do not use JSON. Where is the dog?").startswith(("{", "["))


def test_json_about_a_film_without_a_story_is_empty_but_valid() -> None:
    empty = film("empty.mp4", [])
    found = json.loads(said("Return JSON with keys title, highlights", empty))
    assert found == {"title": None, "highlights": []}
