"""A zoo of small programs that misbehave, each in one way, and each with a twin that does not.

Every module names its VICE, the rule that finds it, and has `bad` and `healed`; `stage`, where
there is one, lays down what the program is to meet.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def beasts() -> list[ModuleType]:
    """All modules of the zoo that have a vice."""
    modules = (import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__))
    return [module for module in modules if hasattr(module, "VICE")]
