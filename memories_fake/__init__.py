"""Memories.ai on your laptop: a stateful, deterministic fake of its video API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

    from memories_fake.case import MemoriesFakeCase
    from memories_fake.fake import Fake
    from memories_fake.settings import Settings

__all__ = ["Fake", "MemoriesFakeCase", "Settings", "create_app"]

_HOMES = {
    "Fake": "memories_fake.fake",
    "MemoriesFakeCase": "memories_fake.case",
    "Settings": "memories_fake.settings",
}


def create_app(**choices: Any) -> Flask:
    """A WSGI application over a fake of its own; `choices` are the fields of `Settings`."""
    from memories_fake.fake import Fake

    return Fake(**choices).app


def __getattr__(name: str) -> Any:
    # Loaded when first used: importing the package alone costs nothing.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
