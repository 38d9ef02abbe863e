"""Turns what programs send into what the contract means: tolerant in form, strict in sense."""

from __future__ import annotations

import json
import math
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from werkzeug.datastructures import MultiDict

from memories_contracts import Contract
from memories_contracts.fitting import fits
from memories_contracts.refusing import Kind
from memories_fake.domain.refusals import ParameterInvalid, ParameterMissing, Refusal, Unreadable

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

Texts = MultiDict[str, str]
OBJECT = (dict, Mapping)  # nearly all are the first, which is quicker to see
Parameters = dict[str, Any]

TRUE = frozenset({"true", "1", "on", "yes"})  # a ticked box of a form says on
FALSE = frozenset({"false", "0", "off", "no"})


@dataclass(frozen=True, slots=True)
class _Field:
    """A parameter: its names, the contract's own first, and how what is sent becomes it."""

    name: str
    aliases: tuple[str, ...]
    schema: Mapping[str, Any]
    is_list: bool


@dataclass(frozen=True, slots=True)
class _Form:
    """What a contract asks for, worked out once. `whole` names what the whole body is, if it is."""

    fields: tuple[_Field, ...]
    never_empty: tuple[str, ...]  # whose empty text is refused as missing
    known: frozenset[str]
    whole: str | None
    defaults: Mapping[str, Any]


class Reader:
    """Reads parameters by contract. Validators are built once, when something is wrong."""

    def __init__(self) -> None:
        self._forms: dict[str, _Form] = {}
        self._validators: dict[str, Draft202012Validator] = {}

    def read(self, contract: Contract, query: Texts, body: Any) -> Parameters:
        """All parameters, coerced, checked and with defaults. The body wins over the query.

        `body` is a form's fields, or any JSON value, or None. Raises ParameterMissing,
        ParameterInvalid or Unreadable.
        """
        form = self._form(contract)
        sent = _gathered(form, query, body)
        _insist_on_words(form, sent, query, body)
        read = {
            field.name: _coerced(field.name, field.schema, sent[field.name])
            for field in form.fields
            if field.name in sent
        }
        self._check(contract, read)
        return {**form.defaults, **read}

    def unknown(self, contract: Contract, query: Texts, body: Any) -> tuple[str, ...]:
        """What was sent that the contract does not know, and that is passed over."""
        form = self._form(contract)
        is_named = isinstance(body, OBJECT) and form.whole is None
        sent = [*query, *(body if is_named else ())]
        return tuple(name for name in dict.fromkeys(map(str, sent)) if name not in form.known)

    def as_sent(self, contract: Contract, query: Texts, body: Any) -> Parameters:
        """What was sent, by name, as it came: for the journal, should it prove unreadable."""
        sent = _as_sent(query)
        if isinstance(body, OBJECT):
            return sent | _as_sent(body)
        return sent if body is None else {**sent, self._form(contract).whole or "body": body}

    def _form(self, contract: Contract) -> _Form:
        form = self._forms.get(contract.name)
        return form or self._forms.setdefault(contract.name, _form_of(contract))

    def _check(self, contract: Contract, parameters: Parameters) -> None:
        if fits(contract.request_schema, parameters):
            return
        from jsonschema import Draft202012Validator  # 100 ms, for what goes wrong only

        if contract.name not in self._validators:
            self._validators[contract.name] = Draft202012Validator(contract.request_schema)
        for error in self._validators[contract.name].iter_errors(parameters):
            raise _refusal(error)


def _form_of(contract: Contract) -> _Form:
    properties = contract.request_schema["properties"]
    fields = tuple(
        _Field(
            name,
            aliases=(name, f"{name}[]", *schema.get("x-also", ())),
            schema=schema,
            is_list=schema.get("type") == "array",
        )
        for name, schema in properties.items()
    )
    return _Form(
        fields,
        never_empty=tuple(
            name
            for name, schema in properties.items()
            if "minLength" in schema and Kind.EMPTY in schema.get("x-refused", {})
        ),
        known=frozenset(alias for field in fields for alias in field.aliases),
        whole=next((n for n, schema in properties.items() if schema.get("x-in") == "body"), None),
        defaults={n: schema["default"] for n, schema in properties.items() if "default" in schema},
    )


def parse_json(body: bytes) -> Any:
    """A JSON body; an empty one is None. Raises Unreadable."""
    if not body.strip():
        return None
    try:
        return _cleaned(json.loads(body))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"JSON parse error: {error}") from error


def parse_base64(text: str, name: str) -> bytes:
    """What a base64 text holds, with or without `data:…,` before it. Raises ParameterInvalid."""
    _, _, encoded = text.rpartition(",")
    try:
        content = b64decode("".join(encoded.split()), validate=True)
    except ValueError as error:
        raise ParameterInvalid(name, "it is no base64") from error
    if not content:
        raise ParameterMissing(name)
    return content


