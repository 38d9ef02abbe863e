"""What the chat answers about two small films, alone and after other turns."""

from __future__ import annotations

import re

import pytest
from answering_films import KITCHEN, SEA, ask, film, said, seconds_in, told_before

from memories_fake.domain.answering import answer, search_text
from memories_fake.domain.records import Track
from memories_fake.domain.replies import Hit, Question, Turn


def test_highlights_have_times_a_title_what_happens_and_why() -> None:
    lines = said("Find the highlights of this video and give timestamps").splitlines()
    items = [line for line in lines if re.match(r"- \d\d:\d\d–\d\d:\d\d — \S", line)]
    assert len(items) == 5
    assert sum(line.startswith("  - What happens: ") for line in lines) == 5
    reasons = [line for line in lines if line.startswith("  - Why it matters: ")]
    assert len(set(reasons)) == 5


def test_highlights_keep_to_the_number_and_the_topic_that_were_asked_for() -> None:
    content = said("Give me 2 highlights with the dog")
    assert seconds_in(content)[::2] == [20, 50]


def test_chapters_cover_the_film_without_gaps() -> None:
    times = seconds_in(said("Divide this video into chapters with timestamps"))
    starts, ends = times[::2], times[1::2]
    assert starts[0] == 0
    assert ends[-1] == 60
    assert starts[1:] == ends[:-1]


def test_a_summary_names_what_recurs_and_quotes_what_is_said() -> None:
    content = said("Summarize this video")
    assert "pier" in content
    assert "“" in content
    assert len(said("Summarize this video in one sentence")) < len(content)


def test_people_are_seen_by_any_name() -> None:
    content = said("Can you see any people in the video?")
    assert content.startswith("Yes")
    assert "young woman" in content
    assert said("Can you see any people?", film("dog.mp4", ["A dog sleeps."])).startswith("No")


@pytest.mark.parametrize("prompt", ["Is there a dog in the video?", "Does the dog bark?"])
def test_a_thing_that_is_seen_is_affirmed_with_its_time(prompt: str) -> None:
    content = said(prompt)
    assert content.startswith("Yes")
    assert 50 in seconds_in(content)


@pytest.mark.parametrize("prompt", ["Is there a dinosaur?", "Does anyone play the trombone?"])
def test_a_thing_that_never_occurs_is_denied(prompt: str) -> None:
    assert said(prompt).startswith("No")


def test_a_thing_is_denied_even_where_its_setting_occurs() -> None:
    assert said("Is there a helicopter in the harbour?").startswith("No")


def test_a_plain_yes_or_no_is_given_when_nothing_else_is_wanted() -> None:
    assert said("Is there a lighthouse? Answer only yes or no.") == "Yes."


def test_yes_and_no_are_told_apart_film_by_film() -> None:
    content = said("Are there onions?", SEA, KITCHEN)
    assert content.startswith("Yes, in 1 of the 2 films.")
    assert re.search(r"sea\.mp4\*\*\nNo\.", content)
    assert re.search(r"kitchen\.mp4\*\*\nYes\.", content)


def test_when_names_the_times_of_the_thing() -> None:
    assert seconds_in(said("At what time does the lighthouse appear?").splitlines()[0]) == [40]


def test_what_is_said_is_quoted_and_only_on_the_topic() -> None:
    content = said("What does he say about his father?")
    assert "“My father built this pier.”" in content
    assert "ropes" not in content


def test_a_silent_film_has_no_transcript() -> None:
    assert "Nobody speaks" in said("Give me the transcript", KITCHEN)


def test_counting_takes_the_largest_number_told_of_the_thing() -> None:
    assert said("How many crates are there?").startswith("Three")


def test_an_open_question_is_answered_from_the_best_match() -> None:
    assert "“My father built this pier.”" in said("Who built the pier?")


def test_a_time_in_the_prompt_narrows_the_answer_to_it() -> None:
    content = said("What happens at 0:45?")
    assert "lighthouse" in content
    assert "herring" not in content
    assert "covers 00:00 to 01:00" in said("What happens at 12:00?")


@pytest.mark.parametrize(
    ("prompt", "starts"),
    [
        ("What happens in the first 20 seconds?", [0, 10]),
        ("What happens in the last 15 seconds?", [40, 50]),
        ("What happens at second 25?", [20]),
        ("What happens at 25 seconds?", [20]),
        ("What happens after 0:40?", [40, 50]),
        ("What happens before 0:20?", [0, 10]),
        ("What happens between 0:10 and 0:30?", [10, 20]),
        ("What happens at the beginning?", [0]),
        ("How does the video end?", [50]),
    ],
)
def test_times_can_be_named_in_many_ways(prompt: str, starts: list[int]) -> None:
    assert seconds_in(said(prompt))[::2] == starts


