"""One suite, told through every door: in-process, and over a port."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from calling import Caller
from hypothesis import settings

from memories_fake import Fake

pytest_plugins = ["pytester"]

# Examples are the same in every run, and a busy machine is no failure.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

LIVE = "https://api.memories.ai"


@pytest.fixture(params=["in-process", "port"])
def api(request: pytest.FixtureRequest, memories_fake: Fake) -> Iterator[Caller]:
    """A caller of the v1 paths with a key of its own, on an empty account."""
    if request.param == "in-process":
        yield Caller(LIVE, fake=memories_fake)
    else:
        with memories_fake.serve() as server:
            yield Caller(server.url, fake=memories_fake)


@pytest.fixture
def v1(memories_fake: Fake) -> Caller:
    """The same, in-process only: for what does not depend on the door."""
    return Caller(LIVE, fake=memories_fake)
