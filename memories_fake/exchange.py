"""One request on its way in and out: the record that each step of the pipeline reads and fills."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import Request, Response

from memories_contracts import Contract
from memories_fake.api.dialects import Dialect
from memories_fake.api.generations import GENERATIONS, V1, Generation
from memories_fake.api.serving import Usage
from memories_fake.domain.refusals import Refusal
from memories_fake.runtime.accounts import Account
from memories_fake.runtime.journal import MOST_BODY_BYTES, Entry
from memories_fake.services import Services
from memories_fake.wire.reading import Parameters
from memories_fake.wire.receiving import Receiver
from memories_fake.wire.sse import to_json

EVENT_STREAM = "text/event-stream"


@dataclass
class Exchange:
    """What is known of a request so far. Each field says which step fills it."""

    services: Services
    request: Request
    receiver: Receiver
    contract: Contract | None = None  # match_operation
    account: Account | None = None  # find_account
    parameters: Parameters | None = None  # read_request
    usage: Usage = field(default_factory=Usage)  # call_handler
    result: Any = None  # call_handler
    refusal: Refusal | None = None  # whichever step refused
    code: str = "0000"  # render
    body: Any = None  # render: the JSON answer, if it is one
    response: Response = field(default_factory=Response)  # render

    @property
    def generation(self) -> Generation:
        """Whose words are spoken; v1's where no operation matched."""
        return GENERATIONS[self.contract.generation] if self.contract else V1

    @property
    def dialect(self) -> Dialect:
        return self.services.dialects[self.generation.name]

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
        asked = EVENT_STREAM in self.request.headers.get("Accept", "")
        return asked and self.dialect.chat_accept == "stream"

    def entry(self, answer: str) -> Entry:
        """This exchange as the journal keeps it."""
        return Entry(
            operation=self.contract.name if self.contract else "",
            account=self.account.name if self.account else "",
            method=self.request.method,
            path=self.request.path,
            parameters=to_json(self.parameters or {})[:MOST_BODY_BYTES],
            status=self.response.status_code,
            code=self.code,
            answer=answer[:MOST_BODY_BYTES],
            at_ms=self.account.clock.now_ms() if self.account else 0,
        )
