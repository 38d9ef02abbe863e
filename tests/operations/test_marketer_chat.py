"""marketer_chat: questions about the public posts of a platform."""

from __future__ import annotations

import re
from typing import Any

import pytest
from calling import Caller, data, refusal
from calls import messages, sessions
from fakes import fake_with
from listening import DONE, content, told
from sockets import cut_short

from memories_fake.worlds import PublicPost, public_posts

PROMPT = "How do people bake bread?"
STEPS = [
    "Searching relevant videos",
    "Inspecting search result relevance",
    "Based on relevant videos, fetch detailed information",
    "Rerank detailed information",
]


def ask(caller: Caller, prompt: str = PROMPT, **options: Any) -> dict[str, Any]:
    answer: dict[str, Any] = data(caller.post("marketer_chat", {"prompt": prompt, **options}))
    return answer


def posts(platform: str) -> dict[str, PublicPost]:
    """The posts of a platform by their captions."""
    return {p["caption"]: p for p in public_posts() if p["platform"].upper() == platform}


def cited(answer: dict[str, Any], platform: str = "TIKTOK") -> list[PublicPost]:
    """The posts that an answer rests on."""
    known = posts(platform)
    return [known[ref["video"]["video_name"]] for ref in answer.get("refs", [])]


def test_an_answer_tells_four_steps_and_the_posts_it_rests_on(api: Caller) -> None:
    answer = ask(api)

    assert set(answer) == {"role", "content", "thinkings", "session_id", "refs"}
    assert answer["role"] == "ASSISTANT"
    assert re.fullmatch("[0-9]{18}", answer["session_id"])
    assert [step["title"] for step in answer["thinkings"]] == STEPS
    assert [set(step) for step in answer["thinkings"][:3]] == [{"title", "content"}] * 3
    assert answer["thinkings"][3]["refs"] == answer["refs"]
    assert PROMPT in answer["thinkings"][0]["content"]
    assert 0 < len(answer["refs"]) <= 7
    assert "bread" in answer["content"].lower()


def test_a_reference_is_to_the_post_or_where_it_is_not_about_that_to_what_it_shows(
    api: Caller,
) -> None:
    answer = ask(api)

    kinds = set()
    for ref, post in zip(answer["refs"], cited(answer), strict=True):
        number, caption = ref["video"]["video_no"], post["caption"]
        assert re.fullmatch("PI-[0-9]{18}", number)
        assert ref["video"] == {"duration": "0", "video_no": number, "video_name": caption}
        (item,) = ref["refItems"]
        kinds.add(item["type"])
        if item["type"] == "video_meta":
            assert item == {
                "videoNo": number,
                "startTime": 0,
                "type": "video_meta",
                "title": None,
                "summary": None,
                "view_count": post["views"],
                "like_count": post["likes"],
                "share_count": post["shares"],
                "comment_count": post["comments"],
            }
        else:
            assert "bread" not in " ".join([caption, *post["hashtags"]]).lower()
            (seen,) = [p for p in post["shows"] if p["start_seconds"] == item["startTime"]]
            assert re.search("bread|bak|people", seen["text"].lower())
            assert item == {
                "videoNo": number,
                "startTime": seen["start_seconds"],
                "type": "keyframe",
            }
    assert kinds == {"video_meta", "keyframe"}


def test_each_platform_has_its_own_posts_and_tiktok_is_the_default(v1: Caller) -> None:
    answers = {platform: ask(v1, type=platform) for platform in ("TIKTOK", "YOUTUBE", "INSTAGRAM")}
    for platform, answer in answers.items():
        assert cited(answer, platform)
    for other in ({}, {"type": ""}, {"type": "VIMEO"}, {"type": "youtube"}, {"type": 7}):
        assert ask(v1, **other)["refs"] == answers["TIKTOK"]["refs"]


def test_the_answer_depends_on_the_question(v1: Caller) -> None:
    baking, dancing = ask(v1), ask(v1, "Which dance moves are popular?")
    assert baking["content"] != dancing["content"]
    assert baking["refs"] != dancing["refs"]


def test_a_creator_in_the_question_keeps_to_their_posts(v1: Caller) -> None:
    for creator in ("beaker_street_lab", "rails_and_ferries", "side_quest_mina"):
        answer = ask(v1, f"What does @{creator} post?", type="YOUTUBE")
        assert {post["creator"] for post in cited(answer, "YOUTUBE")} == {creator}
        assert f"@{creator}" in answer["content"]


def test_a_hashtag_in_the_question_keeps_to_posts_that_bear_it(v1: Caller) -> None:
    for tag in ("lightning", "budget", "alps"):
        answer = ask(v1, f"Show me #{tag}", type="YOUTUBE")
        assert cited(answer, "YOUTUBE")
        assert all(tag in post["hashtags"] for post in cited(answer, "YOUTUBE"))


def test_who_is_not_there_is_not_made_up(v1: Caller) -> None:
    answer = ask(v1, "What does @nobody_of_that_name post?")
    assert set(answer) == {"role", "content", "thinkings", "session_id"}
    assert [step["title"] for step in answer["thinkings"]] == STEPS
    assert all(set(step) == {"title", "content"} for step in answer["thinkings"])


