"""The way of a call to one of the fake's own paths: read by its contract, done, answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Request, Response

from memories_contracts import Contract
from memories_fake.domain import refusals as no
from memories_fake.domain.endings import Unchangeable
from memories_fake.rendering import insist
from memories_fake.services import Services
from memories_fake.testkit.account import SteeredAccount
from memories_fake.wire.reading import Parameters, parse_json
from memories_fake.wire.sse import to_json


class NotThere(LookupError):
    """Nothing has that number."""


@dataclass(frozen=True, slots=True)
class Steer:
    """A call to one of the fake's own paths. It moves no clock, costs nothing, is in no journal."""

    services: Services
    key: str
    parameters: Parameters

    @property
    def account(self) -> SteeredAccount:
        """The account of the key. Raises KeyMissing where none was sent."""
        if not self.key:
            raise no.KeyMissing
        return SteeredAccount(self.services, self.key)

    def chosen(self, *besides: str) -> dict[str, Any]:
        """The parameters that were sent, but for these."""
        return {name: value for name, value in self.parameters.items() if name not in besides}


Handler = Callable[[Steer], Any]


def answer(services: Services, contract: Contract, handler: Handler, request: Request) -> Response:
    """Do what is asked; or say what is wrong with it, and under which HTTP status."""
    key = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    try:
        body = handler(Steer(services, key, _read(services, contract, request)))
    except no.KeyMissing:
        return _refused("Authorization is missing: whose account is meant?", _UNKNOWN_KEY)
    except NotThere as error:
        return _refused(str(error), HTTPStatus.NOT_FOUND)
    except Unchangeable as error:
        return _refused(str(error), HTTPStatus.CONFLICT)
    except (ValueError, TypeError, no.Refusal) as error:
        return _refused(str(error), HTTPStatus.BAD_REQUEST)
    if services.settings.check_replies:
        insist(services.checker.check_plain(contract, body))
    return Response(to_json(body), content_type="application/json")


_UNKNOWN_KEY = HTTPStatus.UNAUTHORIZED


def _read(services: Services, contract: Contract, request: Request) -> Parameters:
    """The parameters. What a test misspells must not be passed over, so here it is refused."""
    body = parse_json(request.get_data()) if contract.request_media else None
    if unknown := services.reader.unknown(contract, request.args, body):
        known = ", ".join(contract.request_schema["properties"]) or "none"
        raise ValueError(f"no parameter {', '.join(unknown)}; there are: {known}")
    return services.reader.read(contract, request.args, body)


def _refused(message: str, status: HTTPStatus) -> Response:
    body: Mapping[str, Any] = {"error": {"message": message}}
    return Response(to_json(body), status, content_type="application/json")
