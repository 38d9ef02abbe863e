"""Keeps keys where they belong and costs within bounds, before anything is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from memories_fake.live.scenarios import Scenario

FAKE_KEY = "sk-fake-verify"
LIVE_DOMAIN = "memories.ai"
# The forms that keys of the service are known to have (2025 and 2026).
_LIVE_KEY = re.compile(r"sk-(?:mavi-.{8,}|mai-.{8,}|[0-9a-f]{32})")


class Unsafe(ValueError):
    """What was asked for could cost money or give a key away; the message says what to do."""


def is_live(base: str | None) -> bool:
    """Whether that address is the real service's; no address means just that."""
    host = urlsplit(base).hostname or "" if base else LIVE_DOMAIN
    return host == LIVE_DOMAIN or host.endswith(f".{LIVE_DOMAIN}")


def looks_live(key: str) -> bool:
    """Whether a key has a form that keys of the service are known to have."""
    return _LIVE_KEY.fullmatch(key) is not None


def key_for(base: str | None, key: str | None) -> str:
    """The key to call with. Raises Unsafe for a fake key against live, or a live one elsewhere."""
    if is_live(base):
        if not key:
            raise Unsafe("the live service needs a key: give --key, or set MEMORIES_API_KEY")
        if not looks_live(key):
            raise Unsafe("this is no key of the live service: those begin with sk-mavi- or so")
        return key
    if key and looks_live(key):
        raise Unsafe(
            "this looks like a key of the live service, and would be given to somebody else:"
            f" any other key will do here, or none ({FAKE_KEY} is used then)"
        )
    return key or FAKE_KEY


def insist_on_consent(said: bool) -> None:  # noqa: FBT001 - it is the flag of the command line
    """Raise Unsafe unless somebody said that the live service may be called."""
    if not said:
        raise Unsafe("this would call the live service: add --live if it should")


def insist_on_budget(plan: Sequence[Scenario], budget_dollars: float | None) -> None:
    """Raise Unsafe unless the plan's cost was foreseen."""
    cost = cost_of(plan)
    if budget_dollars is None:
        raise Unsafe(f"the plan costs about ${cost:.2f}: give --budget to say that it may")
    if cost > budget_dollars:
        raise Unsafe(
            f"the plan costs about ${cost:.2f}, more than the budget of ${budget_dollars:.2f}:"
            " choose scenarios with --only"
        )


def cost_of(plan: Sequence[Scenario]) -> float:
    """What a plan costs at the live service, in dollars, about."""
    return sum(scenario.dollars for scenario in plan)
