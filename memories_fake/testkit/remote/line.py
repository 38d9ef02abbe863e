"""The line to a fake that runs elsewhere: what is told under /_fake, by its contract's name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from memories_contracts import Contract, load_control
from memories_fake.domain.outcomes import NothingThere, Unchangeable

TIMEOUT_SECONDS = 60.0  # so long may a clock take that is moved past many callbacks
REFUSALS: Mapping[int, type[Exception]] = {
    HTTPStatus.BAD_REQUEST: ValueError,
    HTTPStatus.UNAUTHORIZED: PermissionError,
    HTTPStatus.NOT_FOUND: NothingThere,
    HTTPStatus.CONFLICT: Unchangeable,
}


class NoFakeThere(ConnectionError):
    """No fake is reached at the address, or what answers there is none."""


@dataclass(frozen=True, slots=True)
class Line:
    """A server's URL, and the key of the account that is meant. Without a key, none is.

    It has no use for `requests`: a test may have put something in the place of that.
    """

    url: str
    key: str = ""

    def ask(self, control: str, **told: Any) -> Any:
        """Call the path of a control contract, and get what it answers.

        Raises what the same word raises in Python: ValueError, NothingThere, Unchangeable.
        """
        contract = load_control()[f"control.{control}"]
        fields = contract.request_schema["properties"]
        sent = {name: value for name, value in told.items() if value is not None}
        whole = [name for name in sent if fields.get(name, {}).get("x-in") == "body"]
        query = {n: sent.pop(n) for n in list(sent) if fields.get(n, {}).get("x-in") == "query"}
        body = sent[whole[0]] if whole else sent
        status, answer = self._send(contract, query, body if contract.request_media else None)
        if status == HTTPStatus.OK:
            return answer
        raise REFUSALS.get(status, RuntimeError)(answer["error"]["message"])

    def _send(self, contract: Contract, query: Mapping[str, Any], body: Any) -> tuple[int, Any]:
        parts = urlsplit(self.url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        path = parts.path.rstrip("/") + contract.path + (f"?{urlencode(query)}" if query else "")
        connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT_SECONDS)
        headers = {"Content-Type": "application/json"}
        if self.key:
            headers["Authorization"] = self.key
        content = None if body is None else json.dumps(body).encode()
        try:
            connection.request(contract.method, path, content, headers)
            answered = connection.getresponse()
            return answered.status, json.loads(answered.read())
        except (OSError, ValueError) as error:
            raise NoFakeThere(f"no fake answers at {self.url}: {error}") from error
        finally:
            connection.close()
