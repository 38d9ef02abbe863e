"""All that can be done to an account: each operation of the service, and each word of the kit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import requests

from memories_contracts import Contract, load_catalogue
from memories_fake import Fake
from memories_fake.domain.records import NEVER_MS
from memories_fake.live.calling import file_of, placed
from memories_fake.live.samples import Samples
from memories_fake.store import rows
from memories_fake.testkit.account import SteeredAccount

LIVE = "https://api.memories.ai"
WORDS = ("harbour", "kitchen", "bakery", "mountain", "street", "violin")
OWN_WORDS = "kit."  # what the kit does is called so, to tell it from the service's operations
SAMPLES = Samples()


@dataclass(frozen=True)
class Owner:
    """Somebody with a key, at a fake that this process's calls are led to."""

    fake: Fake
    key: str = "sk-owner-0001"

    @property
    def account(self) -> SteeredAccount:
        return self.fake.account(self.key)

    def call(self, operation: str, **parameters: Any) -> requests.Response:
        """Call an operation as its contract says, with a file where one is wanted."""
        contract = load_catalogue()[operation]
        picture = file_of("picture.png", SAMPLES.picture())
        film = file_of("film.mp4", SAMPLES.film())
        is_picture = "image" in operation or "img" in operation
        files = dict.fromkeys(contract.files, picture if is_picture else film)
        with patch("urllib3.filepost.choose_boundary", return_value="the-same-each-time"):
            return requests.request(
                contract.method,
                contract.host + contract.path,
                headers={"Authorization": f"{'Bearer ' * contract.takes_bearer}{self.key}"},
                timeout=30,
                **placed(contract, parameters, files),
            )

    def numbers(self, table: str, column: str = "number") -> list[Any]:
        """What the account has of something, in the order of its numbers."""
        with self.fake.services.store.transaction() as connection:
            return [row[column] for row in rows.read(connection, self.account.name)[table]]


def do(owner: Owner, deed: str, pick: int = 0) -> bytes:
    """Do one of them, to one of the things that are there. Returns what was answered."""
    if deed.startswith(OWN_WORDS):
        return repr(KIT[deed](owner, pick)).encode()
    contract = load_catalogue()[deed]
    return owner.call(deed, **_meant(owner, contract, pick)).content


def furnish(owner: Owner) -> None:
    """Give the account some of everything, parsed and yet to be parsed, told and yet to tell."""
    for deed in ("v1.upload", "v1.upload_url", "v1.upload_img", "v1.folders_create"):
        do(owner, deed)
    do(owner, "v1.scraper_url")
    owner.account.clock.advance(minutes=2)
    for deed in ("v1.chat", "v1.memories_add", "v1.update_video_transcription", "v1.folders_move"):
        do(owner, deed)
    for deed in KIT:
        if deed not in {"kit.reset", "kit.load", "kit.freeze"}:
            do(owner, deed)
    do(owner, "v1.upload_url", 3)


def _meant(owner: Owner, contract: Contract, pick: int) -> dict[str, Any]:
    """The parameters of the contract's example, about what is really there."""
    parameters = dict(contract.examples[0]["request"])
    real: Mapping[str, Callable[[], Any]] = {
        "video_no": lambda: _one(owner, "videos", pick, "VI1"),
        "video_nos": lambda: [_one(owner, "videos", pick, "VI1")],
        "folder_id": lambda: _one(owner, "folders", pick, 1),
        "session_id": lambda: str(_one(owner, "sessions", pick, 1)),
        "task_id": lambda: _one(owner, "tasks", pick, "none", column="name"),
        "blob": lambda: f"{_one(owner, 'videos', pick, 'VI1')}.mp4",
        "name": lambda: f"folder {pick}",
        "new_name": lambda: f"folder {pick + 1}",
        "url": lambda: f"https://films.example/{WORDS[pick % len(WORDS)]}_{pick}.mp4",
        "video_urls": lambda: [f"https://www.tiktok.com/@quay/video/{7400000000000000000 + pick}"],
        "unique_id": lambda: "default",
        "image_base64": lambda: _base64(SAMPLES.picture()),
    }
    for name, told in parameters.items():
        if name in real and not str(told).startswith("PI-"):
            parameters[name] = real[name]()
    if "callback" in contract.request_schema["properties"]:
        parameters["callback"] = "https://me.example/hook"
    return parameters


