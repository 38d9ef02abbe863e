"""Every fault, as each client shows it: over a port and in-process, whoever tells of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fault_cases import CASES, Case
from fault_clients import Client, by_curl, by_fetch, by_httpx, by_httpx_awaited, by_requests
from fault_table import AWAITED, Stage, Table, markdown, shown_over_a_port, staged
from hands import KEY, LIVE, Curl, Fetch, Hand, Node

from memories_fake import Fake

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
HEADER = "X-Memories-Fake-Fault"
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@pytest.fixture(scope="module")
def port(node: Node) -> Iterator[Stage]:
    with Fake() as fake, fake.serve() as server:
        yield staged(fake, server.url)


@pytest.fixture(scope="module")
def shown(port: Stage, node: Node) -> Table:
    return shown_over_a_port(port, node)


@pytest.fixture(scope="module")
def inside() -> Iterator[Stage]:
    with Fake() as fake, fake.activate():
        yield staged(fake, LIVE)


def test_the_readme_shows_what_the_clients_show(shown: Table) -> None:
    (told,) = re.findall(r"<!-- faults -->\n(.*?)<!-- /faults -->", README, re.DOTALL)
    assert told == markdown(shown), "run: python tests/testkit/fault_table.py"


@every_case
def test_every_client_hears_the_same(shown: Table, case: Case) -> None:
    heard = {(each.status, each.came) for each in shown[case].values()}
    assert len(heard) == 1, heard


@every_case
@pytest.mark.parametrize(
    ("name", "client"),
    [("requests", by_requests), ("httpx", by_httpx), (AWAITED, by_httpx_awaited)],
)
def test_in_process_it_is_as_over_a_port(
    shown: Table, inside: Stage, case: Case, name: str, client: Client
) -> None:
    assert inside.show(case, client) == shown[case][name]


@every_case
def test_curl_and_fetch_lay_down_the_same(
    shown: Table, port: Stage, node: Node, case: Case
) -> None:
    by_hand = {
        "curl": (Hand(Curl(port.base), KEY), by_curl),
        "Node fetch": (Hand(Fetch(port.base, node), KEY), by_fetch(node)),
    }
    for name, (hand, client) in by_hand.items():
        lay = lambda hand=hand: hand.steer("faults.add", **case.words)  # noqa: E731
        assert port.show(case, client, lay=lay) == shown[case][name]


@every_case
def test_a_header_tells_the_same(shown: Table, port: Stage, case: Case) -> None:
    as_json = json.dumps(case.words)
    headers = [as_json] if "headers" in case.words else [as_json, case.name]
    for header in headers:
        told = port.show(case, by_requests, headers={HEADER: header})
        assert told == shown[case]["requests"]
