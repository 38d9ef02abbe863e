"""The way of a request, step by step: read this first.

The INWARD steps run in order until one of them refuses; the OUTWARD steps always run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Request, Response
from werkzeug.exceptions import MethodNotAllowed

from memories_fake.api.serving import Call, Events, FileBytes
from memories_fake.bodies import read_body
from memories_fake.domain import refusals as no
from memories_fake.evidence import flag, weigh
from memories_fake.exchange import Exchange
from memories_fake.rendering import insist, render_fault, render_refusal, render_result
from memories_fake.runtime.breaking import ConnectionBroken
from memories_fake.runtime.journal import OPEN
from memories_fake.runtime.troubles import Met
from memories_fake.services import DEFAULT_NAMESPACE, Services
from memories_fake.wire import telling
from memories_fake.wire.receiving import Receiver

if TYPE_CHECKING:
    from memories_fake.runtime.faults import Fault

T = TypeVar("T")
Step = Callable[[Exchange], None]


def carry(services: Services, request: Request) -> Response:
    """Take a request all the way, and bring back its answer."""
    exchange = Exchange(services, request, Receiver(services.shelf, services.fetcher))
    try:
        _go(exchange, INWARD)
        _go(exchange, (strike_late,))
    finally:
        exchange.receiver.discard()
    for step in OUTWARD:
        step(exchange)
    if exchange.broken:
        raise exchange.broken
    return exchange.response


def _go(exchange: Exchange, steps: Iterable[Step]) -> None:
    try:
        for step in steps:
            exchange.insist_on_being()
            step(exchange)
    except no.Refusal as refusal:
        exchange.refusal = refusal
    except ConnectionBroken as broken:
        exchange.broken = broken


def match_operation(exchange: Exchange) -> None:
    """Find the contract of the path; Flask has matched it already."""
    rule = exchange.request.url_rule
    if rule is not None:
        exchange.contract = exchange.services.catalogue[rule.endpoint]
    elif isinstance(exchange.request.routing_exception, MethodNotAllowed):
        raise no.MethodWrong(exchange.request.method)
    else:
        raise no.OperationUnknown(exchange.request.path)


def find_account(exchange: Exchange) -> None:
    """The key is the account; its clock is told that a request has come."""
    if exchange.has_bearer and not exchange.takes_bearer:
        raise no.KeyNotRaw
    if not exchange.key:
        raise no.KeyMissing
    if not exchange.is_let_in:
        raise no.KeyNotAdmitted
    exchange.account = exchange.services.accounts.of(exchange.key)
    exchange.begun = exchange.account.happenings.begin()
    exchange.came_at_ms = exchange.account.clock.now_ms()
    exchange.account.clock.request_came()


def read_request(exchange: Exchange) -> None:
    """Bring query and body into the contract's words; files go to disk on the way."""
    assert exchange.contract is not None
    body = read_body(exchange) if exchange.contract.request_media else None
    reader, query = exchange.services.reader, exchange.query
    exchange.sent = reader.as_sent(exchange.contract, query, body)
    exchange.unknown = reader.unknown(exchange.contract, query, body)
    exchange.parameters = reader.read(exchange.contract, query, body)


def meet_faults(exchange: Exchange) -> None:
    """Something may go wrong on purpose: as this call's header tells, or as was laid down."""
    exchange.fault = _fault(exchange)
    if exchange.fault and not exchange.fault.lets_the_work_be_done:
        _strike(exchange, exchange.fault)


def strike_late(exchange: Exchange) -> None:
    """What goes wrong after the work, does so whatever the work has come to."""
    if exchange.fault and exchange.fault.lets_the_work_be_done:
        _strike(exchange, exchange.fault)


def count_limits(exchange: Exchange) -> None:
    """With limits chosen: count the call, or turn it away, on the account's own clock."""
    services, contract, account = exchange.services, exchange.contract, exchange.account
    assert contract is not None
    assert account is not None
    year = services.settings.limits
    rate = contract.rate(year) if year else None
    if rate and not services.limits.admit(
        account.name,
        contract.limit_group,
        now_ms=account.clock.now_ms(),
        most=rate.most,
        per_ms=rate.per_seconds * 1000,
    ):
        raise no.LimitExceeded


def look_for_credits(exchange: Exchange) -> None:
    """With credits counted: what costs something needs some to be left."""
    assert exchange.contract is not None
    assert exchange.account is not None
    if exchange.contract.price and exchange.services.credits.left(exchange.account.name) == 0:
        raise no.CreditsUsedUp


def call_handler(exchange: Exchange) -> None:
    """Hand the call to the operation's handler, which works inside its own transaction."""
    assert exchange.contract is not None
    handler = exchange.services.handlers[exchange.contract.name]
    exchange.result = handler(_call(exchange))


