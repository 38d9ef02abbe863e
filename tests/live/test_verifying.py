"""The command that holds the contracts against a service, told through its command line."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from click.testing import CliRunner, Result

from memories_fake import Fake
from memories_fake.cli import main


def verify(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["verify", *arguments], env={"MEMORIES_API_KEY": None})


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Fake(parse_seconds=0) as fake, fake.serve() as server:
        yield server.url


def test_all_operations_of_the_fake_are_verified(url: str) -> None:
    result = verify("--against", url)
    assert result.exit_code == 0, result.output
    assert "0 drifted, 0 broken, 0 unverified: all well" in result.output


def test_one_scenario_leaves_the_rest_unverified_and_that_is_no_failure(url: str) -> None:
    result = verify("--against", url, "--only", "marketer")
    assert result.exit_code == 0
    assert "2 verified" in result.output


def test_a_scenario_that_there_is_not_is_refused_with_those_that_there_are(url: str) -> None:
    result = verify("--against", url, "--only", "oops")
    assert result.exit_code == 2
    assert "marketer" in result.output


def test_what_is_made_is_cleared_away(url: str) -> None:
    verify("--against", url, "--only", "library")
    assert "0 things were cleared away" in verify("--against", url, "--sweep").output


def test_a_server_that_knows_nothing_fails() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Nothing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        result = verify("--against", f"http://127.0.0.1:{server.server_address[1]}")
        server.shutdown()
    assert result.exit_code == 1
    assert "0 verified" in result.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "needs a key"),
        (("--key", "sk-fake"), "no key of the live service"),
        (("--key", "sk-mavi-0123456789"), "add --live"),
        (("--key", "sk-mavi-0123456789", "--live"), "give --budget"),
        (("--key", "sk-mavi-0123456789", "--live", "--budget", "0.01"), "more than the budget"),
        (("--key", "sk-mavi-0123456789", "--against", "http://127.0.0.1:1"), "somebody else"),
    ],
)
def test_keys_and_money_are_guarded_before_anything_is_called(
    arguments: tuple[str, ...], told: str
) -> None:
    result = verify(*arguments)
    assert result.exit_code == 1
    assert told in result.output
    assert "sk-mavi-0123456789" not in result.output


class Nothing(BaseHTTPRequestHandler):
    """Answers 404 to everything."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""
