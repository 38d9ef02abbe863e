"""For anybody's tests, with or without the fake: holds requests, answers and events to contracts.

session.hooks["response"].append(memories_contracts.check_traffic)         # requests
httpx.Client(event_hooks={"response": [memories_contracts.check_traffic]})  # httpx
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from memories_contracts.catalogue import Contract, load_catalogue
from memories_contracts.checking import Checker, Finding, Reading
from memories_contracts.nearest import nearest

JSON = "application/json"
LONG_KEY = 9


class ContractBroken(AssertionError):
    """Something does not keep its contract. Each line names operation, field and evidence."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings


def check_request(operation: str, parameters: Mapping[str, Any]) -> None:
    """Hold what is about to be sent to its contract. Raises ContractBroken."""
    _insist(_checker(Reading.CLOSED).check_request(_contract(operation), dict(parameters)))


def check_response(operation: str, body: Any, *, reading: Reading = Reading.OPEN) -> None:
    """Hold a JSON answer to its contract; OPEN lets fields pass that are new. May raise."""
    _insist(_checker(reading).check_answer(_contract(operation), body))


def check_event(operation: str, event: Any, *, reading: Reading = Reading.OPEN) -> None:
    """Hold one event of a stream, parsed, to its contract. The end of a stream is no event."""
    kind = str(event.get("type", "token")) if isinstance(event, dict) else "text"
    _insist(_checker(reading).check_event(_contract(operation), kind, event))


def operation_at(method: str, url: str) -> str | None:
    """The operation that is called so, whatever the host; None where there is none."""
    path = urlsplit(url).path
    return next(
        (n for n, c in load_catalogue().items() if (c.method, c.path) == (method.upper(), path)),
        None,
    )


def check_traffic(response: Any, *_args: object, **_options: object) -> None:
    """A hook for `requests` and for `httpx`: holds each JSON answer of the service to its contract.

    A path that no operation has raises too, and names the nearest. Streams and files pass.
    """
    method, url = str(response.request.method), str(response.request.url)
    operation = operation_at(method, url)
    if operation is None:
        meant = nearest(load_catalogue(), method, _without_key(urlsplit(url).path, response))
        raise ContractBroken([Finding("", "", meant, "documented(none)")])
    if response.headers.get("Content-Type", "").partition(";")[0].strip() == JSON:
        if hasattr(response, "read"):
            response.read()  # httpx calls its hooks before it has read the body
        check_response(operation, json.loads(_without_key(response.text, response)))


def _without_key(text: str, response: Any) -> str:
    """The text as it may be shown; a key that is as short as a word of an answer stays."""
    key = str(response.request.headers.get("Authorization", "")).removeprefix("Bearer ")
    return text.replace(key, "…") if len(key) >= LONG_KEY else text


def _contract(operation: str) -> Contract:
    catalogue = load_catalogue()
    if operation not in catalogue:
        raise ValueError(f"no operation {operation!r}; there are: {', '.join(catalogue)}")
    return catalogue[operation]


@cache
def _checker(reading: Reading) -> Checker:
    return Checker(reading)


def _insist(findings: list[Finding]) -> None:
    if findings:
        raise ContractBroken(findings)
