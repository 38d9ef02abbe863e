"""The inspector: a page for people that shows what each account has, and what it has asked."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from flask import Response, render_template_string, request

from memories_fake.runtime.journal import Entry
from memories_fake.services import Services
from memories_fake.testkit.overview import Overview, Thing, overview, server_faults_laid
from memories_fake.testkit.timeline import row

PAGE = Path(__file__).with_name("inspector.html").read_text(encoding="utf-8")
MOST_ACCOUNTS = 25
MOST_EXCHANGES = 100
YEAR_MS = 366 * 86_400_000
SCRIPT = PAGE.partition("<script>")[2].partition("</script>")[0]
# Nothing is loaded from anywhere, and nothing runs but the page's own script.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; connect-src 'self'; base-uri 'none';"
    f" script-src 'sha256-{b64encode(sha256(SCRIPT.encode()).digest()).decode()}'"
)


@dataclass(frozen=True, slots=True)
class Line:
    """An exchange as a line of the page: `mood` is good, bad or broken."""

    number: str
    seconds: str
    call: str
    code: str
    asked: str
    besides: str
    mood: str


def inspector(services: Services) -> Response:
    """The page; `?account=NAME` shows that account alone."""
    found = overview(services, only=request.args.get("account"))
    page = render_template_string(
        PAGE,
        accounts=found[:MOST_ACCOUNTS],
        more=max(0, len(found) - MOST_ACCOUNTS),
        everybodys=server_faults_laid(services),
        moment=_moment,
        lines=_lines,
        left=_left,
        most=MOST_EXCHANGES,
    )
    return Response(page, headers={"Content-Security-Policy": POLICY})


def _lines(account: Overview) -> list[Line]:
    """The latest exchanges, newest first."""
    if not account.journal:
        return []
    since_ms = account.journal[0].came_at_ms
    latest = reversed(account.journal[-MOST_EXCHANGES:])
    return [Line(*row(entry, since_ms), _mood(entry)) for entry in latest]


def _mood(entry: Entry) -> str:
    if not entry.code or entry.ended in {"cut", "left"}:
        return "broken"
    return "good" if entry.code == "0000" else "bad"


def _moment(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")


def _left(thing: Thing, account: Overview) -> str:
    """How long it still waits, of the account's time."""
    if thing.status != "UNPARSE":
        return thing.cause or ""
    left_ms = thing.ready_at_ms - account.now_ms
    return "held" if left_ms > YEAR_MS else f"in {left_ms / 1000:,.1f} s"
