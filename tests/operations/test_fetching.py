"""upload_url with --fetch: what lies at the address is what it is; private places stay private."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from calling import Caller, data, make_clip, refusal

from memories_fake import Fake

LIVE = "https://api.memories.ai"


@pytest.fixture
def films(tmp_path: Path) -> Iterator[str]:
    """A web server on this machine that holds one film of two seconds."""
    make_clip(tmp_path / "two seconds.mp4", seconds=2)

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_nothing_is_fetched_unless_asked_for(films: str, v1: Caller) -> None:
    v1.parsed(f"{films}/two%20seconds.mp4")
    (video,) = data(v1.post("list_videos", {}))["videos"]
    assert int(video["duration"]) >= 20  # made up from the name alone


def test_what_is_fetched_is_looked_at_and_kept(films: str, tmp_path: Path) -> None:
    with Fake(fetch="any") as fake, fake.activate():
        caller = Caller(LIVE, fake=fake)
        number = caller.parsed(f"{films}/two%20seconds.mp4")
        (video,) = data(caller.post("list_videos", {}))["videos"]
        assert (video["duration"], video["video_name"]) == ("2", "two seconds")
        film = (tmp_path / "two seconds.mp4").read_bytes()
        assert caller.post("download", {"video_no": number}).content == film


def test_a_fake_is_no_way_into_a_private_network(films: str) -> None:
    with Fake(fetch="public") as fake, fake.activate():
        caller = Caller(LIVE, fake=fake)
        for address in (films, films.replace("127.0.0.1", "localhost")):
            code, message = refusal(
                caller.post("upload_url", data={"url": f"{address}/two%20seconds.mp4"})
            )
            assert code == "0001"
            assert "is not a public address" in message
        assert data(caller.post("list_videos", {}))["total_count"] == "0"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://films.example/a.mp4", "nonsense"])
def test_only_web_addresses_are_fetched(url: str) -> None:
    with Fake(fetch="any") as fake, fake.activate():
        caller = Caller(LIVE, fake=fake)
        assert refusal(caller.post("upload_url", data={"url": url}))[0] == "0001"


def test_what_is_not_there_is_refused_and_leaves_nothing(films: str) -> None:
    with Fake(fetch="any") as fake, fake.activate():
        caller = Caller(LIVE, fake=fake)
        assert refusal(caller.post("upload_url", data={"url": f"{films}/gone.mp4"}))[0] == "0001"
        assert data(caller.post("list_videos", {}))["total_count"] == "0"