def test_own_videos_play_no_part(v1: Caller) -> None:
    before = ask(v1)
    v1.parsed("https://films.example/how_people_bake_bread.mp4")
    assert ask(v1)["refs"] == before["refs"]


def test_public_posts_are_the_same_for_everyone_and_in_nobodys_library(v1: Caller) -> None:
    assert ask(v1)["refs"] == ask(v1.other())["refs"] == ask(v1, unique_id="team-a")["refs"]
    assert data(v1.post("list_videos", {}))["videos"] == []
    assert data(v1.post("search", {"search_param": "bread"})) == []


def test_public_posts_cannot_be_used_as_ones_own(v1: Caller) -> None:
    number = ask(v1)["refs"][0]["video"]["video_no"]
    gone = ("0001", "video not found")
    assert refusal(v1.get("get_video_transcription", video_no=number)) == gone
    assert refusal(v1.post("download", {"video_no": number})) == gone
    assert refusal(v1.post("chat", {"video_nos": [number], "prompt": "?"}))[0] == "0001"
    assert data(v1.post("delete_videos", [number])) is None
    assert ask(v1)["refs"][0]["video"]["video_no"] == number


def test_a_session_goes_on_and_can_be_read(api: Caller) -> None:
    first = ask(api, "Which posts show bread?", session_id="")
    second = ask(api, "Tell me more about the first one", session_id=first["session_id"])

    assert second["session_id"] == first["session_id"]
    assert sessions(api) == [first["session_id"]]
    talk = messages(api, first["session_id"])
    assert [(m["role"], m["content"]) for m in talk] == [
        ("user", "Which posts show bread?"),
        ("assistant", first["content"]),
        ("user", "Tell me more about the first one"),
        ("assistant", second["content"]),
    ]
    assert talk[1]["refs"] == first["refs"]


@pytest.mark.parametrize("called", ["123", 123])
def test_any_name_serves_for_a_session(v1: Caller, called: object) -> None:
    first, second = (ask(v1, session_id=called)["session_id"] for _ in range(2))
    assert first == second != called
    assert ask(v1, session_id=None)["session_id"] != first


def test_sessions_are_kept_by_namespace_and_account(api: Caller) -> None:
    mine = ask(api, session_id="talk")["session_id"]
    team = ask(api, session_id="talk", unique_id="team-a")["session_id"]
    foreign = ask(api.other(), session_id="talk")["session_id"]
    assert len({mine, team, foreign}) == 3
    assert sessions(api) == [mine]
    assert sessions(api, unique_id="team-a") == [team]
    assert sessions(api.other()) == [foreign]


def test_equal_questions_are_answered_alike(v1: Caller) -> None:
    assert ask(v1)["content"] == ask(v1)["content"]


def test_sloppy_requests_are_understood(v1: Caller) -> None:
    meant = ask(v1)["content"]
    for options in (
        {"data": b'{"prompt": "How do people bake bread?"}'},
        {"data": b'{"prompt": "How do people bake bread?"}', "headers": {"Content-Type": "text/x"}},
        {"data": {"prompt": PROMPT}},
        {"json": {"prompt": PROMPT, "type": None, "video_nos": ["VI1"], "unique_id": ""}},
    ):
        assert data(v1.send("POST", "marketer_chat", **options))["content"] == meant


def test_marketer_chat_streams_when_asked_to(v1: Caller) -> None:
    headers = {"Accept": "text/event-stream"}
    events = told(v1.post("marketer_chat", {"prompt": PROMPT}, headers=headers, stream=True))
    assert content(events) == ask(v1)["content"]
    assert events[-1] == DONE


NONSENSE: tuple[tuple[Any, str], ...] = (
    (None, "0001"),
    ({}, "0001"),
    ({"prompt": None}, "0001"),
    ({"prompt": " "}, "0001"),
    ({"prompt": [PROMPT]}, "0003"),
    ({"prompt": {"text": PROMPT}}, "0003"),
    ({"prompt": PROMPT, "type": ["TIKTOK"]}, "0003"),
    ({"prompt": PROMPT, "session_id": {}}, "0003"),
    ({"prompt": PROMPT, "unique_id": []}, "0003"),
    ([PROMPT], "0003"),
    (PROMPT, "0003"),
)


def test_nonsense_is_refused_and_opens_no_session(v1: Caller) -> None:
    for body, code in NONSENSE:
        assert (body, refusal(v1.post("marketer_chat", body))[0]) == (body, code)
    assert sessions(v1) == []


def test_a_question_that_is_cut_short_is_not_answered(port: Caller) -> None:
    assert refusal(cut_short(port, "marketer_chat", b'{"prompt": "bread"}'))[0] == "0003"
    assert sessions(port) == []


@pytest.mark.parametrize(
    ("way", "in_whole", "in_thinkings"),
    [("both", True, True), ("thinkings", False, True), ("none", False, False)],
)
def test_dialect_chat_refs(way: str, in_whole: bool, in_thinkings: bool) -> None:
    with fake_with(dialect={"chat_refs": way}) as caller:
        answer = ask(caller)
        assert ("refs" in answer) is in_whole
        assert ("refs" in answer["thinkings"][-1]) is in_thinkings
