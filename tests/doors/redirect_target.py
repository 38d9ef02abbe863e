"""What redirected programs call in the tests of that door, and how they are started."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest

from memories_fake.doors.redirect import redirected_environment

PATH = "/serve/api/v1/chat?lang=de"
CALL = f"https://api.memories.ai{PATH}"
STREAM = "https://api.memories.ai/stream"
DEAD_PROXY = "http://127.0.0.1:9"
PATIENCE_SECONDS = 20

NODE = shutil.which("node") or "node"
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="node is not on PATH")


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it arrived; header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Target(ThreadingHTTPServer):
    """What calls are redirected to: keeps what it sees, and holds a stream until told to go on."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.seen: list[Seen] = []
        self.go_on = Event()
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class Answering(BaseHTTPRequestHandler):
    server: Target
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.seen.append(Seen(self.command, self.path, headers, self.body()))
        if self.path == "/stream":
            self.stream()
        elif self.path == "/moved":
            self.reply(302, b"", location="https://api.memories.ai/landed")
        else:
            self.reply(200, json.dumps({"path": self.path}).encode())

    do_POST = do_GET  # noqa: N815 (the base class looks for this name)

    def body(self) -> bytes:
        if self.headers["Transfer-Encoding"] != "chunked":
            return self.rfile.read(int(self.headers["Content-Length"] or 0))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def reply(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"data: first\n\n")
        self.server.go_on.wait(PATIENCE_SECONDS)
        self.wfile.write(b"data: last\n\n")

    def log_message(self, *args: object) -> None:
        """Nothing: what matters is kept."""


@contextmanager
def serving() -> Iterator[Target]:
    """A target that answers while the block lasts."""
    with Target() as target:
        Thread(target=target.serve_forever, args=(0.01,), daemon=True).start()
        yield target
        target.shutdown()


def python(program: str) -> list[str]:
    """The command for a Python program that must not cause so much as a warning."""
    return [sys.executable, "-W", "error", "-c", program]


def node(program: str) -> list[str]:
    """The command for a Node program."""
    return [NODE, "-e", program]


def said_by(command: Sequence[str], target: Target, **variables: str) -> str:
    """What the program prints when it is redirected; it must succeed and complain of nothing."""
    return said_in(redirected_environment(os.environ | variables, base_url=target.url), command)


def said_past_proxies(command: Sequence[str], target: Target) -> str:
    """The same, where every proxy variable that there is names a proxy that nobody runs."""
    names = [f"{kind}_proxy" for kind in ("http", "https", "all")]
    proxies = dict.fromkeys([*names, *map(str.upper, names)], DEAD_PROXY)
    return said_by(command, target, NODE_USE_ENV_PROXY="1", **proxies)


def said_in(environment: Mapping[str, str], command: Sequence[str]) -> str:
    """What the program prints in this very environment."""
    child = subprocess.run(
        command,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    assert (child.returncode, child.stderr) == (0, "")
    return child.stdout.strip()


def check_a_stream_arrives_event_by_event(command: Sequence[str], target: Target) -> None:
    """The program prints the first event before the server has sent the last."""
    environment = redirected_environment(os.environ, base_url=target.url)
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "data: first\n"
        target.go_on.set()
        assert child.stdout.read().split() == ["data:", "last"]


def check_the_call_arrived(target: Target) -> None:
    """The last call is the one of the programs' tables, and says where it was meant to go."""
    seen = target.seen[-1]
    assert (seen.method, seen.path) == ("POST", PATH)
    assert seen.headers["x-forwarded-host"] == "api.memories.ai"
    assert f"http://{seen.headers['host']}" == target.url
    assert json.loads(seen.body) == {"prompt": "hi"}
