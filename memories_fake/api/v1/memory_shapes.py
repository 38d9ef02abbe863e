"""Text memories in the words of the v1 line. No answer of theirs is known, so the shapes are ours;
they follow what its other lists have in common.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from memories_fake.domain.library import Page
from memories_fake.domain.memories import Found, Memory, Occasion, Place, Wanted
from memories_fake.domain.refusals import ParameterInvalid

Wire = dict[str, Any]

MOST_LATITUDE = 90
MOST_LONGITUDE = 180
YEARS = (1900, 9000)


def occasion(told: Mapping[str, Any]) -> Occasion:
    """When and where, as `memories/add` is told it. Raises ParameterInvalid."""
    at, latitude, longitude = (told.get(n) for n in ("memories_at", "latitude", "longitude"))
    return Occasion(
        tags=tuple(dict.fromkeys(told.get("tags") or ())),
        memories_at_ms=moment_ms(at, "memories_at") if at else None,
        latitude=None if latitude is None else degrees(latitude, "latitude", MOST_LATITUDE),
        longitude=None if longitude is None else degrees(longitude, "longitude", MOST_LONGITUDE),
    )


def wanted(filters: Mapping[str, Any]) -> Wanted:
    """What a filter asks for. Raises ParameterInvalid."""
    since, until = filters.get("from"), filters.get("to")
    return Wanted(
        tags=tuple(filters.get("tags") or ()),
        role=filters.get("role") or None,
        since_ms=moment_ms(since, "from") if since else None,
        until_ms=moment_ms(until, "to") if until else None,
        near=_place(filters.get("latitude"), filters.get("longitude")),
    )


def moment_ms(text: str, name: str) -> int:
    """An ISO 8601 time with Z or an offset, in epoch ms. Raises ParameterInvalid."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ParameterInvalid(name, "an ISO 8601 time is expected") from error
    if moment.tzinfo is None:
        raise ParameterInvalid(name, "the time needs a Z or an offset")
    if not YEARS[0] <= moment.year <= YEARS[1]:
        raise ParameterInvalid(name, f"the year lies between {YEARS[0]} and {YEARS[1]}")
    return round(moment.timestamp() * 1000)


def degrees(value: str | float, name: str, most: int) -> float:
    """A coordinate, sent as text or as a number. Raises ParameterInvalid."""
    try:
        number = float(value)
    except (ValueError, OverflowError) as error:
        raise ParameterInvalid(name, "a number of degrees is expected") from error
    if not -most <= number <= most:
        raise ParameterInvalid(name, f"it lies between -{most} and {most}")
    return number


def listed(page: Page[Memory]) -> Wire:
    """A page of memories."""
    return {"memories": [_item(memory) for memory in page.items], **_paging(page)}


def found(page: Page[Found]) -> Wire:
    """A page of a search: as in a list, each with its score."""
    items = [{**_item(each.memory), "score": each.score} for each in page.items]
    return {"memories": items, **_paging(page)}


def _item(memory: Memory) -> Wire:
    when = memory.occasion.memories_at_ms
    return {
        "id": str(memory.number),
        "role": memory.saying.role,
        "content": memory.saying.content,
        "tags": list(memory.occasion.tags),
        "latitude": _text(memory.occasion.latitude),
        "longitude": _text(memory.occasion.longitude),
        "memories_at": None if when is None else _iso(when),
        "create_time": str(memory.created_at_ms),
    }


def _place(latitude: str | float | None, longitude: str | float | None) -> Place | None:
    if latitude is None or longitude is None:
        return None
    return (
        degrees(latitude, "latitude", MOST_LATITUDE),
        degrees(longitude, "longitude", MOST_LONGITUDE),
    )


def _text(number: float | None) -> str | None:
    return None if number is None else f"{number:.12g}"


def _iso(at_ms: int) -> str:
    moment = datetime.fromtimestamp(at_ms / 1000, UTC)
    return moment.isoformat(timespec="milliseconds" if at_ms % 1000 else "seconds").replace(
        "+00:00", "Z"
    )


def _paging(page: Page[Any]) -> Wire:
    return {"current_page": page.page, "page_size": page.size, "total_count": str(page.total)}