def _one(owner: Owner, table: str, pick: int, otherwise: Any, *, column: str = "number") -> Any:
    there = owner.numbers(table, column)
    return there[pick % len(there)] if there else otherwise


def _base64(content: bytes) -> str:
    from base64 import b64encode

    return b64encode(content).decode()


def _settle(owner: Owner, _pick: int) -> Any:
    if waiting := _waiting(owner):
        owner.account.outcomes.settle(list(waiting)[-1], ends="FAIL")


def _release(owner: Owner, _pick: int) -> Any:
    if held := [number for number, at_ms in _waiting(owner).items() if at_ms == NEVER_MS]:
        owner.account.outcomes.release(held[-1])


def _redeliver(owner: Owner, _pick: int) -> Any:
    if due := [each for each in owner.account.webhooks.deliveries if each.latest]:
        owner.account.webhooks.redeliver(due[-1].number)


def _waiting(owner: Owner) -> dict[str, int]:
    """The videos that are still to come to an end, and when."""
    ends = zip(owner.numbers("videos"), owner.numbers("videos", "ready_at_ms"), strict=True)
    now_ms = owner.account.clock.now_ms()
    return {number: at_ms for number, at_ms in ends if at_ms > now_ms}


def _load(owner: Owner, pick: int) -> Any:
    document = owner.account.export()
    document["rows"]["videos"] = document["rows"]["videos"][: pick + 1]
    owner.account.load(document)


KIT: Mapping[str, Callable[[Owner, int], Any]] = {
    "kit.advance": lambda owner, pick: owner.account.clock.advance(seconds=30 * pick),
    "kit.stand": lambda owner, pick: owner.account.clock.stand(request_seconds=1 + pick / 10),
    "kit.freeze": lambda owner, pick: owner.account.clock.freeze(),
    "kit.fault": lambda owner, pick: owner.account.faults.add(
        operation="v1.list_videos", chance=0.5, code="0429", times=pick + 1
    ),
    "kit.fault_removed": lambda owner, pick: owner.account.faults.remove(pick),
    "kit.outcome": lambda owner, pick: owner.account.outcomes.add(
        name=f"{WORDS[pick % len(WORDS)]}*", ends="FAIL", cause="no picture", times=pick + 1
    ),
    "kit.polls": lambda owner, pick: owner.account.outcomes.next(after_polls=pick + 1),
    "kit.held": lambda owner, pick: owner.account.outcomes.next(ends="HELD"),
    "kit.settled": _settle,
    "kit.released": _release,
    "kit.reply": lambda owner, pick: owner.account.chat.reply(
        "So it is.", when="highlights", refs=[("VI1", 1, 2, "a gull")], times=pick + 1
    ),
    "kit.hits": lambda owner, pick: owner.account.search.returns(["VI1"], times=pick + 1),
    "kit.film": lambda owner, pick: owner.account.video(
        f"{WORDS[pick % len(WORDS)]}*", shows=[(0, 4, "a gull")], says=[(0, 2, "look")]
    ),
    "kit.plan": lambda owner, pick: owner.account.webhooks.plan(retries=pick, lost=[pick + 1]),
    "kit.redelivered": _redeliver,
    "kit.dialect": lambda owner, pick: owner.account.speak(stream_end=("object", "text")[pick % 2]),
    "kit.reset": lambda owner, pick: owner.account.reset(),
    "kit.load": _load,
}

PUBLIC_IMPORTS = tuple(n for n in load_catalogue() if n.startswith("v1.scraper") and "public" in n)
SERVICE = tuple(load_catalogue())
