"""Where secrets are: under which names, and in which shapes. What cannot be told apart counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

NAMES = frozenset(
    (
        *("accesskey", "accesskeyid", "accesstoken", "apikey", "authorization", "authtoken"),
        *("awsaccesskeyid", "clientsecret", "cookie", "credential", "credentials"),
        *("googleaccessid", "idtoken", "jwt", "keypairid", "passwd", "password", "privatekey"),
        *("pwd", "refreshtoken", "secret", "secretaccesskey", "secretkey", "securitytoken"),
        *("sessiontoken", "setcookie", "signature", "xapikey", "xauthtoken"),
    )
)
ENDINGS = ("accesstoken", "apikey", "clientsecret", "password", "privatekey", "secretkey")
# A piece of a streamed text is called a token too, and any pair may have a key.
NAMES_OF_MANY_THINGS = frozenset({"auth", "key", "sig", "token"})
NAMES_IN_ADDRESSES = frozenset({"expires", "policy"})
BEGINNINGS_IN_ADDRESSES = ("xamz", "xgoog", "xoss", "xcos")
PARTS_OF_HEADERS = ("apikey", "accesskey", "auth", "cookie", "secret", "signature", "token")
# What signed addresses tell openly, and what is therefore hidden only where it stands.
OPEN_IN_ADDRESSES = re.compile(r"(algorithm|date|expires|signedheaders)$")

_BEFORE_AT = re.compile(r"[\w.%+\-]+\Z")
_AFTER_AT = re.compile(r"@[^\W_](?:[\w\-]{0,63}\.)+[^\W\d_]{2,}")
MOST_BEFORE_AT = 64
_SHAPES = (
    re.compile(r"(?<![A-Za-z0-9])(sk-[A-Za-z0-9_\-]{8,})"),
    re.compile(r"(?<![A-Za-z0-9])((?:AKIA|ASIA)[0-9A-Z]{16})(?![0-9A-Z])"),
    re.compile(r"(eyJ[\w\-]{5,}\.[\w\-]{5,}\.[\w\-]{5,})"),
    re.compile(r"(?<![A-Za-z0-9])(gh[pousr]_[A-Za-z0-9]{20,}|xox[abprs]-[\w\-]{10,})"),
    re.compile(r"(?<![A-Za-z0-9])(AIza[\w\-]{30,})"),
    re.compile(r"(?i)\bbearer\s+([\w.~+/=\-]{12,})"),
    re.compile(r"(?i)\b(?:authorization|x-api-key|cookie)\W{1,3}([^\s\"',;]{16,})"),
    re.compile(r"://([^/\s:@\"']+:[^/\s@\"']+)@"),
)

# Each has a name, to be judged, and a value. They begin where a word does, so they are quick.
PARAMETER = re.compile(
    r"(?<![A-Za-z0-9_\-])(?P<name>[A-Za-z][A-Za-z0-9_\-]{1,40})=(?P<value>[^&\s\"'<>\\#;,?=]+=*)"
)
QUOTED_PARAMETER = re.compile(
    r"(?:(?<![A-Za-z0-9_\-])|(?<=%26)|(?<=%3F))(?P<name>[A-Za-z][A-Za-z0-9_\-]{1,40})%3D"
    r"(?P<value>(?:(?!%26|%23|%3F)[^&\s\"'<>\\#;,])+)"
)
IN_JSON = re.compile(r"\"(?P<name>[A-Za-z][\w\-]{1,40})\"\s*:\s*\"(?P<value>(?:[^\"\\]|\\.)+)\"")
IN_DEEP_JSON = re.compile(
    r"(?i)(?P<mark>\\+\")(?P<name>[\w\-]{0,30}(?:password|secret|api_?key|access_?token"
    r"|refresh_?token|authorization|signature|private_?key))(?P=mark)\s*:\s*(?P=mark)"
    r"(?P<value>.+?)(?<!\\)(?P=mark)"
)
PLACES = (PARAMETER, QUOTED_PARAMETER, IN_JSON, IN_DEEP_JSON)

BASE64 = re.compile(r"[A-Za-z0-9+/_\-]{16,}={0,2}")
_MIXED = re.compile(r"[^\s]*(?:\d|[._\-]|[a-z][A-Z])[^\s]*")
LONG = 16


def plain(name: str) -> str:
    """A name as it is compared: X-Api-Key, x_api_key and xApiKey are one."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def is_secret(name: str, value: object) -> bool:
    """Whether a field of that name, in JSON, a form or a part, is a secret with this value."""
    called = plain(name)
    if called in NAMES or called.endswith(ENDINGS):
        return True
    if called not in NAMES_OF_MANY_THINGS or not isinstance(value, str):
        return False
    return len(value) >= LONG and _MIXED.fullmatch(value) is not None


def is_secret_in_address(name: str) -> bool:
    """The same for a parameter of an address, where nobody puts other things under such names."""
    called = plain(name)
    named = NAMES | NAMES_OF_MANY_THINGS | NAMES_IN_ADDRESSES
    return called in named or called.endswith(ENDINGS) or called.startswith(BEGINNINGS_IN_ADDRESSES)


def is_open_in_address(name: str) -> bool:
    """Whether such a parameter is hidden only where it stands, for its value is a common one."""
    return OPEN_IN_ADDRESSES.search(plain(name)) is not None


def is_secret_header(name: str) -> bool:
    """The same for a header."""
    return any(part in plain(name) for part in PARTS_OF_HEADERS)


def keys_in(text: str) -> Iterator[str]:
    """What has the shape of a key, somewhere in a text."""
    for shape in _SHAPES:
        for found in shape.finditer(text):
            yield found[1]


def emails_in(text: str) -> Iterator[str]:
    """The e-mail addresses in a text."""
    at = text.find("@")
    while at >= 0:
        before = _BEFORE_AT.search(text[max(0, at - MOST_BEFORE_AT) : at])
        after = _AFTER_AT.match(text, at) if before else None
        if before and after:
            yield before[0] + after[0]
        at = text.find("@", at + 1)


def places_in(text: str) -> Iterator[re.Match[str]]:
    """Where a name in a text tells that what follows is a secret."""
    for place in PLACES:
        yield from filter(is_secret_place, place.finditer(text))


def is_secret_place(found: re.Match[str]) -> bool:
    """Whether the name that was found in a text is that of a secret."""
    if found.re in {IN_JSON, IN_DEEP_JSON}:
        return is_secret(found["name"], found["value"])
    return is_secret_in_address(found["name"])
