"""Calls with every client under every fault, and makes the README's table of what they show.

python tests/testkit/fault_table.py
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))  # as pytest finds them

import requests
from fault_cases import CASES, Case
from fault_clients import (
    MEANT_TO_WAIT_SECONDS,
    Ask,
    Client,
    Shown,
    by_aiohttp,
    by_curl,
    by_fetch,
    by_httpx,
    by_httpx_awaited,
    by_requests,
)
from hands import KEY, LIVE, Node

from memories_fake import Fake

AWAITED = "httpx, awaited"  # it raises as httpx does, so the table leaves it out
SAID = "Über den Hafen."
MOST_SIGNS = 64
EVENT = re.compile(r'{"type":"content",[^{}]+}')
REFUSAL = re.compile(r'{"code":"([0-9]+)",[^{}]+}')
Table = Mapping[Case, Mapping[str, Shown]]


@dataclass(frozen=True)
class Stage:
    """An account that has a film, and an answer to be asked for at some address."""

    fake: Fake
    base: str
    film: str

    def show(
        self,
        case: Case,
        client: Client,
        *,
        lay: Callable[[], object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Shown:
        """What this client shows when its call meets this fault, whoever tells of it."""
        account = self.fake.account(KEY)
        if case.gives_up_seconds and self.base != LIVE:
            account.clock.run()  # a socket's patience is real
        if not headers:
            lay() if lay else account.faults.add(**case.words)
        shown = client(self._ask(case, headers or {}))
        met = account.journal[-1]
        assert met.fault, (case.name, shown)
        account.faults.clear()
        account.clock.stand()
        return shown

    def _ask(self, case: Case, headers: Mapping[str, str]) -> Ask:
        return Ask(
            f"{self.base}/serve/api/v1/{case.operation}",
            {"video_nos": [self.film], "prompt": "What is seen?"},
            case.gives_up_seconds or MEANT_TO_WAIT_SECONDS,
            headers,
        )


def staged(fake: Fake, base: str) -> Stage:
    """A stage whose film is parsed."""
    account = fake.account(KEY)
    account.chat.reply(SAID)
    made = requests.post(
        f"{base}/serve/api/v1/upload_url",
        json={"url": "https://films.example/harbour.mp4"},
        headers={"Authorization": KEY},
        timeout=30,
    )
    film = str(made.json()["data"]["videoNo"])
    account.clock.advance_until(film)
    return Stage(fake, base, film)


def clients(node: Node) -> Mapping[str, Client]:
    """All of them, by the names that the table's columns have."""
    return {
        "requests": by_requests,
        "httpx": by_httpx,
        "aiohttp": by_aiohttp,
        "Node fetch": by_fetch(node),
        "curl": by_curl,
        AWAITED: by_httpx_awaited,
    }


def shown_over_a_port(stage: Stage, node: Node) -> Table:
    """What every client shows of every fault."""
    return {
        case: {name: stage.show(case, client) for name, client in clients(node).items()}
        for case in CASES
    }


def markdown(table: Table) -> str:
    """The table, in short cells: an exception by its kind alone, the bytes by their end."""
    names = [name for name in next(iter(table.values())) if name != AWAITED]
    lines = [
        f"| layer | fault | what comes | {' | '.join(names)} |",
        "|---" * (len(names) + 3) + "|",
    ]
    for case, row in table.items():
        cells = [_short(row[name]) for name in names]
        comes = _comes(row[names[0]])
        lines.append(f"| {case.layer} | `{case.name}` | {comes} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _short(shown: Shown) -> str:
    code = shown.error.rpartition("(")[2].rstrip(")") if shown.kind == "TypeError" else ""
    return f"{shown.kind} {code}".strip() or str(shown.status)


def _comes(shown: Shown) -> str:
    if shown.status is None:
        return "nothing"
    text = shown.came.decode("utf-8", "backslashreplace")
    text = text.replace("\r", "\\r").replace("\n", "\\n")
    text = EVENT.sub("{event}", text).replace('{"code":"SUCCESS","data":"Done"}', "{done}")
    text = REFUSAL.sub(r"{\1}", text)
    if len(text) > MOST_SIGNS:
        text = f"{text[:14]}…{text[15 - MOST_SIGNS :]}"
    return f"{shown.status} `{text}`" if text else f"{shown.status}"


if __name__ == "__main__":
    with Fake() as fake, fake.serve() as server, closing(Node()) as node:
        print(markdown(shown_over_a_port(staged(fake, server.url), node)), end="")
