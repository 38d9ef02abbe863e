"""Four hands to steer an account with, and to call the service: Python here, Python over a port,
curl and Node's fetch.

A hand is given the Python words, such as outcomes.add. Those of HTTP find by the contracts which
call does the same.
"""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from operator import attrgetter
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

import pytest
import requests

from memories_contracts import Contract, load_catalogue, load_control
from memories_fake import Fake
from memories_fake.domain.outcomes import NothingThere, Unchangeable
from memories_fake.elsewhere import RemoteFake
from memories_fake.testkit.account import SteeredAccount

KEY = "sk-hand-0001"
by_every_hand = pytest.mark.parametrize(
    "hand", ["python", "remote", "curl", "fetch"], indirect=True
)
LIVE = "https://api.memories.ai"


class Refused(Exception):
    """The fake has said no: the HTTP status that it said so under, and its words."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status} {message}")
        self.status, self.message = status, message


@dataclass(frozen=True)
class Call:
    """One HTTP call. `picture` is sent as a form's file, in place of a body."""

    method: str
    path: str
    body: Any = None
    query: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    picture: Path | None = None

    @property
    def address(self) -> str:
        return f"{self.path}?{urlencode(self.query)}" if self.query else self.path


class Sender(Protocol):
    """What brings a call to the fake, and its JSON answer back."""

    def send(self, call: Call) -> tuple[int, Any]: ...


@dataclass(frozen=True)
class Hand:
    """Steers one account, and calls the service under its key."""

    sender: Sender
    key: str

    def other(self, key: str) -> Hand:
        """The same hand on another account; without a key, on none."""
        return replace(self, key=key)

    def steer(self, word: str, **told: Any) -> Any:
        """Do what `account.word` does. Raises Refused."""
        status, body = self.sender.send(self._signed(steering(word, told)))
        if status != 200:
            raise Refused(status, body["error"]["message"])
        return body.get("number", body)

    def call(
        self,
        operation: str,
        told: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        picture: Path | None = None,
    ) -> Any:
        """Call an operation of the v1 line, and get the whole of its JSON answer."""
        contract = load_catalogue()[f"v1.{operation}"]
        call = Call(
            contract.method,
            contract.path,
            body=told if contract.method == "POST" else None,
            query=told or {} if contract.method == "GET" else {},
            headers=headers or {},
            picture=picture,
        )
        return self.sender.send(self._signed(call))[1]

    def data(self, operation: str, told: Any = None, **options: Any) -> Any:
        """What a good answer holds."""
        body = self.call(operation, told, **options)
        assert body["code"] == "0000", body
        return body["data"]

    def _signed(self, call: Call) -> Call:
        signed = {"Authorization": self.key} if self.key else {}
        return replace(call, headers={**signed, **call.headers})


@dataclass(frozen=True)
class PythonHand(Hand):
    """Steers by the words themselves, in this process: a fake that is here, or elsewhere."""

    fake: Fake | RemoteFake = field(kw_only=True)

    @property
    def account(self) -> SteeredAccount:
        return self.fake.account(self.key)

    def steer(self, word: str, **told: Any) -> Any:
        held = self.fake.account(self.key) if self.key else self.fake
        try:
            return attrgetter(word)(held)(**told)
        except NothingThere as error:
            raise Refused(404, str(error)) from error
        except Unchangeable as error:
            raise Refused(409, str(error)) from error
        except ValueError as error:
            raise Refused(400, str(error)) from error


@dataclass(frozen=True)
class Requests:
    """Sends by `requests`, to a server; or to the service's own host, if the fake is active."""

    url: str = LIVE

    def send(self, call: Call) -> tuple[int, Any]:
        files = {"files": (call.picture.name, call.picture.read_bytes())} if call.picture else None
        answer = requests.request(
            call.method,
            self.url + call.address,
            json=call.body,
            headers=call.headers,
            files=files,
            timeout=30,
        )
        return answer.status_code, answer.json()


