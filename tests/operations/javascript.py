"""What becomes of the service's numbers in a caller whose every number is a double."""

from __future__ import annotations

from decimal import Decimal


def printed_by_javascript(number: str) -> str:
    """An 18-digit number as JavaScript writes it: as few digits as tell the double, then zeros."""
    return str(int(Decimal(repr(float(number)))))
