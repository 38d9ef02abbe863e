"""Unmodified Python programs, each with the library it likes, reach the fake."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from redirect_target import (
    CALL,
    DEAD_PROXY,
    PATH,
    STREAM,
    Target,
    check_a_stream_arrives_event_by_event,
    check_the_call_arrived,
    python,
    said_by,
    said_in,
    said_past_proxies,
    serving,
)

from memories_fake.doors.redirect import redirected_environment


@pytest.fixture
def target() -> Iterator[Target]:
    with serving() as target:
        yield target


CALLS = {
    "requests": f"""
import requests
print(requests.post("{CALL}", json={{"prompt": "hi"}}).json()["path"])
""",
    "httpx": f"""
import httpx
print(httpx.post("{CALL}", json={{"prompt": "hi"}}).json()["path"])
""",
    "httpx async": f"""
import asyncio, httpx
async def main():
    async with httpx.AsyncClient() as client:
        print((await client.post("{CALL}", json={{"prompt": "hi"}})).json()["path"])
asyncio.run(main())
""",
    "aiohttp": f"""
import aiohttp, asyncio
async def main():
    async with aiohttp.ClientSession(trust_env=True) as session:
        async with session.post("{CALL}", json={{"prompt": "hi"}}) as response:
            print((await response.json(content_type=None))["path"])
asyncio.run(main())
""",
    "urllib.request": f"""
import json, urllib.request
with urllib.request.urlopen("{CALL}", b'{{"prompt": "hi"}}') as response:
    print(json.load(response)["path"])
""",
    "http.client": f"""
import json
from http.client import HTTPSConnection
connection = HTTPSConnection("api.memories.ai")
for _ in range(2):
    connection.request("POST", "{PATH}", '{{"prompt": "hi"}}')
    path = json.load(connection.getresponse())["path"]
connection.close()
print(path)
""",
    "urllib3": f"""
import urllib3
with urllib3.PoolManager() as pool:
    print(pool.request("POST", "{CALL}", json={{"prompt": "hi"}}).json()["path"])
""",
}


@pytest.mark.parametrize("library", CALLS)
def test_an_unmodified_program_reaches_the_fake(library: str, target: Target) -> None:
    assert said_by(python(CALLS[library]), target) == PATH
    check_the_call_arrived(target)


@pytest.mark.parametrize(
    "library", ["requests", "httpx", "httpx async", "aiohttp", "urllib.request"]
)
def test_no_proxy_variable_captures_a_redirected_call(library: str, target: Target) -> None:
    # Whatever the program itself makes of NO_PROXY.
    program = f"import os; os.environ.update(NO_PROXY='', no_proxy='')\n{CALLS[library]}"
    assert said_past_proxies(python(program), target) == PATH


def test_a_proxy_named_in_the_code_is_passed_by(target: Target) -> None:
    program = f"""
import aiohttp, asyncio, httpx, os, requests, urllib.request, urllib3
URL, PROXY = "{CALL}", "{DEAD_PROXY}"
os.environ.update(NO_PROXY="", no_proxy="")
requests.get(URL, proxies={{"https": PROXY}})
requests.get(URL.replace("https:", "http:"), proxies={{"http": PROXY}})
opener = urllib.request.build_opener(urllib.request.ProxyHandler({{"http": PROXY}}))
opener.open(URL.replace("https:", "http:")).close()
httpx.get(URL, proxy=PROXY)
with urllib3.ProxyManager(PROXY) as pool:
    pool.request("GET", URL)
async def main():
    async with httpx.AsyncClient(proxy=PROXY) as client:
        await client.get(URL)
    async with aiohttp.ClientSession(proxy=PROXY) as session, session.get(URL) as response:
        await response.read()
asyncio.run(main())
"""
    said_by(python(program), target)
    assert [seen.path for seen in target.seen] == [PATH] * 7


@pytest.mark.parametrize(
    "program",
    [
        "import requests; r = requests.get(URL); print(r.history[0].url, r.url, r.request.url)",
        """
import httpx
r = httpx.get(URL, follow_redirects=True)
print(r.history[0].url, r.url, r.request.url)
""",
        """
