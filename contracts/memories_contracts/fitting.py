"""Tells at once that a value fits its schema, which nearly all that is sent and answered does.

Only who does not fit, or has a schema with words that are not known here, is worth the time and
the import of a whole validator, which says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from memories_contracts.evidence import Schema


def fits(schema: Schema, value: Any) -> bool:
    """Whether the value surely fits the schema; False may also mean that it is not known."""
    return all(
        _RULES[word](rule, value, schema) if word in _RULES else word in _SAY_NOTHING
        for word, rule in schema.items()
        if not word.startswith("x-")
    )


_Rule = Callable[[Any, Any, Schema], bool]
_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
_KNOWN = frozenset(kind for kinds in _TYPES.values() for kind in kinds)
_PLAIN = frozenset(_TYPES["string"] + _TYPES["integer"] + _TYPES["boolean"] + _TYPES["null"])
_SAY_NOTHING = frozenset({"description", "default", "then", "format"})


def _of(name: str, rule: _Rule) -> _Rule:
    """A rule that is about values of one type, and has nothing to say of others."""
    kinds, others = frozenset(_TYPES[name]), _KNOWN - frozenset(_TYPES[name])
    return lambda told, value, schema: (
        rule(told, value, schema) if type(value) in kinds else type(value) in others
    )


def _is_same(rule: Any, value: Any) -> bool:
    """Whether these are surely one and the same: JSON may hold 1 and 1.0 for equal, Python True."""
    return type(value) in _PLAIN and type(value) is type(rule) and bool(value == rule)


def _are_other_texts(items: list[Any]) -> bool:
    return all(type(item) is str for item in items) and len(set(items)) == len(items)


def _are_more(rule: Any, value: Any, schema: Schema) -> bool:
    """Whether what has no name in the schema is let pass."""
    if isinstance(rule, bool):
        return rule or value.keys() <= schema.get("properties", {}).keys()
    named = schema.get("properties", {})
    return all(fits(rule, item) for name, item in value.items() if name not in named)


_RULES: Mapping[str, _Rule] = {
    "type": lambda rule, value, _: (
        type(value) in _TYPES[rule]
        if isinstance(rule, str)
        else any(type(value) in _TYPES[each] for each in rule)
    ),
    "const": lambda rule, value, _: _is_same(rule, value),
    "enum": lambda rule, value, _: any(_is_same(each, value) for each in rule),
    "minLength": _of("string", lambda rule, value, _: len(value) >= rule),
    "maxLength": _of("string", lambda rule, value, _: len(value) <= rule),
    "pattern": _of("string", lambda rule, value, _: bool(re.search(rule, value))),
    "minimum": _of("number", lambda rule, value, _: value >= rule),
    "maximum": _of("number", lambda rule, value, _: value <= rule),
    "minItems": _of("array", lambda rule, value, _: len(value) >= rule),
    "maxItems": _of("array", lambda rule, value, _: len(value) <= rule),
    "uniqueItems": _of("array", lambda _rule, value, _: _are_other_texts(value)),
    "items": _of("array", lambda rule, value, _: all(fits(rule, item) for item in value)),
    "required": _of("object", lambda rule, value, _: all(name in value for name in rule)),
    "properties": _of(
        "object",
        lambda rule, value, _: all(fits(rule[n], item) for n, item in value.items() if n in rule),
    ),
    "additionalProperties": _of("object", _are_more),
    "anyOf": lambda rule, value, _: any(fits(each, value) for each in rule),
    "if": lambda rule, value, schema: (
        "else" not in schema
        and (_surely_unlike(rule, value) or fits(schema.get("then", {}), value))
    ),
}


def _surely_unlike(rule: Schema, value: Any) -> bool:
    """Whether a condition surely does not hold: something is missing, or is another text."""
    if rule.keys() - {"required", "properties"} or type(value) is not dict:
        return False
    texts = {n: each["const"] for n, each in rule.get("properties", {}).items() if "const" in each}
    is_other = any(type(value.get(n)) is str and value[n] != text for n, text in texts.items())
    return is_other or any(name not in value for name in rule.get("required", ()))
