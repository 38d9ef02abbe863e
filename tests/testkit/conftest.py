"""The hands that the kit is tested by, and one Node for all of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from hands import Curl, Fetch, Hand, InProcess, Node, PythonHand

from memories_fake import Fake
from memories_fake.doors.server import Server

NEEDED = {"curl": "curl", "fetch": "node"}


def _needing(tool: str) -> object:
    missing = tool in NEEDED and shutil.which(NEEDED[tool]) is None
    return pytest.param(tool, marks=pytest.mark.skipif(missing, reason=f"no {tool} here"))


@pytest.fixture(scope="session")
def node() -> Iterator[Node]:
    node = Node()
    yield node
    node.close()


@pytest.fixture(params=[_needing(tool) for tool in ("python", "curl", "fetch")])
def hand(request: pytest.FixtureRequest, memories_fake: Fake) -> Hand:
    """An account in somebody's hand, whose time stands quite still."""
    if request.param == "python":
        hand: Hand = PythonHand(InProcess(), fake=memories_fake)
    else:
        server: Server = request.getfixturevalue("memories_server")
        if request.param == "curl":
            hand = Hand(Curl(server.url))
        else:
            hand = Hand(Fetch(server.url, request.getfixturevalue("node")))
    hand.steer("clock.freeze")
    return hand
