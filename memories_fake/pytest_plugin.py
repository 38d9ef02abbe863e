"""Fixtures that pytest finds by itself. Nothing of a third party is loaded until one is used.

With `--memories-url=URL` the fixtures are of a server that runs elsewhere, with `--memories-share`
of one that this session runs for all its workers. Each test then has a key of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from memories_client import Memories
    from memories_fake.doors.server import Server
    from memories_fake.elsewhere import RemoteFake
    from memories_fake.fake import Fake
    from memories_fake.fakes import Fakes
    from memories_fake.testkit.account import SteeredAccount
    from memories_fake.testkit.clock import SteeredClock
    from memories_fake.testkit.sink import WebhookSink

KEY = "sk-memories-fake-test"
MARKER = "memories_fake"
CONDUCT = ("off", "warn", "fail")
USAGE = (
    f"{MARKER}(faults=…, unfired=…, conduct=…, **settings): the settings of this test's fake, such"
    " as seed or world; faults to lay down for every account; unfired='ignore' where they need not"
    " come; conduct='warn' or 'fail' where a program that misbehaves is not let pass"
)
URL = pytest.StashKey[str]()
OPEN = pytest.StashKey[ExitStack]()
JUDGED = ("unfired", "conduct")  # what the marker tells of the judgement, and not of the fake


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("memories-fake")
    group.addoption("--memories-seed", help="The seed of all fakes: equal seeds, equal content.")
    group.addoption("--memories-limits", help="Keep all fakes to the rates of 2025 or 2026.")
    told = "Let a test pass whose program misbehaves towards its fake (off), warn of it, or fail."
    group.addoption("--memories-conduct", choices=CONDUCT, help=told)
    parser.addini("memories_conduct", told, default="off")
    group.addoption(
        "--memories-url",
        metavar="URL",
        help="Test against the fake served there; each test has a key of its own.",
    )
    group.addoption(
        "--memories-share",
        action="store_true",
        help="Serve one fake over a port for the whole session, workers of xdist included.",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", USAGE)
    shared = getattr(config, "workerinput", {}).get("memories_url")
    if url := shared or config.getoption("--memories-url"):
        config.stash[URL] = url.rstrip("/")
    elif config.getoption("--memories-share"):
        config.stash[URL] = _serve(config)


def pytest_report_header(config: pytest.Config) -> str | None:
    return f"memories-fake: at {config.stash[URL]}" if URL in config.stash else None


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of xdist where the one server is."""
    node.workerinput["memories_url"] = node.config.stash.get(URL, None)


def pytest_unconfigure(config: pytest.Config) -> None:
    if OPEN in config.stash:
        config.stash[OPEN].close()


def _serve(config: pytest.Config) -> str:
    """One server for all, which ends with the session."""
    from memories_fake.fake import Fake

    config.stash[OPEN] = ExitStack()
    fake = config.stash[OPEN].enter_context(Fake(**_options(config)))
    return config.stash[OPEN].enter_context(fake.serve()).url


@pytest.fixture
def memories_fake_config() -> dict[str, Any]:
    """The fake's settings, by name. Override this fixture to choose others."""
    return {}


def pytest_collection_finish(session: pytest.Session) -> None:
    """Tests that make a fake themselves have loaded it by now."""
    if "memories_fake.fake" in sys.modules:
        _judge(session.config)


def _judge(config: pytest.Config) -> None:
    """From now on, look at what tests do. Hooks for every test cost all those that have no fake."""
    from memories_fake import pytest_judging

    if not config.pluginmanager.is_registered(pytest_judging):
        config.pluginmanager.register(pytest_judging)


@pytest.fixture(scope="session")
def memories_fakes(pytestconfig: pytest.Config) -> Iterator[Fakes]:
    """The fakes of this session, one for each choice of settings, for they are costly to make."""
    from memories_fake.fakes import Fakes

    _judge(pytestconfig)
    with Fakes() as fakes:
        yield fakes


