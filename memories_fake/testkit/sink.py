"""A receiver of callbacks for tests: inside this process, or on a port of this machine."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from threading import Condition
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from memories_fake.runtime.errands import Errand, Outcome
from memories_fake.runtime.posting import TIMEOUT_SECONDS
from memories_fake.services import Services
from memories_fake.testkit.patience import NotTold, Patience, missing
from memories_fake.testkit.receiving import Answer, Received, received
from memories_fake.testkit.sink_port import Port

__all__ = ["Answer", "NotTold", "Received", "WebhookSink"]


class WebhookSink:
    """Takes what is posted to `url`, or to the port of `listen()`, and keeps it.

    It waits by the time of an account: a clock that stands is moved to the next callback, and no
    further. Without an account it receives on a port only, and waits in real time.
    """

    def __init__(
        self, services: Services | None = None, key: str = "", *, patience: Patience | None = None
    ) -> None:
        self._services = services
        self._patience = patience or Patience(services, key)
        self._url = services.receivers.open(self._receive) if services else ""
        self._port: Port | None = None
        self._received: tuple[Received, ...] = ()
        self._answers: deque[Answer] = deque()
        self._otherwise = Answer()
        self._look: Callable[[Received], object] | None = None
        self._errors: deque[Exception] = deque()
        self._news = Condition()

    @property
    def url(self) -> str:
        """Where it receives inside this process; addresses that begin so are its own too."""
        if not self._url:
            raise ValueError("a sink without an account receives on a port only: listen()")
        return self._url

    def listen(self, *, port: int = 0) -> str:
        """Receive on a port of this machine as well, for programs of any kind. Returns its URL."""
        if self._port is None:
            self._port = Port(self._take, self._pause, port=port)
        return self._port.url

    def answer(self, *answers: Answer | int, then: Answer | int | None = None) -> None:
        """Answer the next callbacks so, in this order, and those after them with `then`.

        A number is a status. By itself, the sink answers 200.
        """
        with self._news:
            self._answers.extend(map(_answer, answers))
            if then is not None:
                self._otherwise = _answer(then)

    def each(self, look: Callable[[Received], object]) -> None:
        """Have this done with each callback before it is answered; it may ask the fake.

        What it raises is answered with 500, and raised again by `wait_for`, `check` and `close`.
        """
        self._look = look

    @property
    def received(self) -> tuple[Received, ...]:
        """All that has come, in order."""
        return self._received

    @property
    def bodies(self) -> list[Any]:
        """The bodies of all that has come, in order."""
        return [each.body for each in self._received]

    def wait_for(
        self, count: int = 1, /, *, within_seconds: float | None = None, **fields: Any
    ) -> list[Received]:
        """The first so many callbacks that have these fields in their body: `status="PARSE"`.

        Waits for them so long at most, of the account's time; if that is not told, for a day, but
        by a clock that runs for ten real seconds. Raises NotTold, an AssertionError, where they do
        not come: at once, where the clock stands and nothing is planned.
        """

        def is_enough() -> bool:
            return sum(1 for _ in self._having(fields)) >= count

        came = self._patience.until(is_enough, self._news, within_seconds)
        self.check()
        found = list(self._having(fields))
        if not came:
            raise NotTold(missing(count, fields, self.bodies, self._patience.planned()))
        return found[:count]

    def expect_none(self, *, within_seconds: float = 60.0, **fields: Any) -> None:
        """Let so much of the account's time pass, in which no callback with these fields comes.

        Raises AssertionError where one does.
        """
        before = len(list(self._having(fields)))
        self._patience.pass_by(self._news, within_seconds)
        self.check()
        if unwanted := list(self._having(fields))[before:]:
            raise AssertionError(f"told, though nothing was expected: {unwanted[0].body}")

    def clear(self) -> None:
        """Forget what has come, and how to answer."""
        with self._news:
            self._received, self._otherwise = (), Answer()
            self._answers.clear()
            self._errors.clear()

    def check(self) -> None:
        """Raise what went wrong in `each`, if anything did."""
        if self._errors:
            raise self._errors.popleft()

    def close(self) -> None:
        """Receive nothing more."""
        if self._services:
            self._services.receivers.close(self._url)
        if self._port:
            self._port.close()
        self.check()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self._errors.clear()  # one failure is enough, and that one came first
        self.close()

    def _take(self, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Keep a callback, and tell what to do with it."""
        with self._news:
            answer = self._answers.popleft() if self._answers else self._otherwise
        came = received(path, headers, body, answer)
        try:
            if self._look:
                self._look(came)
        except Exception as error:  # noqa: BLE001 - it is the test's own, and raised there
            self._errors.append(error)
            answer = Answer(status=500)
        with self._news:
            self._received += (came,)
            self._news.notify_all()
        return answer

    def _receive(self, errand: Errand) -> Outcome:
        """Take what the courier hands over."""
        path = "/" + urlsplit(errand.url).path.lstrip("/").partition("/")[2]
        answer = self._take(path, errand.headers, json.dumps(errand.body).encode())
        if not self._pause(answer):
            return Outcome(error=f"ReadTimeout: no answer within {TIMEOUT_SECONDS} seconds")
        if answer.breaks:
            return Outcome(error=f"ConnectionError: broken on purpose: {answer.breaks}")
        return Outcome(status=answer.status)

    def _pause(self, answer: Answer) -> bool:
        """Be as slow as the answer says; whether the sender is so patient."""
        takes_seconds = answer.takes_seconds
        if takes_seconds:
            self._patience.sleep(min(takes_seconds, TIMEOUT_SECONDS))
        return takes_seconds < TIMEOUT_SECONDS

    def _having(self, fields: Mapping[str, Any]) -> Iterator[Received]:
        for each in self._received:
            body = each.body if isinstance(each.body, dict) else {}
            if fields.items() <= body.items():
                yield each


def _answer(told: Answer | int) -> Answer:
    return told if isinstance(told, Answer) else Answer(status=told)
