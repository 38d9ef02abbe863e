"""Compares a recorded answer with ours: keys, JSON types, and the forms of text."""

from __future__ import annotations

from typing import Any


def differences(recorded: Any, ours: Any, path: str = "") -> list[str]:
    """Where ours lacks a recorded key, or has another JSON type or another form of text."""
    if isinstance(recorded, str) and recorded.startswith("…["):
        return []  # the recording was cut here
    if kind_of(recorded) != kind_of(ours):
        return [f"{path}: recorded {kind_of(recorded)}, ours {kind_of(ours)}"]
    if isinstance(recorded, dict):
        missing = [f"{path}.{key}: missing" for key in recorded.keys() - ours.keys()]
        shared = recorded.keys() & ours.keys()
        deeper = [differences(recorded[k], ours[k], f"{path}.{k}") for k in sorted(shared)]
        return missing + [line for lines in deeper for line in lines]
    if isinstance(recorded, list):
        return _list_differences([r for r in recorded if not _is_cut(r)], ours, path)
    return []


def kind_of(value: Any) -> str:
    """The JSON type, and for text whether it holds digits or the word null."""
    if isinstance(value, str):
        return "digits" if value.isdigit() else "the text null" if value == "null" else "text"
    names = {bool: "boolean", int: "number", float: "number", dict: "object", list: "list"}
    return names.get(type(value), "null")


def _list_differences(recorded: list[Any], ours: list[Any], path: str) -> list[str]:
    """Each item of ours has to be like one that was recorded."""
    if recorded and not ours:
        return [f"{path}: empty"]
    found = []
    for index, item in enumerate(ours if recorded else ()):
        nearest = min((differences(r, item, f"{path}[{index}]") for r in recorded), key=len)
        found += nearest
    return found


def _is_cut(item: Any) -> bool:
    return isinstance(item, str) and item.startswith("…[")
