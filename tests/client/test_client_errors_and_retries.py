"""Which answer becomes which error, and after which errors a call is made again."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import pytest
import requests
import responses
from client_answers import client, failure, listing, success, url

import memories_client as mc

Act = Callable[[mc.Memories], Any]


@pytest.mark.parametrize(
    ("code", "msg", "kind"),
    [
        ("0401", "authorization invalid", mc.AuthError),
        ("9009", "Permission denied.", mc.AuthError),
        ("0402", "no credits", mc.OutOfCredits),
        ("0001", "page must be positive", mc.BadRequest),
        ("0003", "odd", mc.BadRequest),
        ("0001", "Network abnormal", mc.ServiceBusy),
        ("0409", "twice the same", mc.Conflict),
        ("0409", "busy: that name was not found", mc.Conflict),
        ("0429", "Request has exceeded the limit.", mc.RateLimited),
        ("0001", "request has EXCEEDED the limit", mc.RateLimited),
        ("0001", "Video is not parsed: VI1", mc.NotParsed),
        ("0001", "video not found", mc.NotFound),
        ("0001", "No videos found for the provided video numbers.", mc.NotFound),
        ("0777", "never heard of", mc.ApiError),
    ],
)
@responses.activate
def test_an_error_under_http_200_gets_its_own_type(
    code: str, msg: str, kind: type[mc.ApiError]
) -> None:
    responses.post(url("chat"), json=failure(code, msg))
    with pytest.raises(mc.ApiError) as caught:
        client(retries=0).chat("VI1", "Who is it?")
    assert type(caught.value) is kind
    assert (caught.value.code, caught.value.msg) == (code, msg)
    assert (caught.value.operation, caught.value.http_status) == ("chat", 200)
    assert caught.value.hint
    assert str(caught.value).startswith(f"chat: {msg}")


@pytest.mark.parametrize("code", [429, "0429", "429"])
@responses.activate
def test_a_code_is_known_with_and_without_its_zeros(code: Any) -> None:
    responses.post(url("chat"), json=failure("", "slow down") | {"code": code})
    with pytest.raises(mc.RateLimited):
        client(retries=0).chat("VI1", "Who?")


@pytest.mark.parametrize(
    "body", ["null", "[]", '"0000"', "{}", '{"status": 503}', "not json", "", '{"code": "0000"']
)
@responses.activate
def test_what_is_no_envelope_is_a_bad_answer(body: str) -> None:
    responses.post(url("list_videos"), body=body, content_type="application/json")
    with pytest.raises(mc.BadAnswer):
        client().list_videos()


@responses.activate
def test_success_without_data_is_a_bad_answer_where_data_is_the_point() -> None:
    responses.post(url("marketer_chat"), json=success(None))
    with pytest.raises(mc.BadAnswer, match="marketer_chat"):
        client().marketer_chat("What is new?")


@pytest.mark.parametrize("flag", [{"failed": True}, {"success": False}])
@responses.activate
def test_a_flag_of_failure_outweighs_a_good_code(flag: dict[str, bool]) -> None:
    responses.post(url("list_videos"), json=listing() | flag)
    with pytest.raises(mc.ApiError):
        client().list_videos()


@responses.activate
def test_an_http_error_outweighs_a_good_code() -> None:
    responses.post(url("list_videos"), json=listing(), status=500)
    with pytest.raises(mc.ApiError, match="HTTP 500"):
        client().list_videos()


@responses.activate
def test_the_flags_may_be_missing() -> None:
    responses.post(url("list_videos"), json={"code": "0000", "data": {"videos": []}})
    assert len(client().list_videos()) == 0


@responses.activate
def test_a_passing_trouble_is_tried_again_after_growing_pauses() -> None:
    pauses: list[float] = []
    responses.post(url("chat"), json=failure("0429", "Request has exceeded the limit."))
    responses.post(url("chat"), json=failure("0001", "Network abnormal"))
    responses.post(url("chat"), json=success({"role": "ASSISTANT", "content": "A heron."}))
    assert client(pauses).chat("VI1", "Which bird?").content == "A heron."
    assert pauses == [1.0, 2.0]


@responses.activate
def test_retries_end_with_the_error_itself() -> None:
    pauses: list[float] = []
    sent = responses.get(url("list_sessions"), json=failure("0429", "exceeded the limit"))
    with pytest.raises(mc.RateLimited):
        client(pauses, retries=3).list_sessions()
    assert sent.call_count == 4
    assert pauses == [1.0, 2.0, 4.0]


LOST = requests.ConnectionError("gone")
BUSY = failure("0001", "Service busy, try again")
LIMIT = failure("0429", "Request has exceeded the limit.")
UPLOAD: Act = lambda m: m.upload_url("http://films.test/a.mp4")  # noqa: E731
CHAT: Act = lambda m: m.chat("VI1", "Who?")  # noqa: E731
DELETE: Act = lambda m: m.delete_videos(["VI1"])  # noqa: E731
LIST: Act = lambda m: m.list_videos()  # noqa: E731
READ: Act = lambda m: m.get_audio_transcription("VI1")  # noqa: E731


@pytest.mark.parametrize(
    ("operation", "act", "answer", "calls"),
    [
        ("upload_url", UPLOAD, LIMIT, 3),
        ("upload_url", UPLOAD, BUSY, 1),
        ("upload_url", UPLOAD, LOST, 1),
        ("chat", CHAT, BUSY, 3),
        ("chat", CHAT, LOST, 1),
        ("delete_videos", DELETE, LOST, 1),
        ("list_videos", LIST, LOST, 3),
        ("get_audio_transcription", READ, LOST, 3),
        ("get_audio_transcription", READ, failure("0001", "bad number"), 1),
        ("get_audio_transcription", READ, failure("0401", "who are you?"), 1),
    ],
)
@responses.activate
def test_a_call_is_repeated_only_where_that_can_do_no_harm(
    operation: str, act: Act, answer: Any, calls: int
) -> None:
    content = {"body": answer} if isinstance(answer, Exception) else {"json": answer}
    method = responses.GET if act is READ else responses.POST
    sent = responses.add(method, url(operation), **content)
    with pytest.raises(mc.MemoriesError):
        act(client())
    assert sent.call_count == calls


@responses.activate
def test_http_429_without_an_envelope_is_a_rate_limit() -> None:
    responses.get(url("list_sessions"), body="slow down", status=429)
    responses.get(url("list_sessions"), json=success({"sessions": []}))
    assert client().list_sessions().items == ()


@pytest.mark.parametrize(
    "error",
    [
        mc.RateLimited("0429", "too fast", "search", 200),
        mc.StreamCut("chat_stream", "gone"),
        mc.WaitTimedOut("VI1", None, 5.0),
        mc.VideoFailed("VI1", "no picture"),
    ],
)
def test_errors_survive_pickling(error: Exception) -> None:
    twin = pickle.loads(pickle.dumps(error))
    assert type(twin) is type(error)
    assert (vars(twin), str(twin)) == (vars(error), str(error))