def _gathered(form: _Form, query: Texts, body: Any) -> Parameters:
    sent = _named(form, query) if query else {}
    if form.whole:
        return sent if _is_blank(body) else {**sent, form.whole: body}
    if isinstance(body, OBJECT):
        return {**sent, **_named(form, body)} if body else sent
    if body is not None:
        raise Unreadable(f"JSON parse error: an object is expected, not {_kind(body)}")
    return sent


def _insist_on_words(form: _Form, sent: Parameters, query: Texts, body: Any) -> None:
    """Raise ParameterMissing for an empty text where the contract says that none is taken."""
    blanks = [query, *([body] if isinstance(body, OBJECT) else [])]
    for name in form.never_empty:
        if name not in sent and any(name in given and given[name] is not None for given in blanks):
            raise ParameterMissing(name)


def _as_sent(values: Mapping[str, Any]) -> Parameters:
    if not values:
        return {}
    if not isinstance(values, MultiDict):
        return {str(name): value for name, value in values.items()}
    several = values.to_dict(flat=False).items()
    return {str(name): texts[0] if len(texts) == 1 else texts for name, texts in several}


def _named(form: _Form, values: Mapping[str, Any]) -> Parameters:
    """The values under the contract's names, blank ones left out; repeated fields become lists."""
    named: Parameters = {}
    for field in form.fields:
        for alias in field.aliases:
            if alias in values and field.name not in named:
                value = _value(values, alias, is_list=field.is_list)
                if not _is_blank(value):
                    named[field.name] = value
    return named


def _value(values: Mapping[str, Any], name: str, *, is_list: bool) -> Any:
    if not isinstance(values, MultiDict):
        return values[name]
    if not is_list:
        return _cleaned(values[name])
    texts = _cleaned(values.getlist(name))
    if len(texts) == 1 and texts[0].lstrip().startswith("["):
        return parse_json(texts[0].encode())
    if len(texts) == 1:  # one text alone may hold the whole list
        texts = [text.strip() for text in texts[0].split(",")]
    return [text for text in texts if text]


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _coerced(name: str, schema: Mapping[str, Any], value: Any) -> Any:
    coerce = _COERCIONS.get(schema.get("type", ""))
    if coerce is None:
        return value
    try:
        return coerce(schema, value)
    except (ValueError, TypeError, OverflowError) as error:
        raise Unreadable(f"{name}: {error}") from error


def _text(_schema: Mapping[str, Any], value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (str, int, float)):
        return str(value)
    raise TypeError(f"text is expected, not {_kind(value)}")


def _integer(schema: Mapping[str, Any], value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lstrip("-").isdecimal():
        return int(value)  # not by way of a float, which rounds ids
    number = _number(schema, value)
    if not number.is_integer():
        raise ValueError(f"a whole number is expected, not {value!r}")
    return int(number)


def _number(_schema: Mapping[str, Any], value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise TypeError(f"a number is expected, not {_kind(value)}")
    try:
        number = float(value)
    except ValueError:
        raise ValueError(f"a number is expected, not {str(value)[:80]!r}") from None
    if not math.isfinite(number):
        raise ValueError("a finite number is expected")
    return number


def _boolean(_schema: Mapping[str, Any], value: Any) -> bool:
    word = str(value).strip().lower()
    if word not in TRUE | FALSE:
        raise ValueError(f"true or false is expected, not {str(value)[:80]!r}")
    return word in TRUE


def _array(schema: Mapping[str, Any], value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"a list is expected, not {_kind(value)}")
    if any(_is_blank(item) for item in value):
        raise ValueError("an item of the list is empty")
    return [_coerced("item", schema.get("items", {}), item) for item in value]


_COERCIONS: Mapping[str, Callable[[Mapping[str, Any], Any], Any]] = {
    "string": _text,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "array": _array,
}


def _refusal(error: ValidationError) -> Refusal:
    rule: Any = error.validator_value
    sent: Any = error.instance
    if error.validator == "required":
        return ParameterMissing(next(name for name in rule if name not in sent))
    name = str(error.absolute_path[0]) if error.absolute_path else "body"
    if error.validator in {"minLength", "minItems"}:
        return ParameterMissing(name)
    if error.validator == "enum":
        allowed = ", ".join(map(str, rule))
        return Unreadable(f"{name}: {str(error.instance)[:80]!r} is none of [{allowed}]")
    if error.validator == "maxItems":
        return ParameterInvalid(name, f"at most {rule} are allowed")
    return ParameterInvalid(name, error.message[:200])


def _cleaned(value: Any) -> Any:
    """The same value without lone surrogates, which neither a database nor UTF-8 can hold."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(item) for key, item in value.items()}
    return value


def _kind(value: Any) -> str:
    if isinstance(value, Mapping):
        return "an object"
    names = {list: "a list", str: "text", bool: "true or false"}
    return names.get(type(value), "a number")
