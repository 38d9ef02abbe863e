"""Asks the fake as a program would, by contract, and holds every answer against what is secret."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import requests
from calling import data, events, refusal

from memories_contracts import Contract, load_catalogue
from memories_fake import Fake
from stories.discretion import keep_secrets
from stories.material import Clip, word_number
from stories.model import Film
from stories.world import Account, World

LIVE = "https://api.memories.ai"
NOWHERE = Film("nowhere", 0, number="VI632000000000000000", name="nowhere")


@dataclass(frozen=True)
class Home:
    """A namespace of an account. None is the caller of 2026, who names no namespace."""

    key: str
    namespace: str | None


@dataclass(frozen=True)
class Reply:
    """An answer, in whichever way it is to be read."""

    response: requests.Response

    @property
    def data(self) -> Any:
        """What a good answer holds."""
        return data(self.response)

    @property
    def reason(self) -> str:
        """Why it was refused, be it in one piece or in a stream."""
        if self.is_stream:
            (end,) = self.events
            assert not end["success"]
            return str(end["msg"])
        code, message = refusal(self.response)
        assert code == "0001"
        return message

    @property
    def is_stream(self) -> bool:
        return self.response.headers["Content-Type"].startswith("text/event-stream")

    @property
    def events(self) -> list[Any]:
        """What a stream of JSON events holds, its end included."""
        return events(self.response)


@dataclass
class Story:
    """One story: the world as it should be, the fake, and what it has answered so far."""

    world: World
    clips: tuple[Clip, ...]
    fake: Fake
    answered: set[str] = field(default_factory=set)  # operations that did what they were asked
    words_used: int = 0
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        """Nothing goes by a proxy, and looking for one takes its time."""
        self.session.trust_env = False

    def new_word(self) -> str:
        """A word that nothing in this story bears yet."""
        self.words_used += 1
        return word_number(self.words_used * 101)

    def account(self, home: Home) -> Account:
        return self.world.accounts[home.key]

    def pass_time(self, key: str, passed_ms: int) -> None:
        """Let time pass for one account: no request does that here."""
        self.fake.clock(key).advance(seconds=passed_ms / 1000)
        self.world.accounts[key].now_ms += passed_ms

    def ask(self, home: Home, operation: str, **asked: Any) -> Reply:
        """Ask as somebody at home there. `files` and `headers` go as for `requests`."""
        contract = load_catalogue()[operation]
        if home.namespace and "unique_id" in contract.request_schema["properties"]:
            asked["unique_id"] = home.namespace
        headers = {"Authorization": home.key, **asked.pop("headers", {})}
        options = _options(contract, asked)
        url = f"{LIVE}{contract.path}"
        response = self.session.request(contract.method, url, headers=headers, **options)
        told = response.content.decode("latin-1")
        if '"success":false' not in told:
            self.answered.add(operation)
        keep_secrets(self.world, home.key, home.namespace, operation, told)
        return Reply(response)

    def fetch(self, home: Home, path: str) -> requests.Response:
        """GET one of the fake's own addresses, which moves no clock."""
        url = path if "://" in path else f"{LIVE}{path}"
        return self.session.get(url, headers={"Authorization": home.key})

    def film_at(self, which: int, home: Home) -> Film:
        """Some film that can be named: mostly one of this home, now and then any there is or was.

        Where there is none, it is one that never was anywhere.
        """
        everywhere = [film for each in self.world.accounts.values() for film in each.films]
        own = [film for film in self.account(home).films if film.namespace == home.namespace]
        known = [film for film in own or everywhere if film.number]
        if which % 5 == 4:
            known = [film for film in [*everywhere, *self.world.gone] if film.number]
        return known[which // 5 % len(known)] if known else NOWHERE


def _options(contract: Contract, asked: dict[str, Any]) -> dict[str, Any]:
    """Where the parameters travel, by contract."""
    fields = contract.request_schema["properties"]
    whole = next((name for name, each in fields.items() if each.get("x-in") == "body"), None)
    files = asked.pop("files", None)
    if contract.method == "GET":
        return {"params": asked}
    if whole:
        return {"json": asked.pop(whole), "params": asked}
    if contract.request_media[0] == "application/json":
        return {"json": asked}
    return {"data": asked, "files": files}
