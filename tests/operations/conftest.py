"""What only the operations' tests need: one fake for all, a caller over a port, small films."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from calling import Caller, make_clip

from memories_fake import Fake

pytest.register_assert_rewrite("listening")


@pytest.fixture(scope="session")
def lasting_fake() -> Iterator[Fake]:
    """One fake for all tests: the public posts take long to load."""
    with Fake() as fake:
        yield fake


@pytest.fixture
def memories_fake(lasting_fake: Fake) -> Iterator[Fake]:
    """The plugin's fixture, but a fake that was reset instead of a new one."""
    with lasting_fake.activate():
        yield lasting_fake
    lasting_fake.reset()


@pytest.fixture
def port(memories_fake: Fake) -> Iterator[Caller]:
    """A caller over a port only: for what a socket alone can show."""
    with memories_fake.serve() as server:
        yield Caller(server.url, fake=memories_fake)


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three seconds with sound, without subtitles."""
    path = tmp_path_factory.mktemp("films") / "harbour walk.mp4"
    return make_clip(path, seconds=3, width=64, height=48)


@pytest.fixture(scope="session")
def silent_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds without sound."""
    path = tmp_path_factory.mktemp("films") / "silent street.mp4"
    return make_clip(path, seconds=2, width=64, height=48, with_sound=False)