@dataclass(frozen=True)
class Curl:
    """Sends by curl, to a server."""

    url: str

    def send(self, call: Call) -> tuple[int, Any]:
        command = ["curl", "-sS", "-w", "\n%{http_code}", "-X", call.method]
        for name, value in call.headers.items():
            command += ["-H", f"{name}: {value}"]
        if call.picture:
            command += ["-F", f"files=@{call.picture}"]
        elif call.body is not None:
            command += ["-H", "Content-Type: application/json", "--data-binary", "@-"]
        run = subprocess.run(
            [*command, self.url + call.address],
            input=json.dumps(call.body).encode(),
            capture_output=True,
            check=True,
            timeout=60,
        )
        body, _, status = run.stdout.decode().rpartition("\n")
        return int(status), json.loads(body)


FETCHING = """
const lines = require("readline").createInterface({input: process.stdin});
const one = async ({url, method, headers, body, picture, timeout}) => {
  if (picture) {
    body = new FormData();
    body.append("files", new Blob([Buffer.from(picture.content, "base64")]), picture.name);
  }
  const signal = timeout ? AbortSignal.timeout(timeout) : undefined;
  let status = null, came = Buffer.alloc(0), error = "";
  try {
    const answer = await fetch(url, {method, headers, body, signal});
    status = answer.status;
    for await (const piece of answer.body) came = Buffer.concat([came, Buffer.from(piece)]);
  } catch (failure) {
    const cause = failure.cause ? ` (${failure.cause.code})` : "";
    error = `${failure.name}: ${failure.message}${cause}`;
  }
  return JSON.stringify({status, came: came.toString("base64"), error});
};
lines.on("line", async (line) => console.log(await one(JSON.parse(line))));
"""


class Node:
    """One Node for many fetches, one after the other: starting it takes the longest."""

    def __init__(self) -> None:
        self._node = subprocess.Popen(
            ["node", "-e", FETCHING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def fetch(self, **asked: Any) -> tuple[int | None, bytes, str]:
        """The status, the body as far as it came, and what was raised."""
        assert self._node.stdin
        assert self._node.stdout
        self._node.stdin.write(json.dumps(asked) + "\n")
        self._node.stdin.flush()
        told = json.loads(self._node.stdout.readline())
        return told["status"], base64.b64decode(told["came"]), told["error"]

    def close(self) -> None:
        with suppress(ProcessLookupError):
            self._node.kill()
        self._node.communicate()


@dataclass(frozen=True)
class Fetch:
    """Sends by the fetch of Node, to a server."""

    url: str
    node: Node

    def send(self, call: Call) -> tuple[int, Any]:
        asked: dict[str, Any] = {"headers": dict(call.headers)}
        if call.picture:
            content = base64.b64encode(call.picture.read_bytes()).decode()
            asked["picture"] = {"name": call.picture.name, "content": content}
        elif call.body is not None:
            asked["body"] = json.dumps(call.body)
            asked["headers"]["Content-Type"] = "application/json"
        status, came, error = self.node.fetch(
            url=self.url + call.address, method=call.method, **asked
        )
        assert status is not None, error
        return status, json.loads(came)


def steering(word: str, told: Mapping[str, Any]) -> Call:
    """The call under /_fake that does the same as `account.word`."""
    contract, sent = _by_word()[f"account.{word}"], dict(told)
    if word == "speak":
        sent = {"switches": told}
    elif word == "clock.run":
        sent["mode"] = "scaled" if told else "real"
    elif word == "clock.stand":
        sent["mode"] = "manual"
    fields = contract.request_schema["properties"]
    query = {name for name in sent if fields.get(name, {}).get("x-in") == "query"}
    return Call(
        contract.method,
        contract.path,
        body={n: v for n, v in sent.items() if n not in query} if contract.request_media else None,
        query={name: sent[name] for name in query},
    )


def _by_word() -> dict[str, Contract]:
    found: dict[str, Contract] = {}
    for contract in load_control().values():
        for word in str(contract.document["python"]).split(","):
            found.setdefault(word.strip(), contract)
    return found
