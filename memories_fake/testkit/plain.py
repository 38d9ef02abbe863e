"""Frozen records as plain data that JSON can hold, and back again by their types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

SCALARS: Mapping[Any, tuple[type, ...]] = {
    str: (str,),
    int: (int,),
    float: (float, int),
    bool: (bool,),
    NoneType: (NoneType,),
}


def as_plain(value: Any) -> Any:
    """A record, and all that is in it, as dicts, lists and scalars."""
    if is_dataclass(value):
        return {each.name: as_plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): as_plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value


def of_plain(kind: Any, told: Any) -> Any:
    """What `as_plain` made of something of this type. Raises ValueError for what it cannot be.

    A field that is left out has its default.
    """
    origin, inner = get_origin(kind) or kind, get_args(kind)
    if origin in {Union, UnionType}:
        return _one_of(inner, told)
    if is_dataclass(origin):
        return _record(origin, inner, told)
    if origin in {tuple, Sequence, Mapping}:
        return _many(origin, inner, told)
    return told if origin is Any else _one(origin, told)


def _many(kind: Any, inner: tuple[Any, ...], told: Any) -> Any:
    if kind is not Mapping:
        return tuple(of_plain(inner[0], item) for item in _insist(told, list, tuple))
    return {name: of_plain(inner[1], item) for name, item in _insist(told, dict).items()}


def _one_of(kinds: tuple[Any, ...], told: Any) -> Any:
    for kind in kinds:
        try:
            return of_plain(kind, told)
        except ValueError:
            continue
    raise ValueError(f"{told!r:.80} is none of {', '.join(map(str, kinds))}")


def _record(kind: Any, inner: tuple[Any, ...], told: Any) -> Any:
    given = _insist(told, dict)
    known = {each.name: each for each in fields(kind)}
    if unknown := sorted(given.keys() - known.keys()):
        raise ValueError(f"{kind.__name__} has no {', '.join(map(str, unknown))}")
    if missing := [name for name, each in known.items() if name not in given and _needs(each)]:
        raise ValueError(f"{kind.__name__} wants {', '.join(missing)}")
    hints = _hints(kind)
    meant = dict(zip(getattr(kind, "__parameters__", ()), inner, strict=True))
    return kind(
        **{name: of_plain(_meant(hints[name], meant), item) for name, item in given.items()}
    )


def _meant(kind: Any, meant: Mapping[TypeVar, Any]) -> Any:
    """A type with what its variables stand for: `tuple[Rule[T], ...]`, or T itself."""
    if isinstance(kind, TypeVar):
        return meant[kind]
    open_ones = getattr(kind, "__parameters__", ())
    return kind[tuple(meant[each] for each in open_ones)] if open_ones else kind


def _needs(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _one(kind: type, told: Any) -> Any:
    if issubclass(kind, Enum):
        return kind(told)
    value = _insist(told, *SCALARS[kind])
    if isinstance(value, bool) and kind is not bool:
        raise ValueError(f"{kind.__name__} is expected, not {told!r}")
    return value


def _insist(told: Any, *kinds: type) -> Any:
    if isinstance(told, kinds):
        return told
    expected = " or ".join(kind.__name__ for kind in kinds)
    raise ValueError(f"{expected} is expected, not {told!r:.80}")
