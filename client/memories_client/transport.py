"""Sends calls: the key, the envelope, and the retries that can do no harm."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import requests
from requests.auth import AuthBase

from memories_client.errors import (
    ApiError,
    BadAnswer,
    Fate,
    KeyMissing,
    MemoriesError,
    StreamCut,
    TransportError,
    api_error,
)
from memories_client.healing import Raw, prose

T = TypeVar("T")
_FIRST_PAUSE_SECONDS = 1.0
_LONG_KEY = 16
_BLOCK_BYTES = 1 << 16


class Key(AuthBase):
    """The account's key: goes out raw, shows itself masked."""

    def __init__(self, value: str) -> None:
        self._value = value.strip()
        del value  # reports of what goes wrong below show the arguments
        if not self._value:
            raise KeyMissing("No API key: set MEMORIES_API_KEY, or pass Memories(api_key=...).")
        if not self._value.isascii() or " " in self._value or not self._value.isprintable():
            raise KeyMissing("The API key cannot be sent: give the bare key, without `Bearer`.")

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        # As an auth object, not as a header: a ~/.netrc would overwrite the header.
        request.headers["Authorization"] = self._value
        return request

    def __repr__(self) -> str:
        return f"…{self._value[-4:]}" if len(self._value) >= _LONG_KEY else "…"

    def mask(self, text: str) -> str:
        """The text without the key."""
        return text.replace(self._value, repr(self))


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an operation, and the worst fate after which it may be repeated."""

    operation: str
    method: str = "POST"
    query: Mapping[str, Any] = field(default_factory=dict)
    json: Any = None
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    repeat_after: Fate = Fate.BROKEN_OFF


@dataclass(frozen=True, slots=True)
class Transport:
    """The way to the service; `base_url` without a slash at its end."""

    key: Key
    base_url: str
    timeout: float | tuple[float, float]
    retries: int
    sleep: Callable[[float], None]
    session: requests.Session

    def data(self, call: Call) -> Any:
        """The `data` of a successful answer, which may be None; else raises the fitting error."""
        return self._persist(call, lambda: self._exchange(call, self._unwrapped, stream=False))

    def record(self, call: Call) -> Raw:
        """As `data`, where only an object will do; BadAnswer otherwise."""
        data = self.data(call)
        if not isinstance(data, Mapping):
            raise BadAnswer(call.operation, f"success, yet its data is {type(data).__name__}")
        return data

    @contextmanager
    def opened(self, call: Call, *, live: bool) -> Iterator[Iterator[bytes]]:
        """The bytes of an answer that is no envelope; `live` ones are not held up to fill a block.

        Raises StreamCut from within the iteration when the connection breaks.
        """
        response = self._persist(call, lambda: self._exchange(call, self._bare, stream=True))
        with response:
            yield self._chunks(call, response, live=live)

    def refusal(self, operation: str, code: str, msg: str, http_status: int = 200) -> ApiError:
        """The error that fits, without the key in its text."""
        return api_error(code, self.key.mask(msg), operation, http_status)

    def _persist(self, call: Call, attempt: Callable[[], T]) -> T:
        for tries in range(self.retries):
            try:
                return attempt()
            except MemoriesError as error:
                if error.fate > call.repeat_after:
                    raise
            self.sleep(_FIRST_PAUSE_SECONDS * 2**tries)
        return attempt()

    def _exchange(
        self, call: Call, read: Callable[[Call, requests.Response], T], *, stream: bool
    ) -> T:
        try:
            response = self.session.request(
                call.method,
                f"{self.base_url}/serve/api/v1/{call.operation}",
                params=call.query,
                json=call.json,
                data=call.body,
                headers=call.headers,
                auth=self.key,
                timeout=self.timeout,
                stream=stream,
            )
            return read(call, response)
        except requests.RequestException as error:
            raise TransportError(call.operation, self.key.mask(str(error))) from error

    def _bare(self, call: Call, response: requests.Response) -> requests.Response:
        media_type = response.headers.get("Content-Type", "")
        if response.ok and not media_type.startswith(("application/json", "text/html")):
            return response
        with response:
            self._unwrapped(call, response)
        raise BadAnswer(call.operation, f"one envelope instead of {call.headers['Accept']}")

    def _unwrapped(self, call: Call, response: requests.Response) -> Any:
        body = _json(response)
        if not isinstance(body, dict) or "code" not in body:
            raise self._no_envelope(call, response)
        # A number would lose its leading zeros on the way.
        code = prose(body["code"]).zfill(4)
        refused = body.get("failed") is True or body.get("success") is False
        if response.ok and code in {"0000", "SUCCESS"} and not refused:
            return body.get("data")
        msg = prose(body.get("msg")) or "no message"
        raise self.refusal(call.operation, code, msg, response.status_code)

    def _no_envelope(self, call: Call, response: requests.Response) -> MemoriesError:
        status = response.status_code
        if status in {401, 403, 429}:
            return self.refusal(call.operation, str(status), prose(response.reason), status)
        shown = self.key.mask(response.text)[:120]
        return BadAnswer(call.operation, f"HTTP {status} with no envelope but {shown!r}")

    def _chunks(self, call: Call, response: requests.Response, *, live: bool) -> Iterator[bytes]:
        # A body without chunks is read up to the full block, so a live one goes byte by byte.
        chunked = response.headers.get("Transfer-Encoding", "").lower() == "chunked"
        blocks: Iterable[bytes] = response.iter_content(1 if live and not chunked else _BLOCK_BYTES)
        try:
            yield from blocks
        except requests.RequestException as error:
            raise StreamCut(call.operation, self.key.mask(str(error))) from error


def _json(response: requests.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None
