"""list_sessions: the conversations of a namespace, the newest first."""

from __future__ import annotations

from typing import Any

from calling import Caller, data, refusal
from fakes import fake_with

BOATS = "https://films.example/c/harbour_boats.mp4"


def page(caller: Caller, **asked: object) -> dict[str, Any]:
    answer: dict[str, Any] = data(caller.get("list_sessions", **asked))
    return answer


def ids(caller: Caller, **asked: object) -> list[str]:
    return [session["sessionId"] for session in page(caller, **asked)["sessions"]]


def chat(caller: Caller, number: str, prompt: str = "What is it?", **options: str) -> str:
    body = {"video_nos": [number], "prompt": prompt, **options}
    return str(data(caller.post("chat", body))["session_id"])


def test_a_new_account_has_had_no_conversations(api: Caller) -> None:
    assert page(api) == {"sessions": [], "current_page": 1, "page_size": 20, "total_count": "0"}


def test_a_session_is_titled_with_its_first_question(api: Caller) -> None:
    number = api.parsed(BOATS)
    first = chat(api, number, "Where do the boats go?")
    chat(api, number, "And when do they come back?", session_id=first)
    second = chat(api, number, "How long is it?")
    assert page(api) == {
        "sessions": [
            {"sessionId": second, "title": "How long is it?"},
            {"sessionId": first, "title": "Where do the boats go?"},
        ],
        "current_page": 1,
        "page_size": 20,
        "total_count": "2",
    }


def test_every_kind_of_chat_is_listed(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    question = {"video_nos": [number], "prompt": "What is it?"}
    for operation in ("chat", "chat_stream", "marketer_chat", "marketer_chat_stream"):
        v1.post(operation, question)
    v1.legacy().post("chat", question)
    assert page(v1)["total_count"] == "5"


def test_a_refused_question_is_no_conversation(v1: Caller) -> None:
    waiting = v1.add(BOATS)
    for numbers in ([waiting], ["VI1"], []):
        refusal(v1.post("chat", {"video_nos": numbers, "prompt": "What is it?"}))
    assert ids(v1) == []


def test_a_very_long_question_makes_no_very_long_title(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    chat(v1, number, "Where do the boats go? " * 500)
    (session,) = page(v1)["sessions"]
    assert session["title"].startswith("Where do the boats go? ")
    assert len(session["title"]) <= 200


def test_pages_follow_each_other_without_overlap(api: Caller) -> None:
    number = api.parsed(BOATS)
    made = [chat(api, number) for _ in range(5)]
    pages = [page(api, page=n, page_size=2) for n in (1, 2, 3, 4)]
    assert [s["sessionId"] for each in pages for s in each["sessions"]] == made[::-1]
    assert [each["current_page"] for each in pages] == [1, 2, 3, 4]
    assert [each["page_size"] for each in pages] == [2] * 4
    assert [each["total_count"] for each in pages] == ["5"] * 4


def test_twenty_make_a_page_when_nothing_is_said(v1: Caller) -> None:
    number = v1.parsed(BOATS)
    made = [chat(v1, number) for _ in range(21)]
    assert ids(v1) == made[:0:-1]
    assert ids(v1, page=2) == made[:1]


def test_a_namespace_lists_its_own(api: Caller) -> None:
    number = api.parsed(BOATS, unique_id="7")
    made = chat(api, number, unique_id="7")
    assert ids(api) == []
    assert ids(api, unique_id=7) == [made]


def test_another_account_lists_nothing_of_it(api: Caller) -> None:
    chat(api, api.parsed(BOATS))
    assert page(api.other())["total_count"] == "0"


def test_both_paths_list_the_same(api: Caller) -> None:
    number = api.parsed(BOATS)
    chat(api, number)
    chat(api.legacy(), number)
    assert page(api.legacy()) == page(api)
    assert page(api)["total_count"] == "2"


def test_samples_come_after_ones_own_in_the_order_of_their_making() -> None:
    with fake_with(world="demo") as caller:
        samples = ids(caller)
        assert len(samples) > 1
        assert samples == sorted(samples)
        made = chat(caller, caller.parsed(BOATS))
        assert ids(caller) == [made, *samples]


def test_sloppy_requests_are_understood(v1: Caller) -> None:
    made = chat(v1, v1.parsed(BOATS))
    headers = {"Content-Type": "application/json"}
    for asked in ({"page": "1"}, {"page": ""}, {"page": "1.0", "size": "5"}, {"unique_id": ""}):
        answer = v1.send("GET", "list_sessions", params=asked, headers=headers)
        assert [s["sessionId"] for s in data(answer)["sessions"]] == [made]


NONSENSE: tuple[tuple[Any, str], ...] = (
    ({"page": 0}, "0001"),
    ({"page": -1}, "0001"),
    ({"page": 2**31}, "0001"),
    ({"page": "9" * 5000}, "0003"),
    ({"page": "first"}, "0003"),
    ({"page": "1.5"}, "0003"),
    ({"page": "true"}, "0003"),
    ({"page": "nan"}, "0003"),
    ({"page_size": 0}, "0001"),
    ({"page_size": -20}, "0001"),
    ({"page_size": "all"}, "0003"),
)


def test_nonsense_is_refused_in_an_envelope(v1: Caller) -> None:
    for asked, code in NONSENSE:
        assert (asked, refusal(v1.get("list_sessions", **asked))[0]) == (asked, code)
