"""Captions in the words of the caption host, and what its requests have in common."""

from __future__ import annotations

from typing import Any

from memories_fake.api.serving import Beside, Call
from memories_fake.domain.captioning import Asked, Caption

Wire = dict[str, Any]


def asked(call: Call) -> Asked:
    """What the caller wants to know."""
    persons = tuple(person["name"] for person in call.get("persons") or ())
    return Asked(call["user_prompt"], call["system_prompt"], persons)


def told(caption: Caption) -> Wire:
    """The text with its tokens."""
    total = caption.input_tokens + caption.output_tokens
    return {
        "text": caption.text,
        "token": {"input": caption.input_tokens, "output": caption.output_tokens, "total": total},
    }


def answered(caption: Caption) -> Beside:
    """The same as an answer: one client reads the text beside `data`, another inside it."""
    return Beside(told(caption), {"text": caption.text})
