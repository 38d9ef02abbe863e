"""How a program has behaved towards the service: what no answer may show, but the journal does.

Each rule is a function over the exchanges of one account. They stand in one table, RULES; a rule
that may not be sure stays silent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from memories_fake.runtime.journal import Entry
from memories_fake.testkit.conduct import numbers, pace, streams, wording
from memories_fake.testkit.conduct.facts import Offence

OWN_PATHS = "/_fake/"


class Severity(StrEnum):
    """ERROR: the service refuses it, or harm is done. WARNING: it works, but at a cost or risk."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a program must not do. `known` tells how that is known of the service."""

    name: str
    severity: Severity
    finds: Callable[[Sequence[Entry]], Iterator[Offence]]
    known: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A breach of a rule: what was done, and what to do instead.

    `entries` are the numbers of the exchanges that show it, in the journal of the account.
    """

    rule: str
    severity: Severity
    message: str
    entries: tuple[int, ...]
    account: str

    def __str__(self) -> str:
        shown = ", ".join(f"#{number}" for number in self.entries)
        return f"{self.severity} {self.rule}: {self.message} [{shown}]"


RULES = (
    Rule("no_such_call", Severity.ERROR, wording.no_such_call, "recorded(2025: code 0001)"),
    Rule("bearer", Severity.ERROR, wording.bearer, "recorded(clients had to drop it)"),
    Rule("unknown_fields", Severity.WARNING, wording.unknown_fields, "inferred(passed over)"),
    Rule("too_many_at_once", Severity.ERROR, wording.too_many_at_once, "documented(docs1.2)"),
    Rule("retried_in_vain", Severity.WARNING, pace.retried_in_vain, "documented(Code page)"),
    Rule("no_back_off", Severity.ERROR, pace.no_back_off, "documented(docs2026: from 1 s on)"),
    Rule("called_too_often", Severity.WARNING, pace.called_too_often, "documented(rate limits)"),
    Rule("polled_too_fast", Severity.WARNING, pace.polled_too_fast, "inferred(clients: 5 to 30 s)"),
    Rule("waited_in_vain", Severity.WARNING, pace.waited_in_vain, "documented(FAIL is the end)"),
    Rule(
        "went_on_after_refusal",
        Severity.ERROR,
        numbers.went_on_after_refusal,
        "recorded(errors come under HTTP 200)",
    ),
    Rule("used_before_parse", Severity.ERROR, numbers.used_before_parse, "documented(stream page)"),
    Rule(
        "used_after_deletion", Severity.ERROR, numbers.used_after_deletion, "documented(for good)"
    ),
    Rule(
        "other_namespace", Severity.ERROR, numbers.other_namespace, "documented(unique_id scopes)"
    ),
    Rule("same_bytes_twice", Severity.WARNING, numbers.same_bytes_twice, "inferred(paid twice)"),
    Rule("stream_left", Severity.WARNING, streams.stream_left, "inferred(it is paid for)"),
)


def audit(journal: Sequence[Entry]) -> tuple[Finding, ...]:
    """All that the rules find in the exchanges of one account, rule by rule."""
    asked = [entry for entry in journal if not entry.path.startswith(OWN_PATHS)]
    return tuple(finding for rule in RULES for finding in _findings(rule, asked))


def _findings(rule: Rule, asked: Sequence[Entry]) -> Iterator[Finding]:
    """One finding for all offences that are told in the same words."""
    together: dict[str, list[Entry]] = {}
    for offence in rule.finds(asked):
        together.setdefault(offence.message, []).extend(offence.entries)
    for message, entries in together.items():
        shown = tuple(sorted({entry.number for entry in entries}))
        yield Finding(rule.name, rule.severity, message, shown, entries[0].account)
