"""The hands that the kit is tested by, and one Node for all of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from hands import Curl, Fetch, Hand, Node, PythonHand, Requests

from memories_fake import Fake
from memories_fake.doors.server import Server
from memories_fake.elsewhere import RemoteFake

NEEDED = {"curl": "curl", "fetch": "node"}


@pytest.fixture(scope="session")
def node() -> Iterator[Node]:
    node = Node()
    yield node
    node.close()


@pytest.fixture
def program(memories_fake: Fake | RemoteFake, memories_key: str) -> PythonHand:
    """A program that calls the service's hosts, and looks at what another hand has brought about.

    It also moves the time, which stands quite still.
    """
    program = PythonHand(Requests(), memories_key, fake=memories_fake)
    program.steer("clock.freeze")
    return program


@pytest.fixture(params=["python", "remote", "curl"])
def hand(request: pytest.FixtureRequest, program: PythonHand) -> Hand:
    """The same account in the hand whose words are tried."""
    tool: str = request.param
    if tool in NEEDED and shutil.which(NEEDED[tool]) is None:
        pytest.skip(f"there is no {NEEDED[tool]} here")
    if tool == "python":
        return program
    server: Server | RemoteFake = request.getfixturevalue("memories_server")
    if tool == "remote":
        return PythonHand(Requests(server.url), program.key, fake=RemoteFake(server.url))
    if tool == "curl":
        return Hand(Curl(server.url), program.key)
    return Hand(Fetch(server.url, request.getfixturevalue("node")), program.key)
