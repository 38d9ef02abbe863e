"""Calls of the caption host, whose envelope is another than that of the rest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests
from calling import Caller

FERRIES = "https://films.example/c/ferries_at_noon.mp4"
PROMPT = "What happens with the ferries?"


def ask(caller: Caller, operation: str, **options: Any) -> requests.Response:
    """POST to /v1/understand; options as for `requests`."""
    url = f"{caller.base}/v1/understand/{operation}"
    headers = {"Authorization": caller.key}
    return caller.session.post(url, headers=headers, timeout=30, **options)


def succeeded(response: requests.Response) -> Any:
    """The `data` of a good answer; nothing but the text may stand beside the envelope."""
    body = response.json()
    assert (response.status_code, body["code"], body["msg"]) == (200, 0, "success"), body
    assert isinstance(body["code"], int)
    assert set(body) - {"text"} == {"code", "msg", "data"}
    return body["data"]


def caption(response: requests.Response) -> str:
    """The text of a caption, which counts its tokens and stands in both places."""
    data = succeeded(response)
    assert set(data) == {"text", "token"}
    assert set(data["token"]) == {"input", "output", "total"}
    assert data["token"]["total"] == data["token"]["input"] + data["token"]["output"]
    assert min(data["token"].values()) > 0
    assert response.json()["text"] == data["text"]
    return str(data["text"])


def refused(response: requests.Response) -> str:
    """Why a call was refused: the code is -1, and no flags are there."""
    body = response.json()
    assert response.status_code == 200
    assert set(body) == {"code", "msg", "data"}
    assert (body["code"], body["data"]) == (-1, None), body
    assert body["msg"].startswith("failure: ")
    return str(body["msg"].removeprefix("failure: "))


def document(path: Path | None, **req: Any) -> dict[str, Any]:
    """A form with its parameters in one JSON part, and maybe a film."""
    parts = [("req", ("req.json", json.dumps(req).encode(), "application/json"))]
    if path:
        parts.append(("files", (path.name, path.read_bytes(), "video/mp4")))
    return {"files": parts}


NONSENSE = pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"user_prompt": None}, "The user_prompt parameter cannot be empty!"),
        ({"user_prompt": " "}, "The user_prompt parameter cannot be empty!"),
        ({"user_prompt": ["What?"]}, "user_prompt: "),
        ({"thinking": "perhaps"}, "thinking: "),
        ({"reasoning_effort": "11"}, "The reasoning_effort parameter is invalid"),
        ({"persons": [{"url": "https://me.example/a.png"}]}, "The name parameter cannot be empty!"),
        ({"persons": [{"name": "Ada"}] * 6}, "The persons parameter is invalid: at most 5"),
        ({"persons": "Ada"}, "persons: "),
    ],
)
