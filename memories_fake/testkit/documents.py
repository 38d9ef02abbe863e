"""An account as one JSON document: taken out of a running fake, and put into the same or another.

It holds what a snapshot holds (see `snapshots`), but for the account's name and its snapshots.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from memories_fake.runtime.accounts import Account
from memories_fake.runtime.clock import STANDING
from memories_fake.services import Services
from memories_fake.store import rows
from memories_fake.testkit.plain import as_plain, of_plain
from memories_fake.testkit.state import State

FORMAT = "memories-fake account"
VERSION = 1
PARTS = ("format", "version", "state", "rows", "files")
FILE_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}")


@dataclass(frozen=True, slots=True)
class Document:
    """A document that has been read: rows by table, the bytes of files by name, and the rest."""

    rows: rows.Rows
    files: Mapping[str, bytes]
    state: State


def export(services: Services, account: Account) -> dict[str, Any]:
    """The account as it is now."""
    with services.store.transaction() as connection:
        held = rows.read(connection, account.name)
        files = {name: _written(path) for name, path in services.shelf.files(account.name).items()}
        state = as_plain(State.of(services, account))
    for kept in state["journal"]:  # whose it is, and where among others, is told by the fake
        del kept["place"], kept["entry"]["account"]
    return {"format": FORMAT, "version": VERSION, "state": state, "rows": held, "files": files}


def parse(told: Any) -> Document:
    """Read a document. Raises ValueError for what is none, or is broken."""
    if not isinstance(told, Mapping) or told.get("format") != FORMAT:
        raise ValueError(f'an exported account is expected, with "format": "{FORMAT}"')
    if told.get("version") != VERSION:
        raise ValueError(f"version {VERSION} is understood, not {told.get('version')!r:.80}")
    if unknown := sorted(told.keys() - set(PARTS)):
        raise ValueError(f"an exported account has no {', '.join(unknown)}")
    state = of_plain(State, told.get("state", {}))
    journal = tuple(replace(kept, place=0) for kept in state.journal)
    files = of_plain(Mapping[str, Mapping[str, str]], told.get("files", {}))
    return Document(
        of_plain(Mapping[str, tuple[Mapping[str, Any], ...]], told.get("rows", {})),
        {name: _read(name, file) for name, file in files.items()},
        replace(state, journal=journal),
    )


def load(services: Services, account: Account, document: Document) -> None:
    """Have an account be just as the document tells. Raises ValueError, and then changes nothing.

    What is under way in the account is undone.
    """
    with ExitStack() as unshelved, services.store.transaction() as connection:
        rows.write(connection, account.name, document.rows)
        surplus = services.shelf.files(account.name).keys() - document.files.keys()
        for name, content in document.files.items():
            parcel = services.shelf.parcel()
            unshelved.callback(parcel.discard)
            parcel.write(content)
            services.shelf.put(parcel, account.name, name)
        document.state.restore(services, account)
        account.happenings.begin_anew()
    for name in surplus:
        services.shelf.remove(account.name, name)
    services.expect_callbacks(account)


def begin_with(services: Services, account: Account, document: Document) -> None:
    """Furnish a new account: like `load`, but it has asked nothing yet, and its time passes as
    that of any other. A clock that stands is at the document's moment; one that runs is not put
    back to it.
    """
    state, own = document.state, account.clock.mark()
    moment_ms = state.clock.now_ms
    now_ms = moment_ms if own.scale == STANDING else max(moment_ms, own.now_ms)
    clock = replace(own, now_ms=now_ms)
    state = replace(state, clock=clock, calls={}, spent_credits=0.0, journal=())
    load(services, account, replace(document, state=state))


def _written(path: Path) -> dict[str, str]:
    content = path.read_bytes()
    return {"sha256": sha256(content).hexdigest(), "base64": b64encode(content).decode()}


def _read(name: str, file: Mapping[str, str]) -> bytes:
    if not FILE_NAME.fullmatch(name):
        raise ValueError(f"{name!r:.80} is no number of a video or image")
    content = b64decode(file.get("base64", ""), validate=True)
    if sha256(content).hexdigest() != file.get("sha256"):
        raise ValueError(f"the bytes of {name} do not have the digest that is told of them")
    return content
