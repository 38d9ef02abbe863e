"""Callbacks: what a program's own address is told, and when."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from calling import Caller, data, refusal
from calls import videos
from fakes import fake_with
from importing import BREAD, ROPES, begin, items
from receiving import Body, deliveries, receiving

from memories_contracts import Checker, load_catalogue

BOATS = "https://films.example/harbour_boats.mp4"


def add(caller: Caller, callback: str, **form: Any) -> str:
    return caller.add(BOATS, callback=callback, **form)


def holds(operation: str, kind: str, body: Body) -> bool:
    """Whether a body is as its contract says."""
    return Checker().check_callback(load_catalogue()[operation], kind, body) == []


def test_the_end_of_parsing_is_told_once(api: Caller) -> None:
    with receiving() as receiver:
        number = add(api, receiver.url)
        assert receiver.bodies == []
        assert videos(api)[0]["status"] == "UNPARSE"
        assert receiver.bodies == []

        api.advance(seconds=1)

        (body,) = receiver.bodies
        assert holds("v1.upload_url", "parsed", body)
        assert body.pop("clientId")
        assert body == {"videoNo": number, "status": "PARSE"}
        assert receiver.sent == [("/told", "application/json")]
        api.advance(hours=1)
        videos(api)
        assert len(receiver.bodies) == 1


def test_requests_are_time_enough(api: Caller) -> None:
    with receiving() as receiver:
        add(api, receiver.url)
        seen = []
        for _ in range(3):
            status = videos(api)[0]["status"]
            seen.append((status, len(receiver.bodies)))
        assert seen == [("UNPARSE", 0), ("PARSE", 1), ("PARSE", 1)]


def test_another_accounts_time_delivers_nothing(v1: Caller) -> None:
    with receiving() as receiver:
        add(v1, receiver.url)
        v1.other().advance(hours=1)
        assert receiver.bodies == []


def test_what_is_no_film_is_told_to_have_failed(api: Caller, film: Path) -> None:
    with receiving() as receiver:
        for content in (b"no film at all", film.read_bytes()):
            api.post(
                "upload",
                files={"file": ("a.mp4", content, "video/mp4")},
                data={"callback": receiver.url},
            )
        api.advance(seconds=60)
        assert [body["status"] for body in receiver.bodies] == ["FAIL", "PARSE"]
        assert all(holds("v1.upload", "parsed", body) for body in receiver.bodies)


def test_both_paths_call_back(v1: Caller) -> None:
    with receiving() as receiver:
        number = add(v1.legacy(), receiver.url)
        v1.advance(seconds=60)
        assert [body["videoNo"] for body in receiver.bodies] == [number]


def test_an_import_is_told_when_downloaded_and_video_by_video(api: Caller) -> None:
    with receiving() as receiver:
        task = begin(api, "scraper_url", video_urls=[BREAD, ROPES], callback_url=receiver.url)
        assert items(api, task) == receiver.bodies == []

        api.advance(seconds=1)
        (downloaded,) = receiver.bodies
        assert holds("v1.scraper_url", "downloaded", downloaded)
        assert downloaded.pop("message")
        assert downloaded == {"taskId": task, "status": "SUCCEEDED"}

        api.advance(seconds=60)
        indexed = receiver.bodies[1:]
        assert all(holds("v1.scraper_url", "indexed", body) for body in indexed)
        assert {body["status"] for body in indexed} == {"INDEXING_SUCCEEDED"}
        assert {body["taskId"] for body in indexed} == {task}
        assert [body["videoId"] for body in indexed] == [
            video["video_no"] for video in items(api, task)
        ]


@pytest.mark.parametrize("name", ["callback", "callback_url"])
@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("scraper_url_public", {"video_urls": [BREAD]}),
        ("scraper", {"username": "https://www.tiktok.com/@ada", "scraper_cnt": 1}),
        ("scraper_public", {"username": "https://www.tiktok.com/@ada", "scraper_cnt": 1}),
        ("scraper_tag", {"hash_tags": ["ropework"], "scraper_cnt": 1}),
        ("scraper_tag_public", {"hash_tags": ["ropework"], "scraper_cnt": 1}),
    ],
)
def test_every_import_calls_back_under_either_name(
    v1: Caller, operation: str, body: dict[str, Any], name: str
) -> None:
    with receiving() as receiver:
        task = begin(v1, operation, **body, **{name: receiver.url})
        v1.advance(seconds=60)
        (video,) = items(v1, task)
        assert [told["status"] for told in receiver.bodies] == ["SUCCEEDED", "INDEXING_SUCCEEDED"]
        assert receiver.bodies[1]["videoId"] == video["video_no"]


def test_of_what_is_there_already_all_is_told_at_the_download(v1: Caller) -> None:
    begin(v1, "scraper_url", video_urls=[BREAD])
    v1.advance(seconds=60)
    with receiving() as receiver:
        begin(v1, "scraper_url", video_urls=[BREAD, ROPES], callback_url=receiver.url)
        v1.advance(seconds=2)
        assert len(receiver.bodies) == 2
        v1.advance(seconds=2)
        assert len(receiver.bodies) == 3


def test_a_receiver_may_ask_the_fake_itself(port: Caller) -> None:
    seen: list[Any] = []

    def look(_body: Body) -> None:
        seen.append(videos(port)[0]["status"])
        add(port, receiver.url) if len(seen) < 3 else None

    with receiving(then=look) as receiver:
        add(port, receiver.url)
        for _ in range(6):
            port.advance(seconds=2)
        assert seen == ["PARSE"] * 3


def test_a_deleted_video_is_not_told_of(api: Caller) -> None:
    with receiving() as receiver:
        kept, gone = add(api, receiver.url), add(api, receiver.url)
        data(api.post("delete_videos", [gone]))
        api.advance(seconds=60)
        assert [body["videoNo"] for body in receiver.bodies] == [kept]
        assert [each["about"] for each in deliveries(api)] == [kept]


def test_a_refused_upload_calls_nobody(v1: Caller) -> None:
    with receiving() as receiver:
        body = {"url": BOATS, "callback": receiver.url, "latitude": 200}
        assert refusal(v1.post("upload_url", body))[0] == "0001"
        v1.advance(seconds=60)
        assert receiver.bodies == deliveries(v1) == []


@pytest.mark.parametrize(
    "callback",
    ["undefined/api/told", "ftp://a.example/", "http://", "//a.example/x", "file:///etc/hosts"],
)
def test_what_is_no_address_is_told_nothing_and_that_is_noted(v1: Caller, callback: str) -> None:
    """A program that does not know its own address still gets its video."""
    number = add(v1, callback)
    v1.advance(seconds=60)
    (planned,) = deliveries(v1)
    assert (planned["about"], planned["url"], planned["status"]) == (number, callback, None)
    assert planned["error"]
    assert videos(v1)[0]["status"] == "PARSE"


@pytest.mark.parametrize("choice", ["videoNo", "video_no"])
def test_dialect_callback_fields(choice: str) -> None:
    with receiving() as receiver, fake_with(dialect={"callback_fields": choice}) as caller:
        number = add(caller, receiver.url)
        caller.advance(seconds=60)
        (body,) = receiver.bodies
        assert body[choice] == number
        assert len({"videoNo", "video_no"} & set(body)) == 1
        assert holds("v1.upload_url", "parsed", body)


@pytest.mark.parametrize("choice", ["present", "absent"])
def test_dialect_callback_client(choice: str) -> None:
    with receiving() as receiver, fake_with(dialect={"callback_client": choice}) as caller:
        add(caller, receiver.url)
        add(caller, receiver.url, unique_id="trips")
        add(caller.other(), receiver.url)
        for each in (caller, caller.other()):
            each.advance(seconds=60)
        ids = [body.get("clientId") for body in receiver.bodies]
        assert len(set(ids)) == (2 if choice == "present" else 1)
        assert (None in ids) == (choice == "absent")
        assert ids[0] == ids[1]


@pytest.mark.parametrize("word", ["FAIL", "FAILED"])
def test_a_failure_is_called_as_it_is_called_elsewhere(word: str) -> None:
    with receiving() as receiver, fake_with(dialect={"failure_word": word}) as caller:
        form = {"callback": receiver.url}
        caller.post("upload", files={"file": ("a.mp4", b"no film", "video/mp4")}, data=form)
        caller.advance(seconds=60)
        assert receiver.bodies[0]["status"] == word
