"""What the chat answers, from two small films and from public posts."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memories_fake.domain.answering import (
    Summary,
    SummaryKind,
    answer,
    answer_marketer,
    pieces,
    search_text,
    summarize,
)
from memories_fake.domain.records import (
    Answer,
    Hit,
    Post,
    Question,
    Segment,
    Status,
    Story,
    Track,
    Turn,
    Video,
    Watched,
)
from memories_fake.runtime.chance import Chance

CLOCK = re.compile(r"(?<![\d:])(?:(\d{2,}):)?(\d{2}):(\d{2})(?![\d:])")
CHANCE = Chance("tests")


def film(
    name: str, seen: Sequence[str], said: Sequence[str] = (), post: Post | None = None
) -> Watched:
    """A film whose pictures last ten seconds each; a line begins 3 seconds into its picture."""
    video = Video(f"VI-{name}", name, Status.READY, 0, 10 * len(seen), post=post)
    visual = tuple(Segment(i, 10 * i, 10 * i + 10, text) for i, text in enumerate(seen))
    audio = tuple(Segment(i, 10 * i + 3, 10 * i + 7, text) for i, text in enumerate(said))
    return Watched(video, Story(visual, audio))


SEA = film(
    "sea.mp4",
    [
        "A wide harbour lies still at dawn while gulls circle above the pier.",
        "An old sailor in a yellow raincoat carries two crates along the pier.",
        "A small brown dog jumps onto the deck of the boat.",
        "The sailor and a young woman load three crates of ice.",
        "The boat passes a white lighthouse on a rocky point.",
        "Silver herring spill across the deck and the dog barks.",
    ],
    [" My father built this pier.", " Mind the ropes.", " Down, Bruno!", " The ice must last."],
)
KITCHEN = film(
    "kitchen.mp4",
    [
        "A chef chops red onions on a wooden board.",
        "Herring fillets sizzle in a copper pan.",
        "The finished plate stands by the window.",
    ],
)


def ask(prompt: str, *watched: Watched, history: Sequence[Turn] = ()) -> Answer:
    return answer(Question(prompt, watched or (SEA,), history=history), CHANCE)


def said(prompt: str, *watched: Watched) -> str:
    return ask(prompt, *watched).content


def told_before(prompt: str, *watched: Watched) -> tuple[Turn, Turn]:
    return Turn("user", prompt), Turn("assistant", said(prompt, *watched))


def seconds_in(text: str) -> list[int]:
    return [3600 * int(h or 0) + 60 * int(m) + int(s) for h, m, s in CLOCK.findall(text)]


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
    found = answer(Question("Where is the lighthouse?", (), (hit,)), CHANCE)
    assert seconds_in(found.content)[0] == 40
    assert "No video" in answer(Question("Where is it?", ()), CHANCE).content


def posts() -> list[Hit]:
    first = Post("TIKTOK", "lena", "https://example.test/1", ("bread", "rye"), 331_400, 20_000)
    second = Post("TIKTOK", "max", "https://example.test/2", ("bread",), 8_100, 900)
    one = film("Rye for all #loaf", ["Hands fold dough.", "A knife scores the loaf."], post=first)
    two = film("Starter trouble", ["A flat loaf."], ["My starter is cold."], post=second)
    return [
        Hit(one.video, Track.VISUAL, one.story.visual[1], 0.9),
        Hit(two.video, Track.AUDIO, two.story.audio[0], 0.6),
    ]


def market(prompt: str, hits: Sequence[Hit]) -> Answer:
    return answer_marketer(Question(prompt, (), hits), CHANCE)


def test_the_marketer_cites_creators_with_their_reach_and_tags() -> None:
    found = market("How do people bake a loaf?", posts())
    for cited in ("@lena", "@max", "331.4K views", "#bread", "00:10"):
        assert cited in found.content
    assert [thinking.title for thinking in found.thinkings] == [
        "Searching relevant videos",
        "Inspecting search result relevance",
        "Based on relevant videos, fetch detailed information",
        "Rerank detailed information",
    ]
    assert [[(i.kind, i.start_seconds) for i in ref.items] for ref in found.refs] == [
        [("post", 0), ("keyframe", 10)],
        [("post", 0)],
    ]


def test_the_marketer_ranks_hashtags_by_use() -> None:
    tags = re.findall(r"(?m)^- (#\w+)", market("Which hashtags work?", posts()).content)
    assert tags == ["#bread", "#loaf", "#rye"]


def test_the_marketer_keeps_to_the_creator_that_is_named() -> None:
    found = market("What does @max say?", posts())
    assert "@lena" not in found.content
    assert [ref.video.name for ref in found.refs] == ["Starter trouble"]


@pytest.mark.parametrize("prompt", ["What is trending?", "Give me 2 ideas", "Compare the creators"])
def test_the_marketer_answers_other_wishes_in_other_ways(prompt: str) -> None:
    plain = market("bread", posts()).content
    assert market(prompt, posts()).content not in ("", plain)


def test_the_marketer_says_so_when_nothing_was_found() -> None:
    found = market("where is the war?", [])
    assert "Nothing relevant was found" in found.content
    assert len(found.thinkings) == 4
    assert found.refs == ()


def test_a_summary_by_topic_has_bullets() -> None:
    found = summarize(SEA, kind=SummaryKind.TOPIC)
    assert 3 <= len(found.items) <= 6
    assert all(line.startswith("• ") for i in found.items for line in i.description.split("\n"))
    assert len({item.title for item in found.items}) == len(found.items)
    assert 3 <= len(re.findall(r"[.!?]”?(?:\s|$)", found.summary)) <= 5
    assert found.input_tokens > found.output_tokens / 3 > 0


def test_a_summary_by_chapter_begins_at_0_and_at_real_segments() -> None:
    starts = [item.start_seconds for item in summarize(SEA, kind=SummaryKind.CHAPTER).items]
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    assert set(starts) <= {segment.start_seconds for segment in SEA.story.visual}


def test_a_film_without_a_story_has_a_summary_without_items() -> None:
    found = summarize(film("empty.mp4", []), kind=SummaryKind.CHAPTER)
    assert isinstance(found, Summary)
    assert found.summary
    assert (found.items, found.input_tokens) == ((), 0)


WORDS = ["dog", "dogs", "Harbour", "old", "red", "runs", "a", "the", "of", "足球", "«é»", "🐕", "."]
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS)).map(" ".join),
    st.text(st.characters(exclude_categories=["Cs", "Nd"], exclude_characters=":"), max_size=60),
)
SEGMENTS = st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 90), TEXTS), max_size=7).map(
    lambda rows: tuple(Segment(i, s, s + n, text) for i, (s, n, text) in enumerate(sorted(rows)))
)
STORIES = st.builds(Story, SEGMENTS, SEGMENTS)
PROMPTS = st.sampled_from(
    [
        "Find the highlights and give timestamps",
        "Divide into chapters",
        "Summarize in 3 bullets",
        "Is there a dog?",
        "When does the dog run?",
        "How many dogs?",
        "What happens at 0:30?",
        "What is said?",
        "Compare the videos",
        "Suggest titles and hashtags",
        "dog",
        'JSON please: [{"start": "MM:SS", "end": "00:00:10", "span": "00:00-00:10", "text": ""}]',
        "足球",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(STORIES, max_size=2), st.lists(PROMPTS, min_size=1, max_size=2))
def test_every_time_in_an_answer_lies_in_a_segment(
    stories: list[Story], prompts: list[str]
) -> None:
    watched = [
        Watched(Video(f"VI{i}", f"film {i}", Status.READY, 0, 60), story)
        for i, story in enumerate(stories)
    ]
    lasting = [s for each in watched for s in (*each.story.visual, *each.story.audio)]
    history: tuple[Turn, ...] = ()
    for prompt in [*prompts, "tell me more about the second one", "why?", "shorter"]:
        found = answer(Question(prompt, watched, history=history), CHANCE)
        assert found == answer(Question(prompt, watched, history=history), CHANCE)
        history = (*history, Turn("user", prompt), Turn("assistant", found.content))
        for second in seconds_in(found.content):
            assert any(s.start_seconds <= second <= s.end_seconds for s in lasting), found.content


@given(st.text())
def test_the_pieces_of_a_stream_make_up_the_content(content: str) -> None:
    cut = list(pieces(content))
    assert "".join(cut) == content
    assert all(0 < len(piece) <= 62 for piece in cut)


def test_pieces_are_cut_between_words() -> None:
    content = said("Find the highlights")
    cut = list(pieces(content))
    assert len(cut) > 10
    assert all(piece[-1].isspace() for piece in cut[:-1])
