"""Programs as they are: what they send at odds with the documents, and what they read.

Each test is the habit of some program, told by raw HTTP. What the service makes of some of these
habits is not known: then the program gets on, or is told in an envelope that it cannot.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from calling import Caller, data, make_clip, refusal

from memories_fake import Fake

BOATS = "https://films.example/harbour_boats.mp4"
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TWO_TAGS = ["quay", "dusk"]
ADDRESSES: dict[str, Any] = {
    "as a form": {"data": {"url": BOATS}},
    "with blank fields": {"data": {"video_url": BOATS, "callback": "", "tags": "", "latitude": ""}},
    "in parts, none of them a file": {"files": {"url": (None, BOATS), "unique_id": (None, "x")}},
    "as json": {"json": {"url": BOATS, "unique_id": "x", "callback": None}},
    "in the query": {"params": {"url": BOATS}},
    "half in the query": {"params": {"unique_id": "x"}, "json": {"url": BOATS}},
    "blank in the body": {"params": {"unique_id": "x"}, "data": {"url": BOATS, "unique_id": ""}},
    "blank under one name": {"json": {"url": "", "video_url": BOATS, "unique_id": None}},
    "unlabelled": {"data": json.dumps({"url": BOATS})},
    "as plain text": {
        "data": json.dumps({"url": BOATS}),
        "headers": {"Content-Type": "text/plain"},
    },
    "json called a form": {"data": f'\n{{"url": "{BOATS}"}}', "headers": FORM},
}
TAGS: dict[str, Any] = {
    "one field each": {"data": {"url": BOATS, "tags": TWO_TAGS}},
    "in brackets": {"data": {"url": BOATS, "tags[]": TWO_TAGS}},
    "as json": {"data": {"url": BOATS, "tags": '["quay", "dusk"]'}},
    "with commas": {"data": {"url": BOATS, "tags": "quay, dusk"}},
    "in the query": {"params": {"url": BOATS, "tags": "quay,dusk,"}},
    "in a body": {"json": {"url": BOATS, "tags": TWO_TAGS}},
}


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds without sound."""
    path = tmp_path_factory.mktemp("films") / "harbour walk.mp4"
    return make_clip(path, seconds=2, width=64, height=48, with_sound=False)


def listed(caller: Caller, **asked: Any) -> list[str]:
    """The names of the videos that a list shows."""
    return [video["video_name"] for video in data(caller.post("list_videos", asked))["videos"]]


