"""Understanding a prompt: what it wants, about which words, of which times, in what form.

`understand` is the way in; all that it makes out stands in an `Inquiry`.
"""

from __future__ import annotations

from memories_fake.domain.answering.asking.following import understand
from memories_fake.domain.answering.asking.inquiry import (
    Inquiry,
    bare_topic,
    creators_in,
    hashtags_in,
    wanted_of,
    window_in,
)
from memories_fake.domain.answering.asking.intents import Intent, Length
from memories_fake.domain.answering.asking.wishes import Shape, Wish

__all__ = [
    "Inquiry",
    "Intent",
    "Length",
    "Shape",
    "Wish",
    "bare_topic",
    "creators_in",
    "hashtags_in",
    "understand",
    "wanted_of",
    "window_in",
]
