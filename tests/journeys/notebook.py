"""Runs code cells one after the other, as a notebook would; usable as a program of its own.

The program reads {"cells": [...], "base": ..., "key": ...} from a file and prints the list of
answers as JSON. Numbers that a cell names are exchanged for those that were just made.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
import sys
import time
import types
from pathlib import Path
from typing import Any

import requests

LIVE = "https://api.memories.ai"
VIDEO_NUMBER = re.compile(r"VI[0-9]{18}")


def cells_of(text: str) -> list[str]:
    """The code cells of a notebook that was printed as text, without what they printed."""
    parts = re.split(r"^In \[[^\]]*\]:\n", text, flags=re.MULTILINE)[1:]
    return [cell for cell in map(_code, parts) if cell.strip()]


def _code(part: str) -> str:
    """The longest run of lines that is Python, less whatever can only be output."""
    lines = part.splitlines()
    for end in range(len(lines), 0, -1):
        with contextlib.suppress(SyntaxError):
            statements = ast.parse("\n".join(lines[:end])).body
            while statements and _is_output(statements[-1]):
                statements.pop()
            last = statements[-1].end_lineno if statements else 0
            return "\n".join(lines[:last])
    return ""


def _is_output(statement: ast.stmt) -> bool:
    is_value = isinstance(statement, ast.Expr) and not isinstance(statement.value, ast.Call)
    return is_value or isinstance(statement, ast.AnnAssign)


def run_cells(cells: list[str], *, base: str, key: str) -> list[dict[str, Any]]:
    """Run the cells in one namespace; each that called the API gives one answer."""
    sys.modules.setdefault("IPython", types.ModuleType("IPython"))
    display = types.ModuleType("IPython.display")
    display.HTML = display.display = lambda *_: None  # type: ignore[attr-defined]
    sys.modules["IPython.display"] = display
    answers: list[dict[str, Any]] = []
    names: dict[str, Any] = {"__name__": "__main__", "display": display.display}
    made: dict[str, str] = {}
    for cell in cells:
        answer = _run(_fitted(cell, made, base), names, key)
        while answer and _is_waiting(answer):
            time.sleep(0.02)
            answer = _run(_fitted(cell, made, base), names, key)
        if answer:
            _remember(answer, made)
            answers.append(answer)
    return answers


def _run(code: str, names: dict[str, Any], key: str) -> dict[str, Any] | None:
    names.pop("response", None)
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(code, "cell", "exec"), names)
    if "API_KEY" in names:
        names["API_KEY"] = key
    response = names.get("response")
    return response.json() if isinstance(response, requests.Response) else None


def _fitted(cell: str, made: dict[str, str], base: str) -> str:
    if "video" in made:
        cell = VIDEO_NUMBER.sub(made["video"], cell)
    if "session" in made:
        cell = re.sub(r"(?<![0-9I])[0-9]{18}(?![0-9])", made["session"], cell)
    return cell.replace(LIVE, base)


def _is_waiting(answer: dict[str, Any]) -> bool:
    data = answer["data"]
    return isinstance(data, dict) and any(
        video["status"] == "UNPARSE" for video in data.get("videos", ())
    )


def _remember(answer: dict[str, Any], made: dict[str, str]) -> None:
    data = answer["data"]
    if isinstance(data, dict) and "videoName" in data:
        made["video"] = data["videoNo"]
    if isinstance(data, dict) and "sessions" in data:
        made["session"] = data["sessions"][0]["sessionId"]


if __name__ == "__main__":
    plan = json.loads(Path(sys.argv[1]).read_text())
    print(json.dumps(run_cells(**plan)))
