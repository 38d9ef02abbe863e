"""Memories.ai on your laptop: a stateful, deterministic fake of its video API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

    from memories_fake.fake import Fake
    from memories_fake.settings import Settings

__all__ = ["Fake", "Settings", "create_app"]


def create_app(**choices: Any) -> Flask:
    """A WSGI application over a fake of its own; `choices` are the fields of `Settings`."""
    from memories_fake.fake import Fake

    return Fake(**choices).app


def __getattr__(name: str) -> Any:
    # Loaded when first used: importing the package alone costs nothing.
    if name == "Fake":
        from memories_fake.fake import Fake

        return Fake
    if name == "Settings":
        from memories_fake.settings import Settings

        return Settings
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
