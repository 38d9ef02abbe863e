"""One request on its way in and out: the record that each step of the pipeline reads and fills."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from math import inf
from typing import TYPE_CHECKING, Any

from flask import Request, Response
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from memories_contracts import Contract
from memories_contracts.nearest import nearest
from memories_fake.api.dialects import Dialect
from memories_fake.api.generations import GENERATIONS, V1, Generation
from memories_fake.api.serving import Usage
from memories_fake.domain.refusals import Refusal
from memories_fake.runtime.accounts import Account
from memories_fake.runtime.accounts import account_name as name_of_key
from memories_fake.runtime.breaking import Break, ConnectionBroken
from memories_fake.runtime.journal import Entry, Kept
from memories_fake.runtime.masking import Room, hidden_across, written
from memories_fake.services import Services
from memories_fake.wire.reading import Parameters
from memories_fake.wire.receiving import Receiver

if TYPE_CHECKING:
    from memories_fake.runtime.faults import Fault

EVENT_STREAM = "text/event-stream"
BEARER = "bearer"
NO_QUERY: MultiDict[str, str] = ImmutableMultiDict()
KEPT_HEADERS = ("Accept", "Authorization", "Content-Type", "User-Agent")


@dataclass
class Exchange:
    """What is known of a request so far. Each field says which step fills it."""

    services: Services
    request: Request
    receiver: Receiver
    contract: Contract | None = None  # match_operation
    account: Account | None = None  # find_account
    came_at_ms: int | None = None  # find_account
    begun: int = 0  # find_account: its number among the account's happenings
    sent: Parameters = field(default_factory=dict)  # read_request: before it was read
    parameters: Parameters | None = None  # read_request
    unknown: tuple[str, ...] = ()  # read_request: what was sent that the contract does not know
    unevidenced: tuple[str, ...] = ()  # flag: what was taken, though nobody knows if it is live
    fault: Fault | None = None  # meet_faults
    usage: Usage = field(default_factory=Usage)  # call_handler
    result: Any = None  # call_handler
    refusal: Refusal | None = None  # whichever step refused
    code: str = "0000"  # render
    body: Any = None  # render: the JSON answer, if it is one
    response: Response = field(init=False)  # render
    key: str = field(init=False, repr=False)  # at once: without Bearer; empty where none was sent
    has_bearer: bool = field(init=False)  # at once: whether the key came with Bearer before it
    broken: ConnectionBroken | None = None  # render: there is no answer, the connection breaks
    opened: Kept | None = None  # write_journal: of a stream, to be finished when it ends

    def __post_init__(self) -> None:
        sent = self.header("Authorization").strip()
        scheme, _, rest = sent.partition(" ")
        self.has_bearer = scheme.lower() == BEARER
        self.key = rest.strip() if self.has_bearer else sent

    @property
    def generation(self) -> Generation:
        """Whose words are spoken; v1's where no operation matched."""
        return GENERATIONS[self.contract.generation] if self.contract else V1

    @property
    def dialect(self) -> Dialect:
        return self.services.dialect(self.account, self.generation)

    def header(self, name: str) -> str:
        """What was sent in that header; empty where it was not sent."""
        # Looked up where WSGI has it: Flask's own way takes several times as long.
        sent: str = self.request.environ.get(_place_of(name), "")
        return sent

    @property
    def is_let_in(self) -> bool:
        """Whether there is a key, and it is one of those that are admitted."""
        admitted = self.services.settings.keys
        return bool(self.key) and (not admitted or self.key in admitted)

    @property
    def takes_bearer(self) -> bool:
        """Whether a key may come with Bearer before it."""
        by_contract = self.contract is not None and self.contract.takes_bearer
        return by_contract or self.dialect.bearer == "accepted"

    @property
    def wants_stream(self) -> bool:
        """Whether this call is to be answered event by event."""
        if self.contract is None or not self.contract.event_schemas:
            return False
        if self.contract.answer_media == EVENT_STREAM:
            return True
        asked = EVENT_STREAM in self.header("Accept")
        return asked and self.dialect.chat_accept == "stream"

    @property
    def query(self) -> MultiDict[str, str]:
        """What stands behind the question mark."""
        return self.request.args if self.request.environ.get("QUERY_STRING") else NO_QUERY

    @property
    def media(self) -> str:
        """What kind of thing the body is called, in lower case: multipart/form-data, say."""
        return self.header("Content-Type").partition(";")[0].strip().lower()

    @property
    def looked_at_media(self) -> str:
        """The same; empty where there is no body, or where none is looked at."""
        is_read = self.contract is not None and self.contract.request_media
        has_body = self.header("Content-Length") not in ("", "0")
        return self.media if is_read and has_body else ""

    @property
    def now_ms(self) -> int:
        """The time of the key's account, also for a call that came to nothing; else 0."""
        account = self.account or (self.services.accounts.of(self.key) if self.is_let_in else None)
        return account.clock.now_ms() if account else 0

    @property
    def is_undone(self) -> bool:
        """Whether the account has been taken back behind the beginning of this call."""
        return self.account is not None and not self.account.happenings.holds(self.begun)

    def insist_on_being(self) -> None:
        """Raises ConnectionBroken for a call that is undone: it changes nothing any more."""
        if self.is_undone:
            raise ConnectionBroken(Break.EMPTY)

    def wait(self, seconds: float, *, midway: bool = False) -> None:
        """Let time pass for the caller, who may not have the patience.

        Raises ConnectionBroken where the caller does not wait so long: a door without a socket
        tells how long it does, another whether it has gone away.
        """
        if not seconds:
            return
        environ = self.request.environ
        patience_seconds: float = environ.get("memories_fake.patience_seconds", inf)
        if self.account:
            self.account.clock.sleep(min(seconds, patience_seconds))
        has_left: Callable[[], bool] = environ.get("memories_fake.has_left", bool)
        if seconds > patience_seconds or has_left():
            raise ConnectionBroken(Break.STALL, midway=midway)

    def promise_more(self) -> None:
        """Have the door promise more than will come, if its clients go by such promises."""
        promise: Callable[[], object] = self.request.environ.get("memories_fake.promise", bool)
        promise()

    @property
    def account_name(self) -> str:
        """Under what name the journal keeps it: empty where there is no key."""
        if self.account:
            return self.account.name
        return name_of_key(self.key) if self.key else ""

    def entry(self, at_ms: int, number: int, *, answer: str = "", ended: str = "whole") -> Entry:
        """This exchange, answered at that moment, as the journal keeps it under that number:
        without the key."""
        return Entry(
            number=number,
            operation=self.contract.name if self.contract else "",
            account=self.account_name,
            status=self.response.status_code,
            refusal=type(self.refusal).__name__ if self.refusal else "",
            ended="cut" if self.broken else ended,
            came_at_ms=at_ms if self.came_at_ms is None else self.came_at_ms,
            at_ms=at_ms,
            **written({**self._told(), "answer": answer}, self.key),
        )

    def finish(self, frames: tuple[str, ...], *, ended: str) -> None:
        """Tell the journal what a stream was, and how it ended."""
        if self.opened is None:
            return
        seen = Room().fit(hidden_across(frames, self.key))
        entry = replace(self.opened.entry, frames=seen, ended=ended, at_ms=self.now_ms)
        self.services.journal.finish(self.opened, entry)

    def _told(self) -> dict[str, Any]:
        """All that the caller, or a test, has put in words: the key may stand anywhere in it."""
        request = self.request
        return {
            "method": request.method,
            "host": request.host,
            "path": request.path,
            "headers": {n: self.header(n) for n in KEPT_HEADERS if _place_of(n) in request.environ},
            "parameters": self.sent if self.parameters is None else self.parameters,
            "unknown": self.unknown,
            "unevidenced": self.unevidenced,
            "digests": self.receiver.digests(),
            "code": self.code if self.broken is None else "",
            "fault": str(self.fault or ""),
            "findings": self._findings(),
        }

    def _findings(self) -> tuple[str, ...]:
        if self.contract is not None:
            return ()
        return (nearest(self.services.catalogue, self.request.method, self.request.path),)


@cache
def _place_of(header: str) -> str:
    place = header.upper().replace("-", "_")
    return place if place in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{place}"
