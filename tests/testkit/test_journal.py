"""The journal tells all that was asked and answered, of one account at a time, and never a key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests
from calling import Caller, data

from memories_fake import Fake
from memories_fake.doors.wsgi import Request, call_app
from memories_fake.runtime.journal import Entry
from memories_fake.testkit.account import SteeredAccount

LIVE = "https://api.memories.ai"
KEY = "sk-caller-0001"
CANARY = "sk-canary/8f14e45f+cEea167a5a=="
FAULT = "X-Memories-Fake-Fault"
STREAM = {"prompt": "Is there a boat?"}


@pytest.fixture
def account(memories_fake: Fake) -> SteeredAccount:
    return memories_fake.account(KEY)


def called(
    fake: Fake, operation: str, body: Any = None, *, key: str = KEY, **headers: str
) -> bytes:
    """One call by the shortest way: thousands of them are made here."""
    sent = {"Authorization": key, "Content-Type": "application/json"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    url = f"{LIVE}/serve/api/v1/{operation}"
    reply = call_app(fake.app, Request("POST", url, sent, json.dumps(body).encode()))
    answer = b"".join(reply.pieces)
    reply.close()
    return answer


def asked(v1: Caller, number: str, **options: Any) -> requests.Response:
    return v1.post("chat_stream", {**STREAM, "video_nos": [number]}, **options)


# What an entry tells


def test_an_exchange_is_told_whole(v1: Caller, account: SteeredAccount) -> None:
    answer = v1.post("upload_url", data={"url": "https://films.example/harbour.mp4"})
    (entry,) = account.journal
    assert (entry.number, entry.operation, entry.method) == (1, "v1.upload_url", "POST")
    assert (entry.host, entry.path) == ("api.memories.ai", "/serve/api/v1/upload_url")
    assert entry.account == account.name
    assert entry.parameters["url"] == "https://films.example/harbour.mp4"
    assert entry.parameters["unique_id"] == "default"
    assert (entry.status, entry.code, entry.refusal) == (200, "0000", "")
    assert entry.answer == answer.text
    assert (entry.ended, entry.fault, entry.unknown, entry.findings) == ("whole", "", (), ())


def test_a_refusal_is_told_with_its_reason_and_with_what_was_sent(
    v1: Caller, account: SteeredAccount
) -> None:
    v1.get("get_session_detail", session_id="123", unique_id="anna")
    v1.post("chat", {"video_nos": [None], "prompt": "Why?"})
    v1.post("delete_videos", ["VI1", ""])
    missing, unread, listed = account.journal
    assert (missing.code, missing.refusal) == ("0001", "SessionNotFound")
    assert (unread.code, unread.refusal) == ("0003", "Unreadable")
    assert unread.parameters == {"video_nos": [None], "prompt": "Why?"}
    assert listed.parameters == {"video_nos": ["VI1", ""]}


def test_fields_that_no_contract_knows_are_named(v1: Caller, account: SteeredAccount) -> None:
    v1.post("list_videos?color=red", {"size": 5, "siez": 6})
    (entry,) = account.journal
    assert entry.unknown == ("color", "siez")


def test_every_file_is_told_by_its_digest(
    v1: Caller, account: SteeredAccount, tmp_path: Path
) -> None:
    files = [
        ("file", ("pier.mp4", b"pictures", "video/mp4")),
        ("file", ("pier.srt", b"1\n00:00:00,000 --> 00:00:01,000\nAhoy.\n", "text/plain")),
    ]
    v1.post("upload", files=files)
    v1.post("upload", files={"file": ("pier again.mp4", b"pictures", "video/mp4")})
    first, second = account.journal
    assert sorted(first.digests) == ["file", "file[1]"]
    assert second.digests == {"file": first.digests["file"]}


def test_a_call_that_fits_no_operation_names_the_nearest(
    v1: Caller, account: SteeredAccount
) -> None:
    v1.post("list_video", {})
    v1.get("list_videos")
    path, method = account.journal
    assert (path.operation, path.refusal, path.code) == ("", "OperationUnknown", "0001")
    (told,) = path.findings
    assert told.startswith("no operation at POST /serve/api/v1/list_video; the nearest is ")
    assert told.endswith("v1.list_videos: POST /serve/api/v1/list_videos")
    assert (method.refusal, method.status) == ("MethodWrong", 405)
    assert "the nearest is v1.list_videos: POST" in method.findings[0]


def test_a_fault_is_told_with_what_it_did(v1: Caller, account: SteeredAccount) -> None:
    account.faults.add(operation="v1.search", code="0429", message="slow down")
    account.faults.add(operation="v1.list_videos", status=502, body="gateway")
    account.faults.add(operation="v1.list_sessions", connection="reset")
    v1.post("search", {"search_param": "boat"})
    v1.post("list_videos", {})
    with pytest.raises(requests.ConnectionError):
        v1.get("list_sessions")
    envelope, http, connection = account.journal
    assert (envelope.code, envelope.refusal) == ("0429", "Struck")
    assert envelope.fault == "operation=v1.search, code=0429, message=slow down"
    assert (http.code, http.status) == ("HTTP 502", 502)
    assert "502" in http.answer
    assert (connection.code, connection.answer, connection.ended) == ("", "", "cut")


# Streams


def test_a_stream_is_told_frame_by_frame(v1: Caller, account: SteeredAccount) -> None:
    number = v1.parsed()
    answer = asked(v1, number, stream=True)
    pieces = [piece.decode() for piece in answer.iter_content(1 << 20)]
    entry = account.journal[-1]
    assert len(pieces) > 5
    assert entry.frames == tuple(pieces)
    assert entry.frames[-1] == 'data:{"code":"SUCCESS","data":"Done"}\n\n'
    assert (entry.ended, entry.answer) == ("whole", "")


def test_pieces_that_cut_a_character_are_told_byte_for_byte(
    v1: Caller, account: SteeredAccount
) -> None:
    number = v1.parsed()
    account.chat.reply(when=r".", say="Das Boot heißt „Möwe“.")
    answer = asked(v1, number, headers={FAULT: "piece_bytes=1"})
    told = "".join(account.journal[-1].frames)
    assert answer.content.decode(errors="backslashreplace") != told
    back = told.encode("latin-1").decode("unicode_escape").encode("latin-1")
    assert "Möwe" in back.decode()


@pytest.mark.parametrize(
    ("fault", "ended"),
    [("cut_after_events=1", "cut"), ("ending=none", "whole"), ("ending=twice", "whole")],
)
def test_how_a_stream_ended_is_told(
    fault: str, ended: str, v1: Caller, account: SteeredAccount
) -> None:
    number = v1.parsed()
    try:
        answer = asked(v1, number, headers={FAULT: fault}).text
    except requests.RequestException:
        answer = ""
    entry = account.journal[-1]
    assert (entry.ended, entry.fault) == (ended, fault)
    assert "".join(entry.frames) == answer or ended == "cut"


def test_a_stream_is_open_until_it_is_read_or_left(v1: Caller, account: SteeredAccount) -> None:
    number = v1.parsed()
    answer = asked(v1, number, stream=True)
    assert account.journal[-1].ended == "open"
    pieces = answer.iter_content(1 << 20)
    next(pieces)
    assert account.journal[-1].ended == "open"
    answer.close()
    pieces.close()  # type: ignore[attr-defined]
    assert account.journal[-1].ended == "left"
    assert len(account.journal[-1].frames) == 1


def test_a_stream_that_nobody_reads_is_left(v1: Caller, account: SteeredAccount) -> None:
    asked(v1, v1.parsed(), stream=True).close()
    assert (account.journal[-1].ended, account.journal[-1].frames) == ("left", ())


def test_who_hangs_up_on_the_closing_frame_has_read_the_whole(api: Caller) -> None:
    account = api.fake.account(KEY)
    number = api.parsed()
    answer = asked(api, number, stream=True)
    for line in answer.iter_lines(chunk_size=1):
        if b'"Done"' in line:
            break
    assert account.journal[-1].ended == "whole"
    answer.close()
    assert account.journal[-1].ended == "whole"


def test_an_open_stream_keeps_its_place(v1: Caller, account: SteeredAccount) -> None:
    number = v1.parsed()
    answer = asked(v1, number, stream=True)
    v1.post("list_videos", {})
    _ = answer.content
    assert [entry.operation for entry in account.journal][-2:] == [
        "v1.chat_stream",
        "v1.list_videos",
    ]


def test_a_stream_that_outlives_a_reset_is_forgotten(v1: Caller, account: SteeredAccount) -> None:
    answer = asked(v1, v1.parsed(), stream=True)
    account.reset()
    v1.post("list_videos", {})
    v1.post("list_videos", {})
    _ = answer.content
    assert [entry.operation for entry in account.journal] == ["v1.list_videos"] * 2


def test_a_field_of_a_form_may_have_no_name(v1: Caller, account: SteeredAccount) -> None:
    nameless = b"--x\r\nContent-Disposition: form-data\r\n\r\nnull\r\n--x--\r\n"
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    assert v1.post("upload", data=nameless, headers=form).json()["code"] == "0001"
    assert account.journal[-1].unknown == ("",)


# The account's time


def test_times_are_the_accounts_own(v1: Caller, account: SteeredAccount) -> None:
    start_ms = account.clock.now_ms()
    v1.post("list_videos", {})
    account.clock.advance(minutes=5)
    v1.post("list_videos", {}, headers={FAULT: "latency_seconds=2"})
    first, second = account.journal
    assert (first.came_at_ms - start_ms, first.at_ms - start_ms) == (0, 1_000)
    assert (second.came_at_ms - start_ms, second.at_ms - start_ms) == (301_000, 304_000)


def test_a_call_that_comes_to_nothing_has_its_time_too(v1: Caller, account: SteeredAccount) -> None:
    account.clock.advance(minutes=1)
    v1.get("nothing")
    v1.post("list_videos", {}, headers={"Authorization": f"Bearer {KEY}"})
    assert {entry.at_ms for entry in account.journal} == {account.clock.now_ms()}


# Whose it is


def test_accounts_are_told_apart_and_numbered_each_for_itself(
    v1: Caller, account: SteeredAccount, memories_fake: Fake
) -> None:
    other = memories_fake.account(v1.other().key)
    for caller in (v1, v1.other(), v1.other(), v1):
        caller.post("list_videos", {})
    assert [entry.number for entry in account.journal] == [1, 2]
    assert [entry.number for entry in other.journal] == [1, 2]
    everything = list(memories_fake.services.journal)
    assert [entry.account for entry in everything] == [
        account.name,
        *[other.name] * 2,
        account.name,
    ]
    other.reset()
    assert other.journal == ()
    assert len(account.journal) == 2


def test_a_key_that_is_not_let_in_has_a_journal_of_its_own() -> None:
    with Fake(keys=["sk-the-only-one"]) as fake:
        called(fake, "list_videos")
        called(fake, "nothing")
        called(fake, "list_videos", key="sk-the-only-one")
        refused, unknown = fake.account(KEY).journal
        assert (refused.refusal, unknown.refusal) == ("KeyNotAdmitted", "OperationUnknown")
        assert len(fake.account("sk-the-only-one").journal) == 1


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER "])
def test_a_key_after_bearer_is_the_same_account(
    scheme: str, v1: Caller, account: SteeredAccount
) -> None:
    v1.post("list_videos", {}, headers={"Authorization": f"{scheme} {KEY}"})
    (entry,) = account.journal
    assert entry.refusal == "KeyNotRaw"
    assert KEY not in repr(entry)


# No key, ever


def everywhere(caller: Caller, key: str) -> None:
    """Send the key in every place that a call has."""
    number = caller.parsed(f"https://films.example/{quote(key, safe='')}.mp4")
    caller.post("upload_url", data={"url": f"https://films.example/a.mp4?token={key}", key: key})
    caller.post("chat", {"video_nos": [number], "prompt": f"What is {key}?", key: 1})
    caller.post("chat", {"video_nos": [[{key: key}]], "prompt": "Why?"})
    asked = {"video_nos": [number], "prompt": f"What is {key}?"}
    caller.post("chat_stream", asked, headers={FAULT: "piece_bytes=3"})
    caller.get("list_sessions", unique_id=key, **{key: key})
    caller.get("search_audio_transcripts", query=key)
    caller.get(f"nothing/{key}/here")
    caller.get(f"nothing/{quote(key, safe='')}/here")
    caller.post("list_videos", {}, headers={"User-Agent": key, "Accept": f"text/{key}"})
    caller.post("list_videos", {}, headers={FAULT: f"code=0001; message=no {key}"})
    caller.post("list_videos", {}, headers={FAULT: json.dumps({"headers": {key: key}})})
    caller.post("upload", files={key: (f"{key}.mp4", b"pictures", "video/mp4")})
    caller.post("list_videos", {}, headers={"Authorization": f"bearer  {key}", "User-Agent": key})
    caller.post("memories/add", {"memories": [f"the key is {key}"]})
    caller.send(key, "list_videos")


@pytest.mark.parametrize("key", [CANARY, "sk-plain-canary-5a36dedd4bea2543", 'sk-"q\\x"-canary-99'])
def test_no_key_is_ever_written_down(key: str, memories_fake: Fake) -> None:
    everywhere(Caller(LIVE, fake=memories_fake, key=key), key)
    journal = memories_fake.account(key).journal
    assert len(journal) == 16
    assert sum("…" in repr(entry) for entry in journal) == len(journal)
    for entry in journal:
        written = repr(entry) + json.dumps(list(entry.frames)) + "".join(entry.frames)
        for spelling in (key, quote(key, safe=""), json.dumps(key)[1:-1]):
            assert spelling not in written, entry


def test_a_key_that_a_border_of_frames_goes_through_is_masked(
    v1: Caller, account: SteeredAccount
) -> None:
    number = v1.parsed()
    account.chat.reply(when=r".", say=f"The word is {KEY}, and so it is.")
    for size in range(1, 20):
        answer = asked(v1, number, headers={FAULT: f"piece_bytes={size}"})
        assert KEY in answer.text
        told = "".join(account.journal[-1].frames)
        assert KEY not in told
        assert told == answer.text.replace(KEY, "sk-…01")


def test_a_short_key_shows_none_of_its_signs(memories_fake: Fake) -> None:
    called(memories_fake, "list_videos", key="qz9")
    (entry,) = memories_fake.account("qz9").journal
    assert entry.headers["Authorization"] == "…"
    assert "qz9" not in repr(entry)


# No more than there is room for


def test_the_latest_thousand_are_kept() -> None:
    with Fake() as fake:
        bearer = f"Bearer {KEY}"
        called(fake, "list_videos", key="sk-another-one")
        for _ in range(1_005):
            called(fake, "list_videos", key=bearer)
        journal = fake.account(KEY).journal
        assert (len(journal), journal[0].number, journal[-1].number) == (1_000, 6, 1_005)
        assert len(fake.account("sk-another-one").journal) == 1


@pytest.mark.parametrize("sign", ["a", "ß", "船"])
def test_of_a_body_no_more_than_64_kib_are_kept(
    sign: str, v1: Caller, account: SteeredAccount
) -> None:
    long = sign * 40_000
    v1.post("chat", {"video_nos": [long] * 50, "prompt": long, "session_id": long})
    v1.post("upload_url", data={"url": f"https://films.example/{long}.mp4"})
    v1.post("list_videos", {f"{sign}{n}": n for n in range(20_000)})
    for entry in account.journal:
        bodies = (entry.parameters, list(entry.unknown), entry.answer, list(entry.frames))
        for body in bodies:
            assert len("".join(texts_of(body)).encode()) <= 65_536
    assert account.journal[0].parameters["video_nos"][0].startswith(sign * 1_000)


def test_of_a_stream_no_more_than_64_kib_are_kept(v1: Caller, account: SteeredAccount) -> None:
    number = v1.parsed()
    account.chat.reply(when=r".", say="船 and boat, " * 10_000)
    answer = asked(v1, number)
    entry = account.journal[-1]
    told = "".join(entry.frames)
    assert 65_000 < len(told.encode()) <= 65_536 < len(answer.content)
    assert answer.text.startswith(told)
    assert entry.ended == "whole"


def test_a_key_at_the_edge_of_what_is_kept_is_masked(v1: Caller, account: SteeredAccount) -> None:
    for left in range(len(KEY) + 1):
        v1.get("search_audio_transcripts", query="")
        v1.post("memories/search", {"query": "x" * (65_536 - left - len("query")) + KEY})
        told = "".join(texts_of(account.journal[-1].parameters))
        assert "sk-call" not in told


def texts_of(value: Any) -> Iterator[str]:
    """All texts in a value, names included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from texts_of(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from texts_of(item)


# The same each time


def short_story(fake: Fake) -> tuple[Entry, ...]:
    fake.reset(KEY)
    called(fake, "chat", {"promt": "Why?"})
    called(fake, "chat", {**STREAM, "video_nos": ["VI1"]}, **{FAULT: "code=0429"})
    called(fake, "list_videos", key=f"Bearer {KEY}")
    return fake.account(KEY).journal


def long_story(fake: Fake) -> tuple[Entry, ...]:
    fake.reset(KEY)
    made = json.loads(called(fake, "upload_url", {"url": "https://films.example/boat.mp4"}))
    fake.clock(KEY).advance(minutes=20)
    called(fake, "chat_stream", {**STREAM, "video_nos": [made["data"]["videoNo"]]})
    called(fake, "nothing")
    return fake.account(KEY).journal


def test_a_thousand_runs_leave_the_same_journal() -> None:
    with Fake(seed=7, check_replies=False) as fake:
        first = short_story(fake)
        assert [entry.code for entry in first] == ["0001", "0429", "9009"]
        for run in range(1, 1_000):
            assert short_story(fake) == first, run


def test_streams_and_wrong_paths_are_told_alike_in_another_fake_amid_others() -> None:
    with Fake(seed=7) as one, Fake(seed=7) as other:
        first = long_story(one)
        assert [entry.ended for entry in first] == ["whole"] * 3
        for _ in range(5):
            called(other, "list_videos", key="sk-somebody-else")
            assert long_story(other) == first


# Over HTTP


def journal_of(api: Caller, **query: Any) -> list[dict[str, Any]]:
    headers = {"Authorization": api.key}
    answer = requests.get(f"{api.base}/_fake/journal", params=query, headers=headers, timeout=5)
    assert answer.status_code == 200, answer.text
    entries: list[dict[str, Any]] = answer.json()["entries"]
    return entries


def test_it_is_told_over_http_as_in_python(api: Caller) -> None:
    api.post("list_videos", {"siez": 1})
    api.other().post("list_videos", {})
    (told,) = journal_of(api)
    (entry,) = api.fake.account(KEY).journal
    lists = {name: tuple(told[name]) for name in ("unknown", "unevidenced")}
    assert Entry(**{**told, **lists}) == replace(
        entry,
        frames=[],
        findings=[],  # type: ignore[arg-type]
    )
    everyone = requests.get(f"{api.base}/_fake/journal", timeout=5).json()["entries"]
    assert len(everyone) == 2


def test_it_can_be_sifted(api: Caller) -> None:
    data(api.post("list_videos", {}))
    api.post("search", {})
    api.post("chat", {})
    data(api.get("list_sessions"))
    assert [e["operation"] for e in journal_of(api, operation="v1.list_*")] == [
        "v1.list_videos",
        "v1.list_sessions",
    ]
    assert [e["operation"] for e in journal_of(api, code="0001")] == ["v1.search", "v1.chat"]
    assert [e["number"] for e in journal_of(api, last=2)] == [3, 4]
    assert [e["number"] for e in journal_of(api, after=3)] == [4]
    assert [e["number"] for e in journal_of(api, code="0001", last=1, operation="*")] == [3]
    assert journal_of(api, operation="v1.delete_videos") == []


def test_looking_at_the_journal_is_in_no_journal(api: Caller) -> None:
    journal_of(api)
    assert journal_of(api) == []
    wrong = requests.get(f"{api.base}/_fake/journal?lats=2", timeout=5)
    assert wrong.status_code == 400
    assert "lats" in wrong.json()["error"]["message"]
