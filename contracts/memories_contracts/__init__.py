"""What each operation of the Memories.ai API looks like on the wire, and how that is known."""

from memories_contracts.catalogue import (
    Catalogue,
    Contract,
    ErrorCase,
    load_catalogue,
    load_control,
)
from memories_contracts.checking import Checker, Finding, Reading
from memories_contracts.evidence import Evidence, Known, parse_evidence
from memories_contracts.kit import (
    ContractBroken,
    check_event,
    check_request,
    check_response,
    check_traffic,
    operation_at,
)

__all__ = [
    "Catalogue",
    "Checker",
    "Contract",
    "ContractBroken",
    "ErrorCase",
    "Evidence",
    "Finding",
    "Known",
    "Reading",
    "check_event",
    "check_request",
    "check_response",
    "check_traffic",
    "load_catalogue",
    "load_control",
    "operation_at",
    "parse_evidence",
]