import aiohttp, asyncio
async def main():
    async with aiohttp.ClientSession() as session, session.get(URL) as response:
        print(response.history[0].url, response.url, response.real_url)
asyncio.run(main())
""",
    ],
)
def test_answers_show_original_urls_and_redirects_among_them_come_back_to_the_fake(
    program: str, target: Target
) -> None:
    start, end = "https://stream.memories.ai/moved", "https://api.memories.ai/landed"
    assert said_by(python(f"URL = {start!r}\n{program}"), target) == f"{start} {end} {end}"
    assert [seen.headers["x-forwarded-host"] for seen in target.seen] == [
        "stream.memories.ai",
        "api.memories.ai",
    ]


@pytest.mark.parametrize(
    "program",
    [
        "import requests; requests.post(URL, files={'file': ('a.mp4', film)})",
        "import httpx; httpx.post(URL, files={'file': ('a.mp4', film)})",
        """
import aiohttp, asyncio
async def main():
    form = aiohttp.FormData()
    form.add_field("file", film, filename="a.mp4")
    async with aiohttp.ClientSession() as session, session.post(URL, data=form) as response:
        await response.read()
asyncio.run(main())
""",
    ],
)
def test_a_multipart_upload_passes_through(program: str, target: Target, tmp_path: Path) -> None:
    film = tmp_path / "a.mp4"
    film.write_bytes(bytes(range(256)) * 2000)
    program = f"URL, film = {CALL!r}, open({str(film)!r}, 'rb')\n{program}\nfilm.close()"
    said_by(python(program), target)
    [seen] = target.seen
    assert seen.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert b'name="file"; filename="a.mp4"' in seen.body
    assert film.read_bytes() in seen.body


def test_a_body_that_is_made_as_it_goes_passes_through(target: Target) -> None:
    program = f"""
import httpx, requests, urllib.request
requests.post("{CALL}", data=iter([b"one ", b"two"]))
httpx.post("{CALL}", content=iter([b"one ", b"two"]))
urllib.request.urlopen("{CALL}", iter([b"one ", b"two"])).close()
"""
    said_by(python(program), target)
    assert [seen.headers["transfer-encoding"] for seen in target.seen] == ["chunked"] * 3
    assert [seen.body for seen in target.seen] == [b"one two"] * 3


@pytest.mark.parametrize(
    "program",
    [
        """
import requests
for line in requests.post(URL, stream=True).iter_lines(chunk_size=1):
    print(line.decode(), flush=True)
""",
        """
import httpx
with httpx.stream("POST", URL) as response:
    for line in response.iter_lines():
        print(line, flush=True)
""",
        """
import aiohttp, asyncio
async def main():
    async with aiohttp.ClientSession() as session, session.post(URL) as response:
        async for line in response.content:
            print(line.decode(), end="", flush=True)
asyncio.run(main())
""",
        """
import urllib.request
with urllib.request.urlopen(URL) as response:
    for line in response:
        print(line.decode(), end="", flush=True)
""",
    ],
)
def test_a_stream_arrives_event_by_event(program: str, target: Target) -> None:
    check_a_stream_arrives_event_by_event(python(f"URL = {STREAM!r}\n{program}"), target)


def test_any_other_host_is_left_alone(target: Target) -> None:
    with serving() as another:
        program = f"""
import aiohttp, asyncio, httpx, requests, urllib.request
URL = "{another.url}/elsewhere"
requests.get(URL)
httpx.get(URL)
urllib.request.urlopen(URL).close()
async def main():
    async with aiohttp.ClientSession() as session, session.get(URL) as response:
        await response.read()
asyncio.run(main())
"""
        said_by(python(program), target)
        seen = another.seen
    assert [each.path for each in seen] == ["/elsewhere"] * 4
    assert not any("x-forwarded-host" in each.headers for each in seen)
    assert target.seen == []


@pytest.mark.parametrize("library", ["http.client", "httpx"])
def test_the_fake_may_live_under_a_path(library: str, target: Target) -> None:
    environment = redirected_environment(os.environ, base_url=f"{target.url}/under/here/")
    assert said_in(environment, python(CALLS[library])) == f"/under/here{PATH}"
