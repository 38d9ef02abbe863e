"""Judges whether a request that is not as it should be was met as is known of the service."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from memories_contracts import Contract
from memories_contracts.refusing import OF_KEYS, Case, Expected
from memories_fake.live.calling import Heard
from memories_fake.live.judging import JSON, SERVER_ERROR, Severity

REFUSED_BY_HTTP = 400
NO_ENTRY = (401, 403)
LIMITED = ("0429", 429)  # a code or a status: nothing was said of the request itself


class Verdict(StrEnum):
    """How a case went."""

    AS_TOLD = "as told"
    TOO_PERMISSIVE = "too permissive"
    TOO_STRICT = "too strict"
    OTHER_CODE = "other code"
    CRASHED = "crashed"
    UNEVIDENCED_TAKEN = "unevidenced, taken"
    UNEVIDENCED_REFUSED = "unevidenced, refused"
    NOT_TOLD = "not told"

    @property
    def severity(self) -> Severity | None:
        """How bad it is; None where it is not."""
        if self in (Verdict.TOO_PERMISSIVE, Verdict.TOO_STRICT, Verdict.CRASHED):
            return Severity.CRITICAL
        return Severity.WARNING if self is Verdict.OTHER_CODE else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a request: taken, or refused with a code and a message."""

    taken: bool
    code: str | int | None = None
    message: str = ""
    status: int = 200

    def __str__(self) -> str:
        if self.taken:
            return "taken"
        told = f"refused: {self.code} {self.message}".strip()
        return f"{told} (HTTP {self.status})" if self.status >= REFUSED_BY_HTTP else told

    @property
    def kind(self) -> tuple[bool, str | int | None]:
        """All of it that programs go by."""
        return self.taken, self.code


@dataclass(frozen=True, slots=True)
class Held:
    """One case, what became of it, and how that is to be judged."""

    case: Case
    verdict: Verdict
    outcome: Outcome | None = None

    def __str__(self) -> str:
        return f"{self.case}: {self.outcome or self.verdict} [{self.case.evidence}]"


TAKEN = Outcome(taken=True)


def outcome_of(contract: Contract, heard: Heard) -> Outcome:
    """What became of a request."""
    told = _message(heard.body)
    if heard.status >= REFUSED_BY_HTTP:
        return Outcome(taken=False, code=heard.code, message=told, status=heard.status)
    if heard.events:
        return _of_stream(contract, heard.events[-1])
    if heard.media != JSON or heard.body is None or heard.code == contract.success_code:
        return TAKEN
    return Outcome(taken=False, code=heard.code, message=told)


def judged(case: Case, outcome: Outcome) -> Held:
    """Hold what became of a case against what is known of it."""
    return Held(case, _verdict(case, outcome), outcome)


def _verdict(case: Case, outcome: Outcome) -> Verdict:
    if outcome.status >= SERVER_ERROR:
        return Verdict.CRASHED
    if outcome.code in LIMITED or outcome.status in LIMITED:
        return Verdict.NOT_TOLD
    if case.expected is Expected.UNEVIDENCED:
        return Verdict.UNEVIDENCED_TAKEN if outcome.taken else Verdict.UNEVIDENCED_REFUSED
    if case.expected is Expected.TAKEN:
        return Verdict.AS_TOLD if outcome.taken else Verdict.TOO_STRICT
    if outcome.taken:
        return Verdict.TOO_PERMISSIVE
    return Verdict.AS_TOLD if _is_in_its_words(case, outcome) else Verdict.OTHER_CODE


def _is_in_its_words(case: Case, outcome: Outcome) -> bool:
    """Whether a refusal bears a code of its contract; keys may be refused by HTTP as well."""
    if case.kind in OF_KEYS and outcome.status in NO_ENTRY:
        return True
    return outcome.code is None or outcome.code in case.codes


def _of_stream(contract: Contract, text: str) -> Outcome:
    if text in contract.bare_ends:
        return TAKEN
    try:
        end = json.loads(text)
    except ValueError:
        end = text
    if end == "Done" or (isinstance(end, dict) and end.get("data") == "Done"):
        return TAKEN
    code = end.get("code") if isinstance(end, dict) else None
    return Outcome(taken=False, code=code, message=_message(end))


def _message(body: Any) -> str:
    told = body.get("msg", "") if isinstance(body, dict) else body
    return str(told or "")[:120]
