"""A pytest plugin for runs against one shared server: random order, and a canary beside each test.

The canary is an account that nobody touches while its test runs. Afterwards it is just as it was,
and neither it nor the test's account knows of any other: else something has crossed.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from random import Random

import pytest
import requests

from memories_fake.elsewhere import RemoteFake

SEED_NAME = "SHARED_RUN_SEED"
SONG = re.compile(r"canary of [0-9a-f]{24}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Another order for each run, the same for all of its workers."""
    Random(os.environ[SEED_NAME]).shuffle(items)


@pytest.fixture(autouse=True)
def canary(request: pytest.FixtureRequest) -> Iterator[None]:
    if "memories_fake" not in request.fixturenames:
        yield
        return
    fake: RemoteFake = request.getfixturevalue("memories_fake")
    key: str = request.getfixturevalue("memories_key")
    bird = RemoteFake(fake.url).account(f"{key}-canary")
    song = f"canary of {bird.name}"
    bird.reset()
    bird.clock.freeze()
    sent = {"url": f"https://films.example/{song}.mp4"}
    address, headers = f"{fake.url}/serve/api/v1/upload_url", {"Authorization": bird.key}
    requests.post(address, data=sent, headers=headers, timeout=30).raise_for_status()
    bird.outcomes.add(ends="FAIL", cause=song)
    bird.faults.add(code="0429", message=song)
    before = bird.export()
    assert set(SONG.findall(json.dumps(before))) == {song}
    yield
    assert bird.export() == before
    assert SONG.findall(json.dumps(fake.account(key).export())) == []
    assert {entry.account for entry in fake.account(key).journal} <= {fake.account(key).name}
    bird.reset()
