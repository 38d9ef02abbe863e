"""Puts something in the place of a class's method for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def replaced(owner: type, name: str, other: Any) -> Iterator[None]:
    """While this lasts, the class has the other one. What `unittest.mock` does besides, each test
    would pay for."""
    real = vars(owner)[name]
    setattr(owner, name, other)
    try:
        yield
    finally:
        setattr(owner, name, real)
