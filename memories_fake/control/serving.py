"""The way of a call to one of the fake's own paths: read by its contract, done, answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Request, Response

from memories_contracts import Contract
from memories_fake.domain import refusals as no
from memories_fake.domain.outcomes import NothingThere, Unchangeable
from memories_fake.rendering import insist
from memories_fake.services import Services
from memories_fake.wire import telling
from memories_fake.wire.reading import Parameters, parse_json
from memories_fake.wire.sse import to_json

if TYPE_CHECKING:
    from memories_fake.testkit.account import SteeredAccount


@dataclass(frozen=True, slots=True)
class Steer:
    """A call to one of the fake's own paths. It moves no clock, costs nothing, is in no journal."""

    services: Services
    key: str
    parameters: Parameters

    @property
    def account(self) -> SteeredAccount:
        """The account of the key. Raises KeyMissing where none was sent, or KeyNotAdmitted."""
        from memories_fake.testkit.account import SteeredAccount  # for who steers only

        if not self.key:
            raise no.KeyMissing
        admitted = self.services.settings.keys
        if admitted and self.key not in admitted:
            raise no.KeyNotAdmitted
        return SteeredAccount(self.services, self.key)

    def chosen(self, *besides: str) -> dict[str, Any]:
        """The parameters that were sent, but for these."""
        return {name: value for name, value in self.parameters.items() if name not in besides}


Handler = Callable[[Steer], Any]


def answer(services: Services, contract: Contract, handler: Handler, request: Request) -> Response:
    """Do what is asked; or say what is wrong with it, and under which HTTP status."""
    key = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    try:
        body = handler(Steer(services, key, _read(contract, request)))
    except (no.KeyMissing, no.KeyNotAdmitted) as error:
        return refused(_KEYS[type(error)], HTTPStatus.UNAUTHORIZED)
    except NothingThere as error:
        return refused(error.args[0], HTTPStatus.NOT_FOUND)
    except Unchangeable as error:
        return refused(str(error), HTTPStatus.CONFLICT)
    except (ValueError, no.Refusal) as error:
        return refused(str(error), HTTPStatus.BAD_REQUEST)
    if services.settings.check_replies:
        insist(services.checker.check_plain(contract, body))
    return Response(to_json(body), content_type="application/json")


_KEYS: Mapping[type[no.Refusal], str] = {
    no.KeyMissing: "Authorization is missing: whose account is meant?",
    no.KeyNotAdmitted: "Authorization is none of the keys that this fake admits",
}


def refused(message: str, status: int) -> Response:
    """A call to one of the fake's own paths that comes to nothing, and why."""
    body: Mapping[str, Any] = {"error": {"message": message}}
    return Response(to_json(body), status, content_type="application/json")


def _read(contract: Contract, request: Request) -> Parameters:
    """The parameters. What a test misspells must not be passed over, so here it is refused."""
    body = parse_json(request.get_data()) if contract.request_media else None
    return telling.read(contract.name, body, request.args)