def count_looks(exchange: Exchange) -> None:
    """A video may wait to be looked at so many times before it is ready."""
    assert exchange.contract is not None
    assert exchange.account is not None
    assert exchange.parameters is not None
    services, account = exchange.services, exchange.account
    if exchange.contract.polls and services.steering(account).counts_polls:
        from memories_fake.domain import endings  # for who has laid down a number of looks only

        with services.library(account, DEFAULT_NAMESPACE) as library:
            endings.looked_at(library, exchange.parameters.get("video_no"))


def spend_credits(exchange: Exchange) -> None:
    """What was answered is paid for; a refusal never comes this far."""
    assert exchange.contract is not None
    assert exchange.account is not None
    if price := exchange.contract.price:
        used = getattr(exchange.usage, price.unit)
        exchange.services.credits.spend(exchange.account.name, dollars=price.of(used))


def render(exchange: Exchange) -> None:
    """Put the result, or the refusal, into the words and bytes of its generation."""
    if isinstance(exchange.refusal, no.Struck):
        render_fault(exchange)
    elif exchange.refusal is not None:
        render_refusal(exchange, exchange.refusal)
    elif not exchange.broken:
        render_result(exchange)
    if exchange.broken:
        exchange.response = Response()  # of which nothing will be sent
    if exchange.fault:
        exchange.response.headers.update(exchange.fault.headers)


def check_reply(exchange: Exchange) -> None:
    """In tests, hold the answer against its contract: the fake must not make things up."""
    wanted = exchange.services.settings.check_replies
    struck = isinstance(exchange.refusal, no.Struck)
    if wanted and not struck and exchange.contract and exchange.body is not None:
        insist(exchange.services.checker.check_answer(exchange.contract, exchange.body))


def write_journal(exchange: Exchange) -> None:
    """Note what was asked and answered. A stream stays open, and finishes its entry itself."""
    if exchange.is_undone:
        return
    journal, name, now_ms = exchange.services.journal, exchange.account_name, exchange.now_ms
    if isinstance(exchange.result, Events) and not exchange.broken:
        exchange.opened = journal.write(name, partial(exchange.entry, now_ms, ended=OPEN))
        return
    is_file = isinstance(exchange.result, FileBytes) and exchange.refusal is None
    answer = "" if is_file else exchange.response.get_data(as_text=True)
    journal.write(name, partial(exchange.entry, now_ms, answer=answer))


INWARD = (
    match_operation,
    find_account,
    read_request,
    meet_faults,
    count_limits,
    look_for_credits,
    call_handler,
    count_looks,
    spend_credits,
)
OUTWARD = (render, check_reply, weigh, flag, write_journal)


def _strike(exchange: Exchange, fault: Fault) -> None:
    """Let the latency pass. What takes the answer's place ends the way there."""
    exchange.wait(fault.latency_seconds)
    if fault.takes_the_answers_place:
        raise no.Struck


def _fault(exchange: Exchange) -> Fault | None:
    """The header's before the test's, that before the account's, and the whole server's last."""
    assert exchange.contract is not None
    assert exchange.account is not None
    fault = _told(exchange, telling.FAULT, telling.fault_in)
    services = exchange.services
    own, everywhere = services.steering(exchange.account).troubles, services.troubles
    if not (fault or own or everywhere):
        return None
    call = Met(
        exchange.contract.name,
        lambda: frozenset(_texts(exchange.parameters)),
        exchange.now_ms,
        exchange.wants_stream,
    )
    if fault and fault.is_of_streams and not call.streams:
        raise no.Unreadable(f"{telling.FAULT}: this call is answered by no stream")
    return everywhere.meet(call, own.meet(call, fault))


def _texts(sent: Any) -> Iterator[str]:
    """Every text in what was sent, however deep."""
    if isinstance(sent, str):
        yield sent
    elif isinstance(sent, (dict, list)):
        for item in sent.values() if isinstance(sent, dict) else sent:
            yield from _texts(item)


def _told(exchange: Exchange, header: str, read: Callable[[str], T]) -> T | None:
    """What a header of the fake's own tells this call. Raises Unreadable."""
    text = exchange.header(header)
    try:
        return read(text) if text else None
    except ValueError as error:
        raise no.Unreadable(f"{header}: {error}") from error


def _call(exchange: Exchange) -> Call:
    services, account = exchange.services, exchange.account
    assert account is not None
    assert exchange.parameters is not None
    namespace = exchange.parameters.get("unique_id", DEFAULT_NAMESPACE)
    told = _told(exchange, telling.OUTCOME, telling.outcome_in)

    return Call(
        parameters=exchange.parameters,
        receiver=exchange.receiver,
        library=partial(
            services.library, account, namespace, told, insist=exchange.insist_on_being
        ),
        dialect=exchange.dialect,
        chance=account.chance,
        parse_seconds=services.settings.parse_seconds,
        import_seconds=services.settings.download_seconds,
        wants_stream=exchange.wants_stream,
        usage=exchange.usage,
        host_url=f"{exchange.request.scheme}://{exchange.request.host}/",  # the other parses it
    )
