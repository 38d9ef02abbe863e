"""Judges an answer by its contract: what breaks a client, and what is only news."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from memories_contracts import Checker, Contract, Finding, Reading
from memories_fake.live.calling import EVENTS, Heard

SERVER_ERROR = 500
JSON = "application/json"


class Severity(StrEnum):
    """How bad a remark is: a client breaks on what is critical; a warning is news."""

    CRITICAL = "critical"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about an answer that its contract does not say; `evidence` is that of the rule."""

    severity: Severity
    text: str
    evidence: str = ""


class Judge:
    """Reads answers openly, so that a new field is news and no failure."""

    def __init__(self) -> None:
        self._open = Checker(Reading.OPEN)
        self._closed = Checker(Reading.CLOSED)

    def remarks(self, contract: Contract, heard: Heard) -> list[Remark]:
        """All that is to be said about an answer; nothing is good news."""
        if heard.status >= SERVER_ERROR:
            return [_critical(f"HTTP {heard.status}")]
        if heard.media == EVENTS:
            return list(self._of_events(contract, heard))
        if heard.body is None and contract.answer_media in {JSON, EVENTS}:
            return [_critical(f"no JSON, but {heard.media or 'nothing'}: {heard.content[:80]!r}")]
        if heard.body is None:
            return [] if heard.media != JSON else [_critical("empty JSON")]
        return self._compared(
            self._open.check_answer(contract, heard.body),
            self._closed.check_answer(contract, heard.body),
        )

    def _compared(self, opened: list[Finding], closed: list[Finding]) -> list[Remark]:
        broken = [Remark(Severity.CRITICAL, _told(each), each.evidence) for each in opened]
        known = {(each.field, each.problem) for each in opened}
        news = [each for each in closed if (each.field, each.problem) not in known]
        return [*broken, *(Remark(Severity.WARNING, _told(each), each.evidence) for each in news)]

    def _of_events(self, contract: Contract, heard: Heard) -> Iterator[Remark]:
        if not heard.events:
            yield _critical("a stream without any event")
            return
        for text in heard.events[:-1]:
            event = _parsed(text)
            kind = event.get("type", "token") if isinstance(event, dict) else ""
            if kind not in contract.event_schemas:
                yield _critical(f"an event of no known kind: {text[:120]}")
                continue
            yield from self._compared(
                self._open.check_event(contract, kind, event),
                self._closed.check_event(contract, kind, event),
            )
        if not _is_end(contract, heard.events[-1]):
            yield _critical(f"the stream does not end as any is known to: {heard.events[-1][:120]}")


def _is_end(contract: Contract, text: str) -> bool:
    if text in contract.bare_ends:
        return True
    end = _parsed(text)
    return end == "Done" or (isinstance(end, dict) and end.get("data") == "Done")


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _critical(text: str) -> Remark:
    return Remark(Severity.CRITICAL, text)


def _told(finding: Finding) -> str:
    return f"{finding.field or 'the whole'}: {finding.problem} [{finding.evidence}]"
