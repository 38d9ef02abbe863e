"""The hands that the kit is tested by, and one Node for all of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from hands import Curl, Fetch, Hand, InProcess, Node, PythonHand

from memories_fake import Fake
from memories_fake.doors.server import Server

NEEDED = {"curl": "curl", "fetch": "node"}


@pytest.fixture(scope="session")
def node() -> Iterator[Node]:
    node = Node()
    yield node
    node.close()


@pytest.fixture(params=["python", "curl"])
def hand(request: pytest.FixtureRequest, memories_fake: Fake) -> Hand:
    """An account in somebody's hand, whose time stands quite still."""
    tool: str = request.param
    if tool in NEEDED and shutil.which(NEEDED[tool]) is None:
        pytest.skip(f"there is no {NEEDED[tool]} here")
    if tool == "python":
        hand: Hand = PythonHand(InProcess(), fake=memories_fake)
    else:
        server: Server = request.getfixturevalue("memories_server")
        if tool == "curl":
            hand = Hand(Curl(server.url))
        else:
            hand = Hand(Fetch(server.url, request.getfixturevalue("node")))
    hand.steer("clock.freeze")
    return hand
