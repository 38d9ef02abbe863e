"""Tells at once that a value fits its schema, which nearly all that is sent does.

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


_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
_SAY_NOTHING = frozenset({"description", "default", "then"})
_Rule = Callable[[Any, Any, Schema], bool]
_RULES: Mapping[str, _Rule] = {
    "type": lambda rule, value, _: isinstance(rule, str) and type(value) in _TYPES[rule],
    "const": lambda rule, value, _: type(value) is str and value == rule,
    "enum": lambda rule, value, _: type(value) is str and value in rule,
    "minLength": lambda rule, value, _: type(value) is str and len(value) >= rule,
    "maxLength": lambda rule, value, _: type(value) is str and len(value) <= rule,
    "pattern": lambda rule, value, _: type(value) is str and bool(re.search(rule, value)),
    "minimum": lambda rule, value, _: type(value) in (int, float) and value >= rule,
    "maximum": lambda rule, value, _: type(value) in (int, float) and value <= rule,
    "minItems": lambda rule, value, _: type(value) is list and len(value) >= rule,
    "maxItems": lambda rule, value, _: type(value) is list and len(value) <= rule,
    "items": lambda rule, value, _: type(value) is list and all(fits(rule, item) for item in value),
    "required": lambda rule, value, _: type(value) is dict and all(name in value for name in rule),
    "properties": lambda rule, value, _: (
        type(value) is dict
        and all(fits(rule[name], item) for name, item in value.items() if name in rule)
    ),
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
