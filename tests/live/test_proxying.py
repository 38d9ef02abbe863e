"""The proxy between a program and a service: it hands on what comes, as it comes."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import requests
from taped import PATIENCE_SECONDS, command, document, every_byte
from werkzeug import Request, Response

from memories_fake import Fake
from memories_fake.doors.server import Server
from memories_fake.live.recording import recording, replaying
from memories_fake.live.recording.doors import Choices, Deck, Mode
from memories_fake.live.recording.taking import MOST_KEPT_BYTES
from memories_fake.settings import Time

KEY = "sk-through-a-proxy"
HEADERS = {"Authorization": KEY}


@contextmanager
def recorded_over_ports(file: Path, service: Callable[..., Any]) -> Iterator[str]:
    """The address of a proxy that records this service, each at a port of its own."""
    with Server(service) as server:
        deck = Deck(Choices(file, Mode.ALL, server.url))
        with deck.serve() as proxy:
            yield proxy.url
        deck.save()


@contextmanager
def replayed_over_a_port(file: Path) -> Iterator[str]:
    with Deck(Choices(file)).serve() as server:
        yield server.url


def test_events_go_through_as_they_arrive(tmp_path: Path) -> None:
    go_on = Event()

    @Request.application
    def service(_call: Request) -> Response:
        def events() -> Iterator[bytes]:
            yield b"data: first\n\n"
            assert go_on.wait(PATIENCE_SECONDS)
            yield b"data: last\n\n"

        return Response(events(), content_type="text/event-stream")

    with recorded_over_ports(tmp_path / "c.json", service) as url:
        answer = requests.get(f"{url}/events", stream=True, timeout=PATIENCE_SECONDS)
        heard = answer.iter_content(None)
        assert next(heard) == b"data: first\n\n"
        go_on.set()
        assert b"".join(heard) == b"data: last\n\n"
    with replayed_over_a_port(tmp_path / "c.json") as url:
        told = requests.get(f"{url}/events", timeout=PATIENCE_SECONDS).content
    assert told == b"data: first\n\ndata: last\n\n"


def test_status_headers_and_bytes_are_the_service_s_own(tmp_path: Path) -> None:
    content = bytes(range(256)) * 9

    @Request.application
    def service(_call: Request) -> Response:
        headers = [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("X-Kind", "é")]
        return Response(content, 418, headers, content_type="application/octet-stream")

    def program(url: str) -> tuple[int, str, list[str], bytes]:
        told = requests.get(f"{url}/any", timeout=PATIENCE_SECONDS)
        return told.status_code, told.headers["X-Kind"], sorted(told.cookies.keys()), told.content

    with recorded_over_ports(tmp_path / "c.json", service) as url:
        seen = program(url)
    assert seen == (418, "é", ["a", "b"], content)
    with replayed_over_a_port(tmp_path / "c.json") as url:
        assert program(url) == seen


def test_a_packed_answer_is_kept_unpacked(tmp_path: Path) -> None:
    @Request.application
    def service(_call: Request) -> Response:
        packed = gzip.compress(f'{{"key":"{KEY}"}}'.encode())
        return Response(packed, 200, {"Content-Encoding": "gzip"}, content_type="application/json")

    with recorded_over_ports(tmp_path / "c.json", service) as url:
        seen = requests.get(f"{url}/any", headers=HEADERS, timeout=PATIENCE_SECONDS).json()
    assert seen == {"key": KEY}
    assert KEY.encode() not in every_byte(tmp_path / "c.json")
    with replayed_over_a_port(tmp_path / "c.json") as url:
        mine = {"Authorization": "sk-a-key-of-mine"}
        told = requests.get(f"{url}/any", headers=mine, timeout=PATIENCE_SECONDS).json()
    assert told == {"key": "sk-a-key-of-mine"}


def test_what_the_service_hears_is_what_the_program_said(tmp_path: Path) -> None:
    heard: list[tuple[str, str, bytes]] = []

    @Request.application
    def service(call: Request) -> Response:
        heard.append((call.method, call.environ["RAW_URI"], call.get_data()))
        return Response("{}")

    with recorded_over_ports(tmp_path / "c.json", service) as url:
        requests.put(f"{url}/a%20b/c?x=1&x=2&y=%C3%A4", data=b"\x00\xff", timeout=30)
        requests.post(f"{url}/chunks", data=iter([b"one", b"two"]), timeout=30)
        requests.post(f"{url}/nothing", timeout=30)
    assert heard == [
        ("PUT", "/a%20b/c?x=1&x=2&y=%C3%A4", b"\x00\xff"),
        ("POST", "/chunks", b"onetwo"),
        ("POST", "/nothing", b""),
    ]


def test_a_large_upload_goes_through_and_only_its_digest_stays(tmp_path: Path) -> None:
    film = b"0123456789abcdef" * (20 << 16)  # 20 MiB

    @Request.application
    def service(call: Request) -> Response:
        return Response(hashlib.sha256(call.files["file"].read()).hexdigest())

    files = {"file": ("film.mp4", film)}
    with recorded_over_ports(tmp_path / "c.json", service) as url:
        seen = requests.post(f"{url}/upload", files=files, timeout=PATIENCE_SECONDS).text
    digest = hashlib.sha256(film).hexdigest()
    assert seen == digest
    (part,) = document(tmp_path / "c.json")["exchanges"][0]["request"]["body"]["parts"]
    assert (part["bytes"], part["sha256"]) == (len(film), digest)
    with replayed_over_a_port(tmp_path / "c.json") as url:
        again = requests.post(f"{url}/upload", files=files, timeout=PATIENCE_SECONDS)
        assert again.text == digest
        other = {"file": ("film.mp4", film[1:])}
        refused = requests.post(f"{url}/upload", files=other, timeout=PATIENCE_SECONDS)
    assert refused.status_code == 501
    assert "part file: recorded" in refused.json()["msg"]


def test_an_answer_that_is_too_large_to_be_kept_says_so_in_a_replay(tmp_path: Path) -> None:
    @Request.application
    def service(_call: Request) -> Response:
        return Response(bytes(MOST_KEPT_BYTES + 1))

    with recorded_over_ports(tmp_path / "c.json", service) as url:
        whole = requests.get(f"{url}/large", timeout=PATIENCE_SECONDS)
    assert len(whole.content) == MOST_KEPT_BYTES + 1
    with replayed_over_a_port(tmp_path / "c.json") as url:
        told = requests.get(f"{url}/large", timeout=PATIENCE_SECONDS)
    assert told.status_code == 501
    assert f"its {MOST_KEPT_BYTES + 1} bytes were too many to be kept" in told.json()["msg"]


def test_links_lead_to_whoever_answers_now(tmp_path: Path) -> None:
    @Request.application
    def service(call: Request) -> Response:
        if call.path == "/made":
            return Response(f'{{"link":"{call.host_url}there?from={call.host_url}"}}')
        return Response(call.args["from"])

    def program(url: str) -> str:
        made = requests.get(f"{url}/made", timeout=PATIENCE_SECONDS).json()
        return requests.get(made["link"], timeout=PATIENCE_SECONDS).text

    with recorded_over_ports(tmp_path / "c.json", service) as url:
        assert program(url) == f"{url}/"
    with replayed_over_a_port(tmp_path / "c.json") as url:
        assert program(url) == f"{url}/"


def test_many_at_once_are_all_taken_down_and_told_again(tmp_path: Path) -> None:
    @Request.application
    def service(call: Request) -> Response:
        return Response(call.args["n"])

    def program(url: str) -> list[str]:
        def get(number: int) -> str:
            asked = {"n": number}
            return requests.get(f"{url}/n", params=asked, timeout=PATIENCE_SECONDS).text

        with ThreadPoolExecutor(8) as many:
            return list(many.map(get, range(40)))

    with recorded_over_ports(tmp_path / "c.json", service) as url:
        seen = program(url)
    assert seen == [str(number) for number in range(40)]
    with replayed_over_a_port(tmp_path / "c.json") as url:
        assert program(url) == seen


def test_each_host_is_recorded_at_its_own_service(tmp_path: Path) -> None:
    def named(name: str) -> Callable[..., Any]:
        return Request.application(lambda call: Response(f"{name} {call.path}"))

    with Server(named("one")) as one, Server(named("two")) as two:
        deck = Deck(Choices(tmp_path / "c.json", Mode.ALL, (one.url, two.url)))
        with deck.serve() as proxy:
            heard = []
            for host in (one.url, two.url, "http://elsewhere"):
                meant = {"X-Forwarded-Host": host.removeprefix("http://")}
                heard.append(requests.get(f"{proxy.url}/any", headers=meant, timeout=30).text)
        deck.save()
    assert heard == ["one /any", "two /any", "one /any"]
    assert document(tmp_path / "c.json")["against"] == [one.url, two.url]


def test_recording_a_host_in_process_really_goes_to_it(tmp_path: Path) -> None:
    """The hosts lead into the proxy, and what it asks itself must not come back to it."""
    with recording(tmp_path / "c.json", against="http://127.0.0.1:9"):
        told = requests.get("https://api.memories.ai/any", timeout=PATIENCE_SECONDS)
    assert told.status_code == 502
    assert told.json()["msg"] == "memories-fake: http://127.0.0.1:9 did not answer: ConnectionError"


def test_a_live_key_is_given_to_no_other_host(tmp_path: Path) -> None:
    headers = {"Authorization": "sk-mavi-0123456789"}
    with recording(tmp_path / "c.json", against="http://somebody.invalid"):
        told = requests.get("https://api.memories.ai/any", headers=headers, timeout=30)
    assert told.status_code == 502
    assert "would be given to somebody else" in told.json()["msg"]


def test_what_is_under_way_when_the_recording_ends_is_kept_as_far_as_it_came(
    tmp_path: Path,
) -> None:
    go_on = Event()

    @Request.application
    def service(_call: Request) -> Response:
        def events() -> Iterator[bytes]:
            yield b"data: first\n\n"
            go_on.wait(PATIENCE_SECONDS)

        return Response(events(), content_type="text/event-stream")

    with recorded_over_ports(tmp_path / "c.json", service) as url:
        answer = requests.get(f"{url}/events", stream=True, timeout=PATIENCE_SECONDS)
        assert next(answer.iter_content(None)) == b"data: first\n\n"
    go_on.set()
    (told,) = document(tmp_path / "c.json")["exchanges"][0]["answers"]
    assert (told["ended"], told["body"]["frames"][0]["text"]) == ("left", "data: first\n\n")


def test_httpx_is_replayed_as_well(tmp_path: Path) -> None:
    httpx = pytest.importorskip("httpx")
    address = "https://api.memories.ai/serve/api/v1/list_videos"
    with Fake(world="demo") as fake, recording(tmp_path / "c.json", against=fake):
        seen = httpx.post(address, headers=HEADERS, json={}).json()
    assert seen["data"]["videos"]
    with replaying(tmp_path / "c.json"):
        assert httpx.post(address, headers=HEADERS, json={}).json() == seen
        assert requests.post(address, headers=HEADERS, json={}, timeout=30).json() == seen


@contextmanager
def running(*arguments: object) -> Iterator[str]:
    """The address of a command that serves until it is interrupted."""
    whole = [sys.executable, "-u", "-m", "memories_fake", *map(str, arguments)]
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    with subprocess.Popen(whole, stderr=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stderr is not None
        yield re.findall(r"http://127[0-9.:]+(?=: point a program)", child.stderr.readline())[0]
        child.send_signal(signal.SIGTERM)
        assert child.wait(PATIENCE_SECONDS) == 0, child.stderr.read()


def test_without_a_command_both_serve_until_they_are_stopped(tmp_path: Path) -> None:
    def program(url: str) -> Any:
        address = f"{url}/serve/api/v1/list_videos"
        return requests.post(address, headers=HEADERS, json={}, timeout=30).json()

    file = tmp_path / "c.json"
    with ExitStack() as doors:
        server = doors.enter_context(Fake(time=Time.REAL, world="demo").serve())
        url = doors.enter_context(running("record", "--against", server.url, "--out", file))
        seen = program(url)
    assert seen["data"]["videos"]
    with running("replay", file, "--port", "0") as url:
        assert program(url) == seen


def test_a_refusal_shows_the_key_to_nobody(tmp_path: Path) -> None:
    asking = f"""
import requests
for said in ("one", "{KEY}"):
    print(requests.get("https://api.memories.ai/any/" + said, params={{"who": "me@mine.example"}},
          headers={{"Authorization": "{KEY}"}}).text)
"""
    with Server(Request.application(lambda _call: Response("{}"))) as server:
        file = tmp_path / "c.json"
        one = asking.replace('("one", ', '("one",) or (')
        told = command(
            "record", "--against", server.url, "--out", file, "--", sys.executable, "-c", one
        )
        assert told.returncode == 0, told.stderr
    again = command("replay", file, "--", sys.executable, "-c", asking)
    assert again.returncode == 1
    assert "1 refused request" in again.stderr
    for told in (again.stderr, again.stdout):
        assert KEY not in told
        assert "me@mine.example" not in told
