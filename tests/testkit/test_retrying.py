"""Programs that try again do so in-process as they do over a port."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from fault_clients import SOME_HOST
from hands import LIVE, PythonHand
from requests.adapters import HTTPAdapter
from urllib3 import Retry

from memories_fake.doors.server import Server

OK = "200 0000"


@pytest.fixture(params=["in-process", "port"])
def base(request: pytest.FixtureRequest, program: PythonHand) -> str:
    if request.param == "in-process":
        return LIVE
    server: Server = request.getfixturevalue("memories_server")
    return server.url


def told(base: str, key: str, retries: Retry | int) -> str:
    """What comes of a call by a session that tries again: status and code, or the exception."""
    with requests.Session() as session:
        session.mount(base, HTTPAdapter(max_retries=retries))
        try:
            answer = session.post(
                f"{base}/serve/api/v1/list_videos",
                json={},
                headers={"Authorization": key},
                timeout=(5, 0.3),
            )
        except requests.RequestException as error:
            return SOME_HOST.sub("the pool", f"{type(error).__name__}: {error}")
    code = answer.json()["code"] if answer.content else ""
    return f"{answer.status_code} {code}".strip()


def retry(**choices: Any) -> Retry:
    return Retry(2, allowed_methods=None, status_forcelist=[503], **choices)


RETRIES: dict[str, tuple[dict[str, Any], Retry | int, str]] = {
    "a status, cured in time": ({"status": 503, "first": 2}, retry(), OK),
    "a status, not cured": ({"status": 503}, retry(), "RetryError: the pool: Max retries exceeded"),
    "a status, and no complaint": ({"status": 503}, retry(raise_on_status=False), "503"),
    "a status that is not tried again": ({"status": 500}, retry(), "500"),
    "a reset, cured in time": ({"connection": "reset", "first": 2}, retry(), OK),
    "a reset, not cured": ({"connection": "reset"}, retry(), "ConnectionError: the pool: Max"),
    "a stall, cured in time": ({"connection": "stall", "first": 1}, retry(), OK),
    "a stall, not cured": ({"connection": "stall"}, retry(), "ConnectionError: the pool: Max"),
    "a reset of a post, which is not repeated": (
        {"connection": "reset"},
        Retry(2),
        "ConnectionError: ('Connection aborted.', ConnectionResetError(104, 'Connection reset",
    ),
    "a number of retries": (
        {"connection": "empty"},
        2,
        "ConnectionError: ('Connection aborted.', RemoteDisconnected('Remote end closed",
    ),
}


@pytest.mark.parametrize(("words", "retries", "comes"), RETRIES.values(), ids=RETRIES)
def test_who_tries_again(
    base: str, program: PythonHand, words: dict[str, Any], retries: Retry | int, comes: str
) -> None:
    program.steer("faults.add", **words)
    assert told(base, program.key, retries).startswith(comes)


def test_every_try_is_a_call_of_its_own(base: str, program: PythonHand) -> None:
    program.steer("faults.add", status=503, first=2)
    assert told(base, program.key, retry()) == OK
    codes = [entry.code for entry in program.account.journal]
    assert codes == ["HTTP 503", "HTTP 503", "0000"]
