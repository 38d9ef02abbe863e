"""Where the key and the address come from, and that the key is never shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests
import responses
from client_answers import HOME, KEY, client, failure, listing, url

from memories_client import AuthError, BadAnswer, KeyMissing, Memories, MemoriesError


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MEMORIES_API_KEY", "MEMORIES_AI_API_KEY", "MEMORIES_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_key_the_error_says_what_to_set() -> None:
    with pytest.raises(KeyMissing, match="MEMORIES_API_KEY"):
        Memories()


@pytest.mark.parametrize("key", [f"Bearer {KEY}", "sk-…", "sk-one\nX-Other: two"])
def test_a_key_that_cannot_be_sent_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(KeyMissing) as caught:
        Memories(key)
    assert key not in str(caught.value)


@responses.activate
@pytest.mark.parametrize("name", ["MEMORIES_API_KEY", "MEMORIES_AI_API_KEY"])
def test_key_and_address_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, f"{KEY}\n")
    monkeypatch.setenv("MEMORIES_BASE_URL", f"{HOME}/")
    sent = responses.post(url("list_videos"), json=listing())
    Memories().list_videos()
    assert sent.calls[0].request.headers["Authorization"] == KEY


@responses.activate
def test_the_first_variable_wins_and_the_live_service_is_the_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MEMORIES_API_KEY", "sk-first")
    monkeypatch.setenv("MEMORIES_AI_API_KEY", "sk-second")
    sent = responses.post("https://api.memories.ai/serve/api/v1/list_videos", json=listing())
    Memories().list_videos()
    assert sent.calls[0].request.headers["Authorization"] == "sk-first"


@responses.activate
def test_a_netrc_does_not_replace_the_key(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine memories.test login someone password something\n")
    monkeypatch.setenv("NETRC", str(netrc))
    sent = responses.post(url("list_videos"), json=listing())
    client().list_videos()
    assert sent.calls[0].request.headers["Authorization"] == KEY


@responses.activate
def test_an_error_that_repeats_the_key_shows_it_masked() -> None:
    responses.post(url("list_videos"), json=failure("9009", f"Permission denied for {KEY}"))
    responses.post(url("search"), body=f"<html>{KEY}</html>", status=502)
    responses.post(url("chat"), body=requests.ConnectionError(f"no way for {KEY}"))
    attempts: list[Callable[[Memories], Any]] = [
        lambda m: m.list_videos(),
        lambda m: m.search("boats"),
        lambda m: m.chat("VI1", "Who?"),
    ]
    for attempt in attempts:
        with pytest.raises(MemoriesError) as caught:
            attempt(client())
        assert KEY not in str(caught.value) + repr(caught.value)
        assert "…cdef" in str(caught.value)


def test_the_repr_shows_the_address_and_not_the_key() -> None:
    shown = repr(client(unique_id="team"))
    assert HOME in shown
    assert "team" in shown
    assert KEY not in shown


@responses.activate
def test_an_own_session_is_closed_with_the_client_and_a_given_one_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    closed: list[requests.Session] = []

    def close(session: requests.Session) -> None:
        closed.append(session)

    monkeypatch.setattr(requests.Session, "close", close)
    with client():
        pass
    assert len(closed) == 1
    with client(session=requests.Session()):
        pass
    assert len(closed) == 1


@responses.activate
def test_a_client_for_another_namespace_speaks_for_it_alone() -> None:
    sent = responses.post(url("list_videos"), json=listing())
    first = client(unique_id="one")
    first.with_unique_id("two").list_videos()
    first.list_videos()
    first.with_unique_id(None).list_videos()
    bodies = [call.request.body for call in sent.calls]
    assert b'"unique_id": "two"' in bodies[0]
    assert b'"unique_id": "one"' in bodies[1]
    assert b"unique_id" not in bodies[2]


@responses.activate
@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_by_http_status_alone_is_an_auth_error(status: int) -> None:
    responses.post(url("list_videos"), body="no", status=status)
    with pytest.raises(AuthError, match="API key"):
        client().list_videos()


@responses.activate
def test_a_page_of_html_tells_to_check_the_address() -> None:
    responses.post(url("list_videos"), body="<html>hello</html>", content_type="text/html")
    with pytest.raises(BadAnswer, match="base URL"):
        client().list_videos()
