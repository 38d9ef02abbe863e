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

__all__ = [
    "Catalogue",
    "Checker",
    "Contract",
    "ErrorCase",
    "Evidence",
    "Finding",
    "Known",
    "Reading",
    "load_catalogue",
    "load_control",
    "parse_evidence",
]