@pytest.fixture
def memories_fake(
    request: pytest.FixtureRequest, memories_fakes: Fakes, memories_fake_config: dict[str, Any]
) -> Iterator[Fake | RemoteFake]:
    """An empty fake; calls of `requests` and `httpx` to the service's hosts reach it."""
    told = _told(request.node)
    faults = told.pop("faults", ())
    chosen = {**memories_fake_config, **told}
    if URL in request.config.stash:
        yield from _elsewhere(request, chosen, faults)
        return
    fake = memories_fakes.of({**_options(request.config), **chosen})
    for fault in faults:
        fake.faults.add(**fault)
    with fake.activate():
        yield fake
    fake.reset()


def _elsewhere(
    request: pytest.FixtureRequest, chosen: dict[str, Any], faults: Sequence[dict[str, Any]]
) -> Iterator[RemoteFake]:
    """A fake that others use too. Its settings are its own, and a fault is for the test alone."""
    if chosen:
        pytest.skip(f"the server's settings are its own; this test wants {', '.join(chosen)}")
    from memories_fake.elsewhere import RemoteFake

    fake = RemoteFake(request.config.stash[URL])
    account = fake.account(request.getfixturevalue("memories_key"))
    account.reset()
    account.clock.stand()  # whatever it does by itself
    for fault in faults:
        account.faults.add(**fault)
    with fake.activate():
        yield fake
    fake.reset()


@pytest.fixture
def memories_key(request: pytest.FixtureRequest) -> str:
    """The key of the test's account: one of its own, where a server is shared with others."""
    if URL not in request.config.stash:
        return KEY
    return f"{KEY}-{blake2b(request.node.nodeid.encode(), digest_size=8).hexdigest()}"


@pytest.fixture
def memories_account(memories_fake: Fake | RemoteFake, memories_key: str) -> SteeredAccount:
    """The account of `memories_client`, in the test's hand: its time, outcomes, faults …"""
    return memories_fake.account(memories_key)


@pytest.fixture
def memories_clock(memories_account: SteeredAccount) -> SteeredClock:
    """The clock of that account: `memories_clock.advance(minutes=5)`."""
    return memories_account.clock


@pytest.fixture
def memories_client(memories_key: str, memories_clock: SteeredClock) -> Iterator[Memories]:
    """The reference client, whose waiting is the fake's virtual time."""
    from memories_client import Memories

    def now() -> float:
        return memories_clock.now_ms() / 1000

    live = "https://api.memories.ai"
    with Memories(memories_key, live, sleep=memories_clock.sleep, now=now) as client:
        yield client


@pytest.fixture
def memories_server(memories_fake: Fake | RemoteFake, memories_fakes: Fakes) -> Server | RemoteFake:
    """The same fake over a port, for programs of their own: `memories_server.url`."""
    from memories_fake.fake import Fake

    if isinstance(memories_fake, Fake):
        return memories_fakes.server(memories_fake)
    return memories_fake


@pytest.fixture
def webhook_sink(memories_account: SteeredAccount) -> Iterator[WebhookSink]:
    """A receiver for callbacks, whose waiting is the time of `memories_client`'s account.

    Give `webhook_sink.url` as the callback, or the port of `webhook_sink.listen()`, and ask
    `webhook_sink.wait_for(status="PARSE")`.
    """
    with memories_account.webhooks.sink() as sink:
        yield sink


def _told(item: pytest.Item) -> dict[str, Any]:
    """What the marker tells the fake itself."""
    marker = item.get_closest_marker(MARKER)
    told = marker.kwargs if marker else {}
    return {name: value for name, value in told.items() if name not in JUDGED}


def _options(config: pytest.Config) -> dict[str, Any]:
    """What the command line chooses for all fakes."""
    named = {name: config.getoption(f"--memories-{name}") for name in ("seed", "limits")}
    return {name: value for name, value in named.items() if value is not None}
