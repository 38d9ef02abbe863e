"""Brings one callback to its address: by HTTP, or to a receiver inside this very process."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from memories_fake.runtime.errands import Errand, Outcome

TIMEOUT_SECONDS = 10.0

HERE = "https://sink.memories-fake.test"
_HERE = re.compile(
    r"https?://sink\.memories-fake\.test(?::\d+)?(?![^/?#])(?:/(\d+)(?![^/?#]))?", re.IGNORECASE
)

Receive = Callable[["Errand"], "Outcome"]


@dataclass
class Receivers:
    """Who is told inside this process. What is posted to an address of theirs never leaves it."""

    _open: dict[int, Receive] = field(default_factory=dict)
    _last_number: int = 0
    _lock: Lock = field(default_factory=Lock)

    def open(self, receive: Receive) -> str:
        """An address for this receiver, and for all that begins with it."""
        with self._lock:
            # From one on again where nobody is left: equal stories have equal addresses.
            self._last_number = self._last_number + 1 if self._open else 1
            self._open[self._last_number] = receive
            return f"{HERE}/{self._last_number}"

    def close(self, address: str) -> None:
        """Receive there no longer."""
        self._open.pop(int(address.rpartition("/")[2]), None)

    def post(self, errand: Errand) -> Outcome:
        """Bring it to whom it is for, in here or out there."""
        here = _HERE.match(errand.url)
        if here is None:
            return post_json(errand)
        receive = self._open.get(int(here[1] or 0))
        return receive(errand) if receive else _failed("nobody receives at this address")


def post_json(errand: Errand) -> Outcome:
    """One POST, without proxies and without following anywhere."""
    import requests

    from memories_fake.runtime.errands import Outcome

    with requests.Session() as session:
        session.trust_env = False
        try:
            with session.post(
                errand.url,
                json=errand.body,
                headers=errand.headers,
                timeout=TIMEOUT_SECONDS,
                allow_redirects=False,
                stream=True,
            ) as answer:
                return Outcome(status=answer.status_code)
        except (requests.RequestException, ValueError, OSError) as error:
            return _failed(f"{type(error).__name__}: {error}"[:500])


def keep_silent(_errand: Errand) -> Outcome:
    """What is done instead of a POST where callbacks are off."""
    from memories_fake.runtime.errands import SILENT

    return _failed(SILENT)


def _failed(why: str) -> Outcome:
    from memories_fake.runtime.errands import Outcome  # nothing is posted by most programs

    return Outcome(error=why)
