"""The signs in a prompt that keep it to some posts: @creators and #hashtags."""

from __future__ import annotations

import re

_CREATOR = re.compile(r"(?<![\w@])@(?:[\w.]+\w|\w)")
_HASHTAG = re.compile(r"(?<![\w#])#[^\W\d]\w*")


def creators_in(prompt: str) -> frozenset[str]:
    """The creators that are named, in lower case, each with its @; an e-mail address names none."""
    return frozenset(sign.lower() for sign in _CREATOR.findall(prompt))


def hashtags_in(prompt: str) -> frozenset[str]:
    """The hashtags that are named, in lower case, each with its #; `#1` is none."""
    return frozenset(sign.lower() for sign in _HASHTAG.findall(prompt))