@pytest.mark.parametrize("sent", ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_is_taken_in_however_it_is_sent(api: Caller, sent: dict[str, Any]) -> None:
    assert data(api.post("upload_url", **sent))["videoName"] == "harbour_boats"
    holds_x = '"x"' in json.dumps(sent)
    assert listed(api, unique_id="x" if holds_x else "default") == ["harbour_boats"]


@pytest.mark.parametrize("sent", TAGS.values(), ids=TAGS)
def test_tags_are_a_list_however_they_are_written(v1: Caller, sent: dict[str, Any]) -> None:
    data(v1.post("upload_url", **sent))
    v1.advance(seconds=60)
    assert listed(v1, tag="quay") == listed(v1, tag="dusk") == ["harbour_boats"]
    assert listed(v1, tag="quay, dusk") == []


@pytest.mark.parametrize("said", [("true", "on", "yes", "1", ""), ("False", "off", "no", "0")])
def test_a_form_says_yes_and_no_in_many_words(
    v1: Caller, film: Path, said: tuple[str, ...]
) -> None:
    for word in said:
        number = v1.film(film, retain_original_video=word)
        is_kept = v1.post("download", {"video_no": number}).content == film.read_bytes()
        assert is_kept is ("true" in said), word


def test_a_page_where_no_file_was_chosen_is_told_so(api: Caller) -> None:
    """A browser sends the part all the same: without a name, and empty."""
    part = 'form-data; name="{}"; filename=""\r\nContent-Type: application/octet-stream'
    for operation, field in (("upload", "file"), ("upload_img", "files")):
        body = f"--b\r\nContent-Disposition: {part.format(field)}\r\n\r\n\r\n--b--\r\n"
        headers = {"Content-Type": "multipart/form-data; boundary=b"}
        answer = api.post(operation, data=body.encode(), headers=headers)
        assert refusal(answer) == ("0001", f"The {field} parameter cannot be empty!")
    assert listed(api) == []


def test_an_empty_file_is_taken_in_and_fails(api: Caller) -> None:
    data(api.post("upload", files={"file": ("nothing.mp4", b"", "video/mp4")}))
    api.advance(seconds=60)
    (video,) = data(api.post("list_videos", {}))["videos"]
    assert (video["status"], video["duration"], video["size"]) == ("FAIL", "0", "0")


def test_a_page_in_a_browser_may_call(api: Caller) -> None:
    """It asks first, without a key; and it reads refusals too, so those must be open to it."""
    page = {"Origin": "http://localhost:3000"}
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    for path in ("chat_stream", "list_videos", "no_such_thing"):
        allowed = api.send("OPTIONS", path, headers=page | asked)
        assert (allowed.status_code, allowed.content) == (204, b"")
        assert allowed.headers["Access-Control-Allow-Origin"] == "*"
        assert allowed.headers["Access-Control-Allow-Methods"] == "POST"
        assert allowed.headers["Access-Control-Allow-Headers"] == "authorization,content-type"
    stream = {"prompt": "What is posted?"}
    for answer in (
        api.post("list_videos", {}, headers=page),
        api.post("marketer_chat_stream", stream, headers=page),
        api.post("chat", {}, headers=page),
        api.send("GET", "no_such_thing", headers=page),
        api.send("GET", "list_videos", headers=page),
    ):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_to_ask_what_is_allowed_moves_no_clock(v1: Caller) -> None:
    before = v1.fake.clock(v1.key).now_ms()
    v1.send("OPTIONS", "list_videos")
    assert v1.fake.clock(v1.key).now_ms() == before
    assert "Access-Control-Allow-Origin" not in v1.get("list_sessions").headers


def test_a_base_address_may_end_in_a_slash(api: Caller) -> None:
    slip = replace(api, base=f"{api.base}/")
    assert listed(slip) == []
    slip.add()
    assert listed(api) == listed(slip) == ["harbour_boats"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "get_task_status", 200),
        ("POST", "upload_file", 200),
        ("POST", "list_videos/", 200),
        ("POST", "/list_videos", 200),
        ("POST", "delete_video", 200),
        ("POST", "%2e%2e/%ff", 200),
        ("DELETE", "delete_videos", 405),
        ("POST", "list_sessions", 405),
        ("GET", "list_videos", 405),
        ("PUT", "upload", 405),
        ("PATCH", "chat", 405),
    ],
)
def test_what_is_not_there_is_told_in_json(
    api: Caller, method: str, path: str, status: int
) -> None:
    """Programs guess at paths and methods, and parse whatever comes."""
    answer = api.send(method, path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/json")
    told = {"code": "0001", "data": None, "success": False, "failed": True}
    assert answer.json() == {**told, "msg": answer.json()["msg"]}


def test_a_program_may_just_look_whether_a_path_is_there(api: Caller) -> None:
    there, wrong = api.send("HEAD", "list_sessions"), api.send("HEAD", "chat")
    assert [(seen.status_code, seen.content) for seen in (there, wrong)] == [(200, b""), (405, b"")]


def test_an_agent_calls_every_empty_body_json(api: Caller) -> None:
    number = api.parsed()
    for operation, query in (
        ("list_sessions", {}),
        ("folders", {}),
        ("get_metadata", {"video_no": number}),
        ("get_video_transcription", {"video_no": number}),
        ("generate_summary", {"video_no": number, "type": "TOPIC"}),
        ("search_audio_transcripts", {"query": "e", "page": "1"}),
        ("get_video_ids_by_task_id", {"task_id": "unknown"}),
    ):
        data(api.send("GET", operation, params=query, headers=JSON))
    for operation in ("list_videos", "img_list_page", "memories"):
        data(api.send("POST", operation, headers=JSON))


def test_numbers_come_as_text_and_pages_under_another_name(api: Caller) -> None:
    api.add()
    number = api.parsed()
    page = data(api.post("list_videos", {"page": "1", "page_size": "1", "video_name": ""}))
    assert (len(page["videos"]), page["page_size"], page["total_count"]) == (1, 1, "2")
    asked = {"search_param": "boats", "search_type": "BY_VIDEO", "filtering_level": ""}
    assert len(data(api.post("search", {**asked, "top_k": "3", "video_nos": [number]}))) == 3
    code, message = refusal(api.post("search", {**asked, "top_k": 100_000}))
    assert (code, "top_k" in message) == ("0001", True)


def test_a_poller_reads_the_first_row_until_it_is_ready(api: Caller) -> None:
    older = api.add()
    for line, namespace in ((api, {"unique_id": "default"}), (api.legacy(), {})):
        number, seen = line.add(), [""]
        while seen[-1] != "PARSE":
            row = data(line.post("list_videos", {"video_no": number, **namespace}))["videos"][0]
            assert row["video_no"] == number != older
            seen.append(row["status"])
        assert seen == ["", "UNPARSE", "PARSE"]


def test_an_importer_says_all_twice_and_follows_in_another_namespace(api: Caller) -> None:
    """Its parameters stand in the query and in the body, and its poll names another unique_id."""
    body = {"video_urls": ["https://www.tiktok.com/@ada/video/7400000000000000001"]}
    body |= {"unique_id": "hers", "callback_url": "", "quality": 720}
    begun = api.post("scraper_url", body, params={**body, "video_urls": body["video_urls"][0]})
    asked = {"task_id": data(begun)["taskId"], "unique_id": "somebody's"}
    videos: list[dict[str, Any]] = []
    while not videos or videos[0]["status"] != "PARSE":
        videos = data(api.get("get_video_ids_by_task_id", **asked))["videos"]
        assert all(len(video["video_url"]) and video["video_no"] for video in videos)
    assert len(videos) == 1
    assert listed(api, unique_id="hers") == [videos[0]["video_name"]]


@pytest.mark.parametrize("called", [123, "1234567890", 1_760_262_064, 17.0, "", None, "talk-7"])
def test_a_conversation_may_be_called_anything(v1: Caller, called: object) -> None:
    body = {"video_nos": [v1.parsed()], "prompt": "What is shown?", "session_id": called}
    sessions = [data(v1.post("chat", body))["session_id"] for _ in range(2)]
    assert all(len(session) == 18 and session.isdigit() for session in sessions)
    assert (sessions[0] == sessions[1]) is bool(called)


def test_javascript_goes_on_with_a_session_that_it_has_rounded(v1: Caller) -> None:
    body = {"video_nos": [v1.parsed()], "prompt": "What is shown?"}
    session = data(v1.post("chat", body))["session_id"]
    rounded = {**body, "session_id": float(session)}
    assert data(v1.post("chat", rounded))["session_id"] == session
    assert len(data(v1.get("get_session_detail", sessionId=session))["messages"]) == 4


def test_references_are_read_in_either_place_and_are_never_null(v1: Caller) -> None:
    answers = [
        data(v1.post("chat", {"video_nos": [v1.parsed()], "prompt": "Where are the boats?"})),
        data(v1.post("marketer_chat", {"prompt": "bread", "session_id": "", "type": ""})),
    ]
    for answer in answers:
        inside = [ref for step in answer["thinkings"] for ref in step.get("refs", [])]
        assert inside == answer.get("refs", []) != []
    first = answers[1]["refs"][0]["refItems"][0]
    counts = [first[f"{name}_count"] for name in ("view", "like", "share", "comment")]
    assert {type(count) for count in counts} == {int}
    assert first["summary"] is None


def ends(line: str) -> bool:
    """How a program that was written for either end tells one."""
    told = json.loads(line.removeprefix("data:"))
    return told == "Done" or (told.get("code") == "SUCCESS" and told.get("data") == "Done")


@pytest.mark.parametrize("operation", ["chat", "chat_stream"])
def test_a_stream_is_read_by_lines_or_by_chunks(api: Caller, operation: str) -> None:
    """Each chunk must hold whole events; old programs ask /chat itself for a stream."""
    body = {"video_nos": [api.parsed()], "prompt": "Where are the boats?"}
    options: dict[str, Any] = {"headers": {"Accept": "text/event-stream"}, "stream": True}
    whole = data(api.post("chat", body))["content"]
    lines = [line for line in api.post(operation, body, **options).iter_lines() if line]
    chunks = list(api.post(operation, body, **options).iter_content(None))
    assert all(chunk.startswith(b"data:{") and chunk.endswith(b"}\n\n") for chunk in chunks)
    for told in ([line.decode() for line in lines], [chunk.decode().strip() for chunk in chunks]):
        events = [json.loads(line.removeprefix("data:")) for line in told[:-1]]
        assert ends(told[-1])
        said = [event["content"] for event in events if event["type"] == "content"]
        assert "".join(said) == whole
        assert {type(event["sessionId"]) for event in events} == {str}


def test_a_program_that_waits_for_the_text_done_gets_it_by_dialect() -> None:
    with Fake(dialect={"stream_end": "text"}) as fake, fake.activate():
        caller = Caller("https://api.memories.ai", fake=fake)
        answer = caller.post("marketer_chat_stream", {"prompt": "bread"}, stream=True)
        last = [line.decode() for line in answer.iter_lines() if line][-1]
        assert (last.lower(), ends(last)) == ('data:"done"', True)


def test_what_goes_wrong_in_a_stream_is_its_last_event(api: Caller) -> None:
    unknown, waits = "No videos found for the provided video numbers.", "Video is not parsed:"
    for number, text in (("VI1", unknown), ("", waits)):
        body = {"video_nos": [number or api.add()], "prompt": "What is shown?"}
        told = api.post("chat_stream", body).text
        assert told.count("data:") == 1
        assert json.loads(told.removeprefix("data:"))["data"].startswith(text)
        body = {**body, "video_nos": [number or api.add()]}
        assert refusal(api.post("chat", body))[1].startswith(text)


def test_details_asked_for_all_at_once_are_too_many() -> None:
    with Fake(limits="2025", request_seconds=0) as fake, fake.activate():
        caller = Caller("https://api.memories.ai", fake=fake)
        row = data(caller.post("search_public", {"search_param": "bread", "top_k": 1}))[0]
        asked = {"video_no": row["videoNo"]}
        data(caller.get("get_public_video_detail", **asked))
        code, message = refusal(caller.get("get_public_video_detail", **asked))
        assert (code, "exceeded the limit" in message.lower()) == ("0429", True)
        caller.advance(seconds=1)
        data(caller.get("get_public_video_detail", **asked))


def test_too_much_or_an_object_to_delete_deletes_nothing(api: Caller) -> None:
    number = api.add()
    for body in (
        [number, *(f"VI{n}" for n in range(100))],
        {"video_nos": [number], "unique_id": "default"},
        {"video_no": number},
        number,
    ):
        assert refusal(api.post("delete_videos", body))[0] in {"0001", "0003"}
    assert listed(api) == ["harbour_boats"]
    data(api.post("delete_videos", [number], params={"unique_id": "default"}))
    assert listed(api) == []


def test_nothing_to_tell_is_no_error(v1: Caller, film: Path) -> None:
    assert data(v1.get("get_metadata", video_no="VI1")) is None
    assert data(v1.get("get_audio_transcription", video_no=v1.film(film))) is None
    assert data(v1.get("get_video_transcription", video_no=v1.add())) is None
    assert data(v1.get("get_video_ids_by_task_id", task_id="unknown"))["videos"] == []


def test_a_key_with_bearer_before_it_is_told_as_a_code(api: Caller) -> None:
    for answer in (
        api.post("upload_url", {"url": BOATS}, headers={"Authorization": f"Bearer {api.key}"}),
        api.post("chat", {}, headers={"Authorization": f"Bearer {api.key}"}),
    ):
        assert refusal(answer)[0] == "9009"
    assert listed(api) == []


def test_a_captioner_reads_the_text_in_either_place(api: Caller) -> None:
    picture = {"url": "https://films.example/ferries.jpg", "user_prompt": "What is it?"}
    headers = {"Authorization": api.key}
    url = f"{api.base}/v1/understand/uploadImg"
    body = api.session.post(url, json=picture, headers=headers, timeout=30).json()
    assert (body["code"], body["msg"]) == (0, "success")
    assert body["text"] == body["data"]["text"] != ""
    refused = api.session.post(url, json={}, headers=headers, timeout=30).json()
    assert (refused["code"], refused["data"]) == (-1, None)