def test_titles_and_hashtags_come_from_the_film_in_the_numbers_wanted() -> None:
    content = said("Suggest 2 titles and 3 hashtags")
    assert re.findall(r"(?m)^\d+\. ", content) == ["1. ", "2. "]
    assert len(re.findall(r"#\w+", content)) == 3


def test_films_are_compared_by_their_words() -> None:
    content = said("Compare these two videos", SEA, KITCHEN)
    assert re.search(r"In common: .*herring", content, re.IGNORECASE)
    assert "**sea.mp4**" in content
    assert "**kitchen.mp4**" in content


def test_other_prompts_and_other_films_give_other_answers() -> None:
    prompts = ["Where is the dog?", "Where is the ice?", "Summarize", "Find the highlights"]
    answers = {said(prompt, watched) for prompt in prompts for watched in (SEA, KITCHEN)}
    assert len(answers) == 8


@pytest.mark.parametrize(
    "prompt", ["老人在做什么？", "강아지가 있나요?", "", "   ", "🐕?", "¿Dónde está?"]
)
def test_a_prompt_in_any_script_is_answered(prompt: str) -> None:
    assert said(prompt).strip()


def test_a_follow_up_picks_an_item_of_the_last_answer() -> None:
    history = told_before("Find the highlights")
    second = re.findall(r"(?m)^- (\d\d:\d\d)", history[1].content)[1]
    content = ask("Tell me more about the second one", history=history).content
    assert second in content.splitlines()[0]
    assert content != said("Tell me more about the second one")


def test_a_follow_up_can_ask_for_less_or_for_the_reason() -> None:
    history = told_before("Find the highlights")
    assert len(ask("shorter", history=history).content) < len(history[1].content)
    grounds = ask("why?", history=history).content
    assert set(seconds_in(grounds)) <= set(range(0, 61, 10)) | {3, 7, 13, 17, 23, 27, 33, 37}
    assert "00:00–00:10" in grounds


def test_a_follow_up_keeps_to_the_topic_through_several_turns() -> None:
    history = [*told_before("Where is the dog?"), *told_before("thanks")]
    assert "dog" in ask("when exactly?", history=history).content
    question = Question("when exactly?", (SEA,), history=history)
    assert search_text(question) == "dog"


def test_a_question_after_what_happens_asks_afresh() -> None:
    history = told_before("Suggest 4 titles")
    assert ask("What happens at 0:45?", history=history).content == said("What happens at 0:45?")


def test_the_place_of_an_item_is_not_taken_for_what_the_talk_is_about() -> None:
    first = told_before("Divide this video into chapters")
    second = Turn("user", "More about chapter 2"), Turn("assistant", "It is about the dog.")
    assert "Nobody" not in ask("What is said there?", history=[*first, *second]).content


def test_two_steps_reason_about_the_prompt_and_the_films() -> None:
    found = ask("Where is the dog?", SEA, KITCHEN)
    assert [thinking.title for thinking in found.thinkings] == [
        "Based on selected videos, fetch detailed information",
        "Rerank detailed information",
    ]
    for thinking in found.thinkings:
        assert 3 <= len(re.findall(r"[.!?][”*]?(?:\s|$)", thinking.content)) <= 8
    assert "Where is the dog?" in found.thinkings[0].content
    assert "kitchen.mp4" in found.thinkings[0].content


def test_references_point_at_the_moments_used() -> None:
    (ref,) = ask("Where is the dog?", SEA, KITCHEN).refs
    assert ref.video == SEA.video
    assert [(item.kind, item.start_seconds) for item in ref.items] == [
        ("keyframe", 20),
        ("visual", 20),
        ("visual", 50),
    ]
    assert ref.items[0].end_seconds is None
    assert ref.items[1].text == SEA.story.visual[2].text


def test_hits_stand_in_for_films_when_none_is_watched() -> None:
    hit = Hit(SEA.video, Track.VISUAL, SEA.story.visual[4], 0.9)
    found = answer(Question("Where is the lighthouse?", (), (hit,)))
    assert seconds_in(found.content)[0] == 40
    assert "No video" in answer(Question("Where is it?", ())).content
