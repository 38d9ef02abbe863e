"""Writes what is downloaded to disk: whole, or not at all."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from memories_client.transport import Call, Transport

Target = str | os.PathLike[str]


def save(transport: Transport, call: Call, to: Target | None, *, named: str) -> Path:
    """Fetches a file to a path, or under this name into a folder, and returns its path.

    The path then holds the whole file, or on an error what it held before.
    """
    target = Path("." if to is None else to)
    if target.is_dir():
        target /= named
    unfinished = target.with_name(f"{target.name}.part")
    asked = replace(call, headers={"Accept": "application/octet-stream"})
    with transport.opened(asked, live=False) as blocks:
        try:
            with unfinished.open("wb") as file:
                file.writelines(blocks)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    return target
