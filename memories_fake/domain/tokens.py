"""How many tokens a text has, about: what the service counts with is not known."""

from __future__ import annotations

TOKENS_PER_WORD = 1.3


def count_tokens(*texts: str) -> int:
    """The tokens of all these texts together."""
    return round(sum(len(text.split()) for text in texts) * TOKENS_PER_WORD)
