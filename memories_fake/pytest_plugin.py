"""Fixtures that pytest finds by itself. Nothing of a third party is loaded until one is used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from memories_client import Memories
    from memories_fake.doors.server import Server
    from memories_fake.fake import Fake
    from memories_fake.runtime.clock import Clock

KEY = "sk-memories-fake-test"


@pytest.fixture
def memories_fake_config() -> dict[str, Any]:
    """The fake's settings, by name. Override this fixture to choose others."""
    return {}


@pytest.fixture
def memories_fake(memories_fake_config: dict[str, Any]) -> Iterator[Fake]:
    """An empty fake; calls of `requests` and `httpx` to the service's hosts reach it."""
    from memories_fake.fake import Fake

    with Fake(**memories_fake_config) as fake, fake.activate():
        yield fake


@pytest.fixture
def memories_server(memories_fake: Fake) -> Iterator[Server]:
    """The same fake over a port: `memories_server.url`."""
    with memories_fake.serve() as server:
        yield server


@pytest.fixture
def memories_clock(memories_fake: Fake) -> Clock:
    """The clock of `memories_client`'s account: `memories_clock.advance(minutes=5)`."""
    return memories_fake.clock(KEY)


@pytest.fixture
def memories_client(memories_fake: Fake, memories_clock: Clock) -> Iterator[Memories]:
    """The reference client, whose waiting is the fake's virtual time."""
    from memories_client import Memories

    del memories_fake  # needed only to be active

    def now() -> float:
        return memories_clock.now_ms() / 1000

    live = "https://api.memories.ai"
    with Memories(KEY, live, sleep=memories_clock.sleep, now=now) as client:
        yield client
